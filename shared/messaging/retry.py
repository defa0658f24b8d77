"""Parked events are tried again: the first of each case, when it is due."""

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, Select, or_, select, update
from sqlalchemy.orm import Session

from shared.messaging.backoff import BACKOFF, CHANCE, Backoff, Chance
from shared.messaging.dead_letters import HANDLED, first_of_its_case, settle, waiting
from shared.messaging.inbox import take_in, take_out
from shared.messaging.log import Record
from shared.messaging.observing import handling
from shared.messaging.trying import UNREADABLE, Handlers, failure_of, is_readable
from shared.people import SYSTEM
from shared.storage import Database, Transaction
from shared.storage.kernel_tables import dead_letter

logger = structlog.get_logger(__name__)


def retry_once(
    database: Database,
    handlers: Handlers,
    *,
    at: datetime,
    backoff: Backoff = BACKOFF,
    chance: Chance = CHANCE,
) -> bool:
    """Try the first parked event that is due; True if there was one. Any number may do this at once."""
    with database.session() as session, session.begin():
        letter = session.execute(_first_due(at, backoff)).one_or_none()
        if letter is None:
            return False
        transaction = database.joined(session, person=SYSTEM, at=at)
        record = Record(letter.topic, letter.key, letter.envelope, letter.event_id)
        with handling(record, consumer=transaction.service) as this:
            failure = _failure(transaction, record, handlers)
            if failure:
                this.outcome = "parked"
                _put_off(session, letter, failure, backoff.next_try(letter.tries + 1, at, chance))
            else:
                settle(session, letter.event_id, how=HANDLED, by=letter.asked_by or SYSTEM.name, at=at)
        return True


def _failure(transaction: Transaction, record: Record, handlers: Handlers) -> str:
    """Handle the event, unless its effect is there: another reader of its batch may have been luckier."""
    if not is_readable(record):
        return UNREADABLE
    if not take_in(transaction.session, [record.envelope], transaction.at):
        return ""
    failure = failure_of(transaction, record, handlers)
    if failure:
        take_out(transaction.session, record.envelope["id"])
    return failure


def _first_due(at: datetime, backoff: Backoff) -> Select[Any]:
    """The oldest event that is due and the first of its case, locked; locked ones are passed over."""
    due = or_(
        dead_letter.c.tries == 0,
        dead_letter.c.next_try_at <= at,
        # Further ahead than any wait: the clock has been set back since.
        dead_letter.c.next_try_at > at + backoff.longest,
    )
    found = select(dead_letter).where(waiting, due, first_of_its_case)
    return found.order_by(dead_letter.c.parked_as).limit(1).with_for_update(of=dead_letter, skip_locked=True)


def _put_off(session: Session, letter: Row[Any], failure: str, next_try_at: datetime | None) -> None:
    """Until its next try; or, after the last one, until a person decides."""
    tries = letter.tries + 1
    tell = logger.warning if next_try_at else logger.error
    tell("event_parked" if next_try_at else "event_set_aside", tries=tries, error=failure)
    failed = update(dead_letter).where(dead_letter.c.event_id == letter.event_id)
    session.execute(failed.values(tries=tries, error=failure, next_try_at=next_try_at, asked_by=""))
