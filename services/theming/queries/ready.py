"""What has been made ready of the open statistics, and what the years' cases are like now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Text, cast, extract, func, literal, literal_column, or_, select, union_all

from services.theming.queries.data_version import year_version
from services.theming.queries.facts_known import themes_known
from services.theming.rules import OF_ANSWERS, rules_digest
from services.theming.tables import case_facts, ready_counts, ready_year
from shared.people import Permission, check
from shared.storage import Transaction

DAYS = {"reviewed": case_facts.c.reviewed_on, "notified": case_facts.c.notified_on}
_YEAR, _COUNTS = ready_year.c, ready_counts.c


class Year(NamedTuple):
    """A financial year on a basis. ``cases_are``: another text whenever its cases are not the same."""

    basis: str
    year: int
    cases_are: str


def rules() -> str:
    """Of this program: another makes nothing ready for it."""
    return rules_digest(*OF_ANSWERS)


def counts_ready(tx: Transaction, basis: str, year: int, dim: str) -> Mapping[str, Any] | None:
    """The year counted, if what was made ready is of the cases as they are now."""
    cases_are = year_version(tx, basis, year).year
    return tx.session.scalar(
        select(_COUNTS.counts).where(
            _COUNTS.rules == rules(),
            _COUNTS.basis == basis,
            _COUNTS.year == year,
            _COUNTS.dim == dim,
            _COUNTS.cases_are == cases_are,
        )
    )


def years_now(tx: Transaction) -> list[Year]:
    """Every year that has cases, on each basis, with what they are like: all facts and confirmed themes."""
    check(tx.person, Permission.VIEW_STATISTICS)
    whole_row = cast(literal_column("case_facts"), Text)
    themes = cast(themes_known(case_facts, None), Text)
    like = func.hashtextextended(whole_row + " " + themes, 0)
    cases = select(*(day.label(basis) for basis, day in DAYS.items()), like.label("like")).cte("cases")
    years = [_by_year(basis, cases.c[basis], cases.c.like) for basis in DAYS]
    rows = tx.session.execute(union_all(*years))
    return [Year(basis, year, f"{cases} like {like}") for basis, year, cases, like in rows]


def _by_year(basis: str, day: Any, like: Any) -> Any:
    year = cast(extract("year", day - literal_column("interval '3 months'")), Integer)
    wanted = select(literal(basis), year, func.count(), func.sum(like)).where(day.is_not(None))
    return wanted.group_by(year)


def looked_at(tx: Transaction, version: str) -> bool:
    """Whether it has been looked at what the years are like at this version of the data."""
    mine = select(_YEAR.year).where(_YEAR.rules == rules())
    none_of = ~mine.exists() | mine.where(_YEAR.data_version != version).exists()
    return not tx.session.scalar(select(none_of))


def years_noted(tx: Transaction, *, changed_before: datetime) -> Sequence[Year]:
    """Those that have stood still since: reviews first, and the newest years."""
    found = select(_YEAR.basis, _YEAR.year, _YEAR.cases_are).where(
        _YEAR.rules == rules(), _YEAR.changed_at <= changed_before
    )
    return [Year(*row) for row in tx.session.execute(found.order_by(_YEAR.basis.desc(), _YEAR.year.desc()))]


def made_or_begun(tx: Transaction, *, since: datetime) -> set[tuple[Year, str]]:
    """Years and dimensions that are ready, or that a process has begun to make ready ``since``."""
    ready = or_(_COUNTS.counts.is_not(None), _COUNTS.begun_at > since)
    found = select(_COUNTS.basis, _COUNTS.year, _COUNTS.cases_are, _COUNTS.dim).where(
        _COUNTS.rules == rules(), ready
    )
    return {(Year(basis, year, are), dim) for basis, year, are, dim in tx.session.execute(found)}


def years_of_anybody() -> Any:
    """Rules, basis and year of all that is noted, for a condition."""
    return select(_YEAR.rules, _YEAR.basis, _YEAR.year)
