"""The consumer: each record's effect and its inbox row in one transaction; then the log is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.contracts import CaseRecordDisposed
from shared.contracts.withheld_words import without_words
from shared.messaging.dead_letters import keys_held, park, park_behind, set_unreadable_aside
from shared.messaging.inbox import take_in, take_out
from shared.messaging.log import EventLog, Record
from shared.messaging.observing import Outcome, handling
from shared.messaging.trying import Handlers, failure_of, is_for, is_readable, key_of
from shared.people import SYSTEM
from shared.storage import Database, Transaction
from shared.storage.disposing import dispose_of_case, disposed_among

BATCH = 100


def consume_once(
    database: Database, log: EventLog, *, topic: str, group: str, handlers: Handlers, at: datetime
) -> bool:
    """Handle the next records; True if there were any.

    A batch is one transaction with a savepoint per record. A record that cannot be handled is parked, and
    so are later ones of its case, in order; the others stand. If the database fails, nothing of the batch
    stands and all of it comes again.
    """
    with log.read(topic, group, BATCH) as batch:
        if not batch.records:
            return False
        with database.session() as session, session.begin():
            consume(database.joined(session, person=SYSTEM, at=at), batch.records, handlers)
        batch.commit()
        return True


def consume(transaction: Transaction, records: Sequence[Record], handlers: Handlers) -> None:
    """The effects of records of one topic, each once, in the order given."""
    readable = [record for record in records if is_readable(record)]
    if CaseRecordDisposed in handlers:
        readable = _withheld(transaction, readable)
    for record in records:
        if not is_readable(record):
            set_unreadable_aside(transaction, record)
    new = take_in(transaction.session, [record.envelope for record in readable], transaction.at)
    # Asked after the inbox: whatever another reader of these records has parked is seen.
    held = keys_held(transaction.session, readable)
    for record in readable:
        with handling(record, consumer=transaction.service) as this:
            this.outcome = _outcome(transaction, record, handlers, new, held)
    if CaseRecordDisposed in handlers:
        for case in sorted(disposed_among(transaction.session, map(key_of, readable))):
            dispose_of_case(transaction, case)  # what came late, or is read again, leaves nothing behind


def _withheld(transaction: Transaction, records: Sequence[Record]) -> list[Record]:
    """The records, without the words of those about a case whose record was disposed of."""
    gone = disposed_among(transaction.session, map(key_of, records))
    return [
        replace(record, envelope=without_words(record.envelope)) if key_of(record) in gone else record
        for record in records
    ]


def _outcome(
    transaction: Transaction, record: Record, handlers: Handlers, new: set[str], held: set[str]
) -> Outcome:
    event_id = record.envelope["id"]
    if event_id not in new:
        return "duplicate"
    new.remove(event_id)
    if not is_for(record, handlers):
        return "ignored"
    if _parked(transaction, record, handlers, held):
        take_out(transaction.session, event_id)
        return "parked"
    return "handled"


def _parked(transaction: Transaction, record: Record, handlers: Handlers, held: set[str]) -> bool:
    """Whether the event waits: behind one of its case, or because it fails."""
    if key_of(record) in held:
        park_behind(transaction, record)
        return True
    failure = failure_of(transaction, record, handlers)
    if failure:
        park(transaction, record, failure)
        held.add(key_of(record))
    return bool(failure)
