"""Who read what, for the auditor: reads of the audit, each starting from who is looking.

What is closed to who looks is left out by ``shared/storage/case_scope.py``, as everywhere: an auditor who is
not named sees no entry of a restricted case, not even in a count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH

from shared.auditing.reading.asked import LISTS, READS, Asked
from shared.auditing.reading.words import OPENED_PAGE
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.kernel_tables import audit_entry
from shared.storage.told_changes import stands_alone

PAGE = 20
MOST_IN_FILE = 20_000
_ENTRY = audit_entry.c
_COLUMNS = [column for column in _ENTRY if column.name != "mark"]
_NEWEST_FIRST = (_ENTRY.at.desc(), _ENTRY.id.desc())
_ON = cast(func.timezone("Europe/London", _ENTRY.at), Date).label("on")
_NAME = case((_ENTRY.action == OPENED_PAGE, _ENTRY.subject), else_="").label("subject")
#: Any value in the detail, at any depth, that is exactly this reference.
_NAMES_IT = cast(literal("$.** ? (@ == $reference)", literal_execute=True), JSONPATH)


@dataclass(frozen=True)
class Share:
    """How much of a case's entries are one person's."""

    person_id: str
    person_name: str
    reads: int
    changes: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class DayCount:
    """How often somebody read one thing, or changed something, on one day (London)."""

    on: date
    action: str
    subject: str
    of_case: bool
    reading: bool
    number: int


def entries_found(tx: Transaction, asked: Asked, most: int = PAGE) -> tuple[Sequence[Any], bool]:
    """At most ``most`` entries, newest first from ``asked.before`` on; whether there are older ones."""
    check(tx.person, Permission.VIEW_AUDIT)
    if asked.what == LISTS:
        return _newest(tx, select(*_COLUMNS).where(*_lists_that_showed(asked)), asked, most)
    wanted = select(*_COLUMNS).where(*_matching(asked), _ENTRY.reading.is_(asked.what == READS))
    return _newest(tx, wanted, asked, most)


def _lists_that_showed(asked: Asked) -> list[ColumnElement[bool]]:
    """Lists and searches that say that they showed the case."""
    reference = func.jsonb_build_object("reference", asked.case)
    said = func.jsonb_path_exists(_ENTRY.detail, _NAMES_IT, cast(reference, JSONB))
    return [*_matching(asked, with_case=False), _ENTRY.reading, _ENTRY.case_reference.is_(None), said]


def shares_of_case(tx: Transaction, asked: Asked) -> list[Share]:
    """Who has entries about the case within the days asked for, the busiest reader first."""
    check(tx.person, Permission.VIEW_AUDIT)
    reads = func.count().filter(_ENTRY.reading)
    wanted = select(
        _ENTRY.person_id,
        func.max(_ENTRY.person_name),
        reads,
        func.count().filter(~_ENTRY.reading),
        func.min(_ENTRY.at),
        func.max(_ENTRY.at),
    ).where(*_matching(asked, with_person=False))
    rows = tx.session.execute(wanted.group_by(_ENTRY.person_id).order_by(reads.desc(), _ENTRY.person_id))
    return [Share(*row) for row in rows]


def counts_of_person(tx: Transaction, asked: Asked) -> list[DayCount]:
    """What somebody read and changed on each of the days asked for, the latest day first."""
    check(tx.person, Permission.VIEW_AUDIT)
    of_case = _ENTRY.case_reference.is_not(None).label("of_case")
    by = (_ON, _ENTRY.action, _NAME, of_case, _ENTRY.reading)
    wanted = select(*by, func.count()).where(*_matching(asked, with_case=False))
    rows = tx.session.execute(wanted.group_by(*by).order_by(_ON.desc()))
    return [DayCount(*row) for row in rows]


def cases_read_by_day(tx: Transaction, asked: Asked) -> dict[date, int]:
    """Of how many different cases somebody read something, by day (London)."""
    check(tx.person, Permission.VIEW_AUDIT)
    cases = func.count(_ENTRY.case_reference.distinct())
    wanted = select(_ON, cases).where(*_matching(asked, with_case=False), _ENTRY.reading)
    return {row[0]: row[1] for row in tx.session.execute(wanted.group_by(_ON))}


def people_in_audit(tx: Transaction) -> Sequence[tuple[str, str]]:
    """Everybody who appears in this service's audit, as (id, name)."""
    check(tx.person, Permission.VIEW_AUDIT)
    columns = _ENTRY.person_id, func.max(_ENTRY.person_name)
    rows = tx.session.execute(select(*columns).group_by(_ENTRY.person_id).order_by(columns[1]))
    return [(row[0], row[1]) for row in rows]


def case_in_audit(tx: Transaction, reference: str) -> bool:
    """Whether there is an entry about this case that is open to who looks."""
    check(tx.person, Permission.VIEW_AUDIT)
    found = select(literal(1)).where(_ENTRY.case_reference == reference).limit(1)
    return tx.session.scalar(found) is not None


def known_in_audit(tx: Transaction, person: str) -> bool:
    """Whether there is an entry of somebody with this id."""
    check(tx.person, Permission.VIEW_AUDIT)
    found = select(literal(1)).where(_ENTRY.person_id == person).limit(1)
    return tx.session.scalar(found) is not None


def _newest(tx: Transaction, wanted: Select[Any], asked: Asked, most: int) -> tuple[Sequence[Any], bool]:
    if asked.before:
        wanted = wanted.where(_ENTRY.at <= asked.before.at)
    shown = asked.before.shown if asked.before else 0
    rows = tx.session.execute(wanted.order_by(*_NEWEST_FIRST).offset(shown).limit(most + 1)).all()
    return rows[:most], len(rows) > most


def _matching(asked: Asked, with_case: bool = True, with_person: bool = True) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool] | None] = [
        _ENTRY.case_reference == asked.case if asked.case and with_case else None,
        _ENTRY.person_id == asked.person if asked.person and with_person else None,
        _ENTRY.at >= asked.begins if asked.begins else None,
        _ENTRY.at < asked.ends if asked.ends else None,
        stands_alone(),
    ]
    return [each for each in found if each is not None]
