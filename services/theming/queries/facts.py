"""Cases counted by their facts: as they are known now, or as they were known at an instant.

PostgreSQL does the grouping: what comes back is how many cases have the same values, not the cases.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Text, case, cast, extract, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from services.theming.domain.statistics.dimensions import (
    LAST_MONTHS,
    MONTHS_TO_REVIEW,
    NOT_RECORDED,
    financial_year,
    published_place,
)
from services.theming.domain.statistics.tree import AREAS
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.facts_known import Facts, facts_known, themes_known
from services.theming.queries.restrictions import open_cases
from shared.people import Permission, check
from shared.storage import Transaction

_DAYS = {"reviewed": "reviewed_on", "notified": "notified_on"}
_NONE = literal(NOT_RECORDED)


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
    values = [_COLUMNS[dim](facts, known_at).label(f"by {dim}") for dim in dims]
    keys = [month, facts.c.area, *values]
    found = select(*keys, func.count()).where(day.between(first_day, last_day)).group_by(*keys)
    return [
        CountedFacts(first, _area(area), _values(dims, given), cases)
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
    values = [_COLUMNS[dim](facts, known_at) for dim in dims]
    mine = open_cases(tx, facts.c.case_reference)
    found = select(facts.c.case_reference, day, facts.c.area, *values).where(
        day.between(first_day, last_day), mine
    )
    return [
        ListedCase(reference, on, _area(area), _values(dims, given))
        for reference, on, area, *given in tx.session.execute(found.order_by(day, facts.c.case_reference))
    ]


def _area(held: str | None) -> str:
    return held if held in AREAS else "Other"


def _values(dims: Sequence[str], given: Sequence[Any]) -> Mapping[str, frozenset[str]]:
    return {dim: _PUBLISHED.get(dim, _as_held)(value) for dim, value in zip(dims, given, strict=True)}


def _as_held(value: str | list[str]) -> frozenset[str]:
    return frozenset(value) if isinstance(value, list) else frozenset({value})


def _by(publish: Callable[[str], str]) -> Callable[[str], frozenset[str]]:
    return lambda value: frozenset({value if value == NOT_RECORDED else publish(value)})


def _themes(value: list[str]) -> frozenset[str]:
    return frozenset(value).intersection(load_codebook().themes)


def _groups(value: list[str]) -> frozenset[str]:
    themes = load_codebook().themes
    return frozenset(themes[theme].group for theme in value if theme in themes)


# What PostgreSQL gives for a dimension, in the words that are published.
_PUBLISHED: Mapping[str, Callable[[Any], frozenset[str]]] = {
    "place_of_death": _by(published_place),
    "year_of_death": _by(financial_year),
    "area": lambda value: frozenset({_area(value)}),
    "theme": _themes,
    "theme_group": _groups,
}

Column = Callable[[Facts, datetime | None], ColumnElement[Any]]


def _recorded(name: str) -> Column:
    return lambda facts, _: func.coalesce(cast(facts.c[name], Text), _NONE)


def _several(name: str) -> Column:
    def column(facts: Facts, _: datetime | None) -> ColumnElement[Any]:
        held = func.jsonb_array_elements_text(facts.c[name]).column_valued("held")
        return _list_or_not_recorded(facts.c[name], select(held).order_by(held))

    return column


def _list_or_not_recorded(column: ColumnElement[Any], values: Any) -> ColumnElement[Any]:
    return case(
        (column.is_(None), cast([NOT_RECORDED], ARRAY(Text))), else_=func.array(values.scalar_subquery())
    )


def _in_time(facts: Facts, _: datetime | None) -> ColumnElement[Any]:
    met = facts.c.clocks["next_working_day"].astext
    return case(
        (facts.c.notified_on.is_(None), _NONE),
        (met == "true", "in_time"),
        (met == "false", "late"),
        else_="cannot_be_judged",
    )


def _yes_or_no(name: str) -> Column:
    return lambda facts, _: case(
        (facts.c[name].is_(True), "yes"), (facts.c[name].is_(False), "no"), else_=_NONE
    )


def _factor_domains(facts: Facts, _: datetime | None) -> ColumnElement[Any]:
    factor = func.jsonb_array_elements(facts.c.factors).column_valued("factor")
    domain = factor.op("->>")("domain")
    modifiable = select(domain).where(factor.op("->>")("modifiable") == "yes").distinct().order_by(domain)
    return _list_or_not_recorded(facts.c.factors, modifiable)


def _months_to_review(facts: Facts, _: datetime | None) -> ColumnElement[Any]:
    """Whole calendar months from the month of death to that of the first completion."""
    died, on = facts.c.died_in, facts.c.reviewed_on
    year, month = cast(func.left(died, 4), Integer), cast(func.right(died, 2), Integer)
    months = (extract("year", on) - year) * 12 + extract("month", on) - month
    bands = [(months <= most, band) for band, most in LAST_MONTHS.items()]
    return case((months.is_(None) | (months < 0), _NONE), *bands, else_=MONTHS_TO_REVIEW[-1])


def _reviewed(facts: Facts, _: datetime | None) -> ColumnElement[Any]:
    return case((facts.c.reviewed_on.is_(None), "not_reviewed"), else_="reviewed")


_COLUMNS: Mapping[str, Column] = {
    **{name: _recorded(name) for name in (
        "category", "modifiability", "age_band", "sex", "ethnic_group", "place_of_death", "notifier_sector",
        "deprivation_quintile", "expected", "area",
    )},
    "theme": themes_known,
    "theme_group": themes_known,
    "supplementary_form": _several("supplementary_forms"),
    "modifiable_factor_domain": _factor_domains,
    "in_time": _in_time,
    "joint_agency_response": _yes_or_no("joint_agency_response"),
    "year_of_death": _recorded("died_in"),
    "months_to_review": _months_to_review,
    "reviewed": _reviewed,
}  # fmt: skip
