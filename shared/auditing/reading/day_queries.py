"""What the rules about unusual reading ask of the audit, for the system alone."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, func, not_, or_, select, tuple_

from shared.auditing.reading.asked import asked_of
from shared.auditing.reading.tables import audit_reader, reading_day, unusual_reading
from shared.auditing.reading.unusual import HISTORY_DAYS, ONCE_FOR_A_CASE, Reader, Reading
from shared.auditing.reading.words import OPENED_PAGE, SHARED, names_of_kind, words_in
from shared.people import NOBODYS_IDS
from shared.storage import Transaction
from shared.storage.case_scope import scope_of
from shared.storage.kernel_tables import audit_entry

_ENTRY = audit_entry.c
_LOCAL = func.timezone("Europe/London", _ENTRY.at)
_HOUR = func.date_trunc("hour", _LOCAL).label("hour")
_DAY = cast(_LOCAL, Date).label("on")
_OF_THE_AUDIT = sorted(names_of_kind(words_in(SHARED), ["audit"]))
#: Ids of who comes by a link that opens one thing, and of programs with a key.
_NOBODYS = ("%-with-%link", "client:%")


def readings_of(tx: Transaction, on: date) -> list[Reading]:
    """What people read of cases on a day, by hour; the audit's own pages and links do not count."""
    columns = (_ENTRY.person_id, func.max(_ENTRY.person_name), _ENTRY.case_reference, _HOUR, func.count())
    wanted = select(*columns).where(*_within(on, on), *_counts())
    rows = tx.session.execute(wanted.group_by(_ENTRY.person_id, _ENTRY.case_reference, _HOUR))
    return [Reading(*row) for row in rows]


def usual_before(
    tx: Transaction, on: date, people: Collection[str], but: Collection[str]
) -> dict[str, list[int]]:
    """Of how many different cases each person read on each earlier day, without the cases ``but``.

    Of everybody, as the role's usual day is asked for too; nobody's where nobody reads much (``people``).
    """
    if not people:
        return {}
    cases = func.count(_ENTRY.case_reference.distinct())
    span = _within(on - timedelta(days=HISTORY_DAYS), on - timedelta(days=1))
    wanted = select(_ENTRY.person_id, _DAY, cases).where(*span, *_counts())
    if but:
        wanted = wanted.where(_ENTRY.case_reference.not_in(but))
    found: dict[str, list[int]] = {}
    for person, _, number in tx.session.execute(wanted.group_by(_ENTRY.person_id, _DAY)):
        found.setdefault(person, []).append(number)
    return found


def changed_by(tx: Transaction, readings: Iterable[Reading]) -> set[tuple[str, str]]:
    """(person, case) of these readings where the person has ever changed something."""
    pairs = sorted({(each.person_id, each.case) for each in readings})
    if not pairs:
        return set()
    of = tuple_(_ENTRY.person_id, _ENTRY.case_reference)
    wanted = select(_ENTRY.person_id, _ENTRY.case_reference).distinct()
    rows = tx.session.execute(wanted.where(of.in_(pairs), ~_ENTRY.reading))
    return {(row[0], row[1]) for row in rows}


def readers_known(tx: Transaction) -> dict[str, Reader]:
    """Every reader, with all roles and organisations they were seen with."""
    found: dict[str, Reader] = {}
    for row in tx.session.execute(select(audit_reader)):
        before = found.get(row.person_id, Reader())
        roles = before.roles | frozenset(filter(None, row.roles.split(",")))
        organisations = before.organisations | frozenset(filter(None, [row.organisation]))
        found[row.person_id] = Reader(roles, organisations)
    return found


def restricted_now(tx: Transaction) -> set[str]:
    """The cases that are open to people named only."""
    scope = scope_of(tx.service)
    if scope is None:
        return set()
    held = scope.metadata.tables["case_restriction"]
    found = set(tx.session.scalars(select(held.c.case_reference).where(held.c.lifted_at.is_(None))))
    along = tx.session.execute(scope.along(sorted(found))) if scope.along and found else ()
    return found | {row[0] for row in along}


def found_before(tx: Transaction, people: Collection[str]) -> set[tuple[str, str, str | None]]:
    """(rule, person, case) of what was found of these people, of rules that find once for a case."""
    found = unusual_reading.c
    wanted = select(found.rule, found.person_id, found.case_reference)
    rows = tx.session.execute(wanted.where(found.rule.in_(ONCE_FOR_A_CASE), found.person_id.in_(people)))
    return {(row[0], row[1], row[2]) for row in rows}


def last_day_looked_at(tx: Transaction) -> date | None:
    return tx.session.scalar(select(func.max(reading_day.c.on_day)))


def first_reading_at(tx: Transaction, since: datetime) -> datetime | None:
    """The first reading of a case from an instant on."""
    wanted = select(func.min(_ENTRY.at)).where(_ENTRY.at >= since, _ENTRY.reading)
    return tx.session.scalar(wanted)


def _within(first: date, last: date) -> list[ColumnElement[bool]]:
    asked = asked_of({"from": first.isoformat(), "until": last.isoformat()})
    return [_ENTRY.at >= asked.begins, _ENTRY.at < asked.ends]


def _counts() -> list[Any]:
    of_audit = or_(
        _ENTRY.action.in_(_OF_THE_AUDIT),
        (_ENTRY.action == OPENED_PAGE) & _ENTRY.subject.in_(_OF_THE_AUDIT),
    )
    return [
        _ENTRY.reading,
        _ENTRY.case_reference.is_not(None),
        _ENTRY.person_id.not_in(sorted(NOBODYS_IDS)),
        *(_ENTRY.person_id.not_like(form) for form in _NOBODYS),
        not_(of_audit),
    ]
