"""Dead letters: events that could not be handled, parked in the order of their case.

A parked event waits for its next try, later for a person; what comes after it in its case waits behind it.
A record that nobody can read has no case: it is set aside under its position, and holds nobody up.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.failures import is_passing
from shared.messaging.backoff import BACKOFF
from shared.messaging.log import Record
from shared.messaging.trying import UNREADABLE, is_readable, key_of
from shared.storage import Transaction
from shared.storage.kernel_tables import dead_letter

HANDLED = "handled"
DROPPED = "dropped"
waiting = dead_letter.c.settled_at.is_(None)
holding = waiting & dead_letter.c.holds
_before = dead_letter.alias()
# None of its case waits before it; a record nobody can read is always the first.
first_of_its_case = or_(
    ~dead_letter.c.holds,
    ~exists().where(
        _before.c.topic == dead_letter.c.topic,
        _before.c.key == dead_letter.c.key,
        _before.c.parked_as < dead_letter.c.parked_as,
        _before.c.settled_at.is_(None),
        _before.c.holds,
    ),
)
logger = structlog.get_logger(__name__)


def keys_held(session: Session, records: Sequence[Record]) -> set[str]:
    """The keys of these records (of one topic) for which an event is parked."""
    if not records:
        return set()
    keys = {key_of(record) for record in records}
    same = (dead_letter.c.topic == records[0].topic) & dead_letter.c.key.in_(keys)
    return set(session.scalars(select(dead_letter.c.key).where(same, holding).distinct()))


def park(transaction: Transaction, record: Record, failure: str) -> None:
    """Keep an event whose first try failed; it is tried again later."""
    logger.warning("event_parked", tries=1, error=failure)
    next_try_at = BACKOFF.next_try(1, transaction.at)
    _keep(transaction, record, record.envelope["id"], error=failure, tries=1, next_try_at=next_try_at)


def park_behind(transaction: Transaction, record: Record) -> None:
    """Keep an event that comes after a parked one of its case; it is due as soon as it is the first."""
    _keep(transaction, record, record.envelope["id"], error="", tries=0, next_try_at=transaction.at)


def set_unreadable_aside(transaction: Transaction, record: Record) -> None:
    """Keep a record that no release of ours wrote: only a person can say what to do about it."""
    logger.error("record_unreadable", position=record.position)
    _keep(transaction, record, record.position, error=UNREADABLE, tries=1, holds=False)


def settle(session: Session, event_id: str, *, how: str, by: str, at: datetime, reason: str = "") -> None:
    """A parked event has been handled, or dropped for a reason."""
    settled = {"settled_at": at, "settled_how": how, "settled_by": by, "reason": reason, "next_try_at": None}
    session.execute(update(dead_letter).where(dead_letter.c.event_id == event_id).values(settled))


def _keep(transaction: Transaction, record: Record, event_id: str, **how: Any) -> None:
    """A row that is there already stays: this is the same event, delivered again."""
    session = transaction.session
    row = {"event_id": event_id, "topic": record.topic, "key": key_of(record), "set_aside_at": transaction.at}
    kept = insert(dead_letter).values(row | how).on_conflict_do_nothing()
    if not isinstance(record.envelope, Mapping):
        session.execute(kept.values(envelope=_encoded(record)))
        return
    try:
        with session.begin_nested():
            session.execute(kept.values(envelope=record.envelope))
    except Exception as failure:  # null characters, half characters, endless numbers: JSON, but not jsonb
        if is_passing(failure):
            raise
        session.execute(kept.values(envelope=_encoded(record)))


def _encoded(record: Record) -> dict[str, str]:
    names = {name: record.envelope[name] for name in ("id", "type")} if is_readable(record) else {}
    return {**names, "data_base64": b64encode(json.dumps(record.envelope, default=repr).encode()).decode()}
