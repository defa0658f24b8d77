"""Unusual reading as the auditor sees it: what was found, and what was said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from shared.auditing.reading.review import SETTLING, is_overdue
from shared.auditing.reading.tables import reading_day, unusual_reading, unusual_reading_review
from shared.auditing.reading.unusual import LABELS, MEANS, OVERDUE_AFTER
from shared.people import Permission, check
from shared.storage import Transaction

PAGE = 50
SHOWN = {"open": "Not settled", "overdue": "Overdue", "settled": "Settled", "all": "All"}
_FOUND, _SAID = unusual_reading.c, unusual_reading_review.c


@dataclass(frozen=True)
class Finding:
    """One finding, with the latest answer; ``case`` None: it is about a day."""

    id: UUID
    rule: str
    person_id: str
    person_name: str
    case: str | None
    on: date
    number: int
    usual: int | None
    found_at: datetime
    answer: str | None
    overdue: bool

    @property
    def label(self) -> str:
        return LABELS.get(self.rule, self.rule)

    @property
    def means(self) -> str:
        return MEANS.get(self.rule, "")


def findings(
    tx: Transaction, shown: str = "open", rule: str = "", person: str = "", before: UUID | None = None
) -> tuple[list[Finding], bool]:
    """One page of findings, the latest first from ``before`` on; whether there are older ones."""
    check(tx.person, Permission.VIEW_AUDIT)
    wanted = _with_answers()
    for column, value in ((_FOUND.rule, rule), (_FOUND.person_id, person)):
        wanted = wanted.where(column == value) if value else wanted
    if before is not None:
        earlier = select(unusual_reading.c.id).where(_FOUND.public_id == before)
        wanted = wanted.where(_FOUND.id < earlier.scalar_subquery())
    wanted = wanted.where(*_that_are(shown, tx.at))
    rows = tx.session.execute(wanted.order_by(_FOUND.id.desc()).limit(PAGE + 1)).all()
    return [_finding(row, tx.at) for row in rows[:PAGE]], len(rows) > PAGE


def finding_of(tx: Transaction, id_: UUID) -> Finding | None:
    """One finding that is open to who looks."""
    check(tx.person, Permission.VIEW_AUDIT)
    row = tx.session.execute(_with_answers().where(_FOUND.public_id == id_)).one_or_none()
    return _finding(row, tx.at) if row else None


def number_of(tx: Transaction, id_: UUID) -> int | None:
    """The row's own number, by which a review is kept; it stands in no address."""
    check(tx.person, Permission.VIEW_AUDIT)
    return tx.session.scalar(select(_FOUND.id).where(_FOUND.public_id == id_))


def reviews_of(tx: Transaction, id_: UUID) -> Sequence[Any]:
    """What was said of a finding, in the order in which it was said."""
    check(tx.person, Permission.VIEW_AUDIT)
    found = select(_FOUND.id).where(_FOUND.public_id == id_).scalar_subquery()
    wanted = select(unusual_reading_review).where(_SAID.finding_id == found)
    return tx.session.execute(wanted.order_by(_SAID.id)).all()


def counts(tx: Transaction) -> dict[str, int]:
    """How many findings are shown as what."""
    check(tx.person, Permission.VIEW_AUDIT)
    return {shown: _counted(tx, shown) for shown in SHOWN}


def _counted(tx: Transaction, shown: str) -> int:
    found = _with_answers().where(*_that_are(shown, tx.at)).subquery()
    return tx.session.scalar(select(func.count()).select_from(found)) or 0


def readers_found(tx: Transaction) -> list[tuple[str, str]]:
    """Everybody of whom something was found, as (id, name)."""
    check(tx.person, Permission.VIEW_AUDIT)
    columns = _FOUND.person_id, func.max(_FOUND.person_name)
    rows = tx.session.execute(select(*columns).group_by(_FOUND.person_id).order_by(columns[1]))
    return [(row[0], row[1]) for row in rows]


def looked_at_until(tx: Transaction) -> date | None:
    """The last day that was looked at."""
    check(tx.person, Permission.VIEW_AUDIT)
    return tx.session.scalar(select(func.max(reading_day.c.on_day)))


def _latest() -> Any:
    latest = select(_SAID.answer).where(_SAID.finding_id == _FOUND.id).order_by(_SAID.id.desc()).limit(1)
    return latest.correlate(unusual_reading).scalar_subquery()


def _with_answers() -> Select[Any]:
    return select(unusual_reading, _latest().label("answer"))


def _that_are(shown: str, at: datetime) -> list[ColumnElement[bool]]:
    is_open = or_(_latest().is_(None), _latest().not_in(SETTLING))
    if shown == "settled":
        return [_latest().in_(SETTLING)]
    if shown == "overdue":
        return [is_open, _FOUND.found_at <= at - timedelta(days=OVERDUE_AFTER)]
    return [] if shown == "all" else [is_open]


def _finding(row: Any, now: datetime) -> Finding:
    overdue = is_overdue(found_at=row.found_at, answer=row.answer, now=now)
    return Finding(
        row.public_id,
        row.rule,
        row.person_id,
        row.person_name,
        row.case_reference,
        row.on_day,
        row.number,
        row.usual,
        row.found_at,
        row.answer,
        overdue,
    )
