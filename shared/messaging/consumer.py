"""The consumer: each record's effect and its inbox row in one transaction; then the log is told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.contracts import Event, from_cloudevent
from shared.messaging.log import EventLog, Record
from shared.people import SYSTEM
from shared.storage import Database, Transaction
from shared.storage.kernel_tables import dead_letter, inbox

BATCH = 100
TRIES = 3
Handlers = Mapping[type[Event], Callable[[Transaction, Any], None]]
logger = structlog.get_logger(__name__)


def consume_once(
    database: Database, log: EventLog, *, topic: str, group: str, handlers: Handlers, at: datetime
) -> bool:
    """Handle the next records; True if there were any.

    A batch is one transaction with a savepoint per record: a record that fails ``TRIES`` times is set
    aside as a dead letter and the others stand.
    """
    with log.read(topic, group, BATCH) as batch:
        if not batch.records:
            return False
        with database.session() as session, session.begin():
            transaction = database.joined(session, person=SYSTEM, at=at)
            for record in batch.records:
                _handle(transaction, record, handlers)
        batch.commit()
        return True


def _handle(transaction: Transaction, record: Record, handlers: Handlers) -> None:
    error = ""
    for _ in range(TRIES):
        try:
            with transaction.session.begin_nested():
                handle_record(transaction, record, handlers)
            return
        except Exception as failure:
            error = type(failure).__name__
    _set_aside(transaction, record, error)


def handle_record(transaction: Transaction, record: Record, handlers: Handlers) -> None:
    """The effect of one record, once: a record whose id is in the inbox has no further effect."""
    if not _first_time(transaction.session, record, transaction.at):
        return
    event = from_cloudevent(dict(record.envelope))
    handler = handlers.get(type(event)) if event else None
    if event and handler:
        handler(transaction, event)
        transaction.session.flush()


def _first_time(session: Session, record: Record, at: datetime) -> bool:
    envelope = record.envelope
    row = insert(inbox).values(event_id=envelope["id"], type=envelope["type"], handled_at=at)
    return session.execute(row.on_conflict_do_nothing().returning(inbox.c.event_id)).first() is not None


def _set_aside(transaction: Transaction, record: Record, error: str) -> None:
    logger.error("event_set_aside", event_id=record.envelope["id"], type=record.envelope["type"], error=error)
    transaction.session.execute(
        insert(dead_letter)
        .values(
            event_id=record.envelope["id"],
            topic=record.topic,
            key=record.key,
            envelope=dict(record.envelope),
            error=error,
            tries=TRIES,
            set_aside_at=transaction.at,
        )
        .on_conflict_do_nothing()
    )
