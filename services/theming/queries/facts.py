"""Cases counted by their facts: as they are known now, or as they were known at an instant.

PostgreSQL does the grouping: what comes back is how many cases have the same values, not the cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, cast, func, select

from services.theming.queries.fact_columns import published_area, published_values, value_of
from services.theming.queries.facts_known import facts_known
from services.theming.queries.restrictions import open_cases
from shared.people import Permission, check
from shared.storage import Transaction

_DAYS = {"reviewed": "reviewed_on", "notified": "notified_on"}


@dataclass(frozen=True)
class CountedFacts:
    """So many ``cases`` of one area and month with the same values. ``day``: the first of the month that
    places them. A dimension that overlaps has several values, or none; not recorded is a value.
    """

    day: date
    area: str
    values: Mapping[str, frozenset[str]]
    cases: int = 1


@dataclass(frozen=True)
class ListedCase:
    """One case as it is counted, for those who work with cases."""

    case_reference: str
    day: date
    area: str
    values: Mapping[str, frozenset[str]]


def cases_counted(
    tx: Transaction,
    *,
    basis: str,
    dims: Sequence[str],
    first_day: date,
    last_day: date,
    known_at: datetime | None = None,
) -> list[CountedFacts]:
    """Cases that ``basis`` ("reviewed", "notified") places from ``first_day`` to ``last_day``.

    ``dims``: names of ``domain/statistics/dimensions.py``. ``known_at``: what was known at that instant; None
    is now. Restricted cases are counted. Raises NotPermitted.
    """
    check(tx.person, Permission.VIEW_STATISTICS)
    facts = facts_known(basis, known_at)
    day = facts.c[_DAYS[basis]]
    month = cast(func.date_trunc("month", day), Date).label("month")
    values = [value_of(dim, facts, known_at).label(f"by {dim}") for dim in dims]
    keys = [month, facts.c.area, *values]
    found = select(*keys, func.count()).where(day.between(first_day, last_day)).group_by(*keys)
    return [
        CountedFacts(first, published_area(area), published_values(dims, given), cases)
        for first, area, *given, cases in tx.session.execute(found)
    ]


def cases_listed(
    tx: Transaction,
    *,
    basis: str,
    dims: Sequence[str],
    first_day: date,
    last_day: date,
    known_at: datetime | None = None,
) -> list[ListedCase]:
    """The cases behind ``cases_counted``, each with its own day; those restricted to others are left out."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    facts = facts_known(basis, known_at)
    day = facts.c[_DAYS[basis]]
    values = [value_of(dim, facts, known_at) for dim in dims]
    mine = open_cases(tx, facts.c.case_reference)
    found = select(facts.c.case_reference, day, facts.c.area, *values).where(
        day.between(first_day, last_day), mine
    )
    return [
        ListedCase(reference, on, published_area(area), published_values(dims, given))
        for reference, on, area, *given in tx.session.execute(found.order_by(day, facts.c.case_reference))
    ]
