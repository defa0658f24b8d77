"""Parked and settled events somebody may see: what they are, never what they say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from shared.errors import NotFound
from shared.messaging.dead_letters import first_of_its_case, holding, waiting
from shared.messaging.payload_shape import Shape, shape_of, words_for_type
from shared.messaging.trying import UNREADABLE
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.kernel_tables import dead_letter

PAGE = 50
_CASE = re.compile(r"[A-Z]{2,6}-\d{4}-\d{4,6}")
FAILURES = {
    UNREADABLE: "It has no id and type: this product did not write it",
    "ValidationError": "What it says does not fit the agreed form of this event",
    "IntegrityError": "It contradicts what is stored here",
    "DataError": "It holds something that the database does not take",
}
_later = dead_letter.alias()
_behind: ColumnElement[int] = (
    select(func.count())
    .where(
        dead_letter.c.holds,
        _later.c.holds,
        _later.c.settled_at.is_(None),
        _later.c.topic == dead_letter.c.topic,
        _later.c.key == dead_letter.c.key,
        _later.c.parked_as > dead_letter.c.parked_as,
    )
    .scalar_subquery()
    .label("behind")
)


@dataclass(frozen=True)
class ParkedEvent:
    """One event that was parked. ``number`` is its name on these pages; instants are UTC."""

    number: int
    kind: str
    case: str
    parked_at: datetime
    tries: int
    failure: str
    place: str
    next_try_at: datetime | None
    behind: int
    readable: bool
    settled_at: datetime | None
    settled_by: str
    settled_how: str
    reason: str
    shape: Shape


def parked_events(tx: Transaction, number: int) -> tuple[Sequence[ParkedEvent], int]:
    """One page (``number`` from 1) of the first events of each case, those that wait for a person on top;
    and how many there are. Raises NotPermitted."""
    check(tx.person, Permission.OPERATE)
    total = tx.session.scalar(select(func.count()).select_from(dead_letter).where(waiting, first_of_its_case))
    found = _events(waiting, first_of_its_case).order_by(
        dead_letter.c.next_try_at.is_not(None), dead_letter.c.parked_as
    )
    return _read(tx, found.limit(PAGE).offset((number - 1) * PAGE)), total or 0


def parked_event(tx: Transaction, number: int) -> ParkedEvent:
    """Raises NotPermitted, or NotFound if nothing was ever parked under this number."""
    check(tx.person, Permission.OPERATE)
    found = _read(tx, _events(dead_letter.c.parked_as == number))
    if not found:
        raise NotFound("There is no event with this number.")
    return found[0]


def events_behind(tx: Transaction, number: int) -> Sequence[ParkedEvent]:
    """The first PAGE events that wait behind this one, in order. Raises NotPermitted."""
    check(tx.person, Permission.OPERATE)
    same = select(_later.c.topic, _later.c.key).where(_later.c.parked_as == number, _later.c.holds).subquery()
    of_its_case = (dead_letter.c.topic == same.c.topic) & (dead_letter.c.key == same.c.key)
    found = _events(holding, of_its_case, dead_letter.c.parked_as > number)
    return _read(tx, found.order_by(dead_letter.c.parked_as).limit(PAGE))


def settled_events(tx: Transaction) -> Sequence[ParkedEvent]:
    """The last PAGE that were handled or dropped, newest first. Raises NotPermitted."""
    check(tx.person, Permission.OPERATE)
    newest = dead_letter.c.settled_at.desc(), dead_letter.c.parked_as.desc()
    return _read(tx, _events(dead_letter.c.settled_at.is_not(None)).order_by(*newest).limit(PAGE))


def waiting_for_a_person(tx: Transaction) -> int:
    """How many are not tried again until somebody says so. Raises NotPermitted."""
    check(tx.person, Permission.OPERATE)
    stuck = holding & (dead_letter.c.tries > 0) & dead_letter.c.next_try_at.is_(None)
    return tx.session.scalar(select(func.count()).select_from(dead_letter).where(stuck)) or 0


def _events(*which: ColumnElement[bool]) -> Select[Any]:
    return select(dead_letter, _behind).where(*which)


def _read(tx: Transaction, wanted: Select[Any]) -> list[ParkedEvent]:
    return [_parked(row) for row in tx.session.execute(wanted)]


def _parked(row: Any) -> ParkedEvent:
    failure, _, place = row.error.partition(" at ")
    return ParkedEvent(
        number=row.parked_as,
        kind=words_for_type(row.envelope.get("type")) if row.holds else "Unreadable record",
        case=row.key if row.holds and _CASE.fullmatch(row.key) else "",
        parked_at=row.set_aside_at,
        tries=row.tries,
        failure=FAILURES.get(failure, "Handling it failed") if failure else "",
        place=f"{failure} in {place}" if place else failure,
        next_try_at=row.next_try_at,
        behind=row.behind,
        readable=row.holds,
        settled_at=row.settled_at,
        settled_by=row.settled_by or "",
        settled_how=row.settled_how or "",
        reason=row.reason,
        shape=shape_of(row.envelope),
    )
