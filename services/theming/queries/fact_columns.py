"""What PostgreSQL makes of the facts of a case for each dimension of the statistics."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, case, cast, extract, func, literal, select
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
from services.theming.queries.facts_known import Facts, themes_known

_NONE = literal(NOT_RECORDED)
Values = tuple[str, ...]


def value_of(dim: str, facts: Facts, known_at: datetime | None) -> ColumnElement[Any]:
    """What the facts say of a dimension: one text, or an array where a case can have several values."""
    return _COLUMNS[dim](facts, known_at)


def published_area(held: str | None) -> str:
    """An authority of the panel's area, or "Other"."""
    return held if held in AREAS else "Other"


def published_values(dims: Sequence[str], given: Sequence[Any]) -> Mapping[str, frozenset[str]]:
    """The values of each dimension, in the words that are published."""
    return {dim: _published(dim, _held(value)) for dim, value in zip(dims, given, strict=True)}


def _held(value: str | list[str]) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


@lru_cache(maxsize=50_000)
def _published(dim: str, held: tuple[str, ...]) -> frozenset[str]:
    """One set for all rows that say the same: a count has thousands of rows, and few sets."""
    return _PUBLISHED.get(dim, frozenset)(held)


def _by(publish: Callable[[str], str]) -> Callable[[Values], frozenset[str]]:
    return lambda held: frozenset(value if value == NOT_RECORDED else publish(value) for value in held)


def _themes(held: Values) -> frozenset[str]:
    return frozenset(held).intersection(load_codebook().themes)


def _groups(held: Values) -> frozenset[str]:
    themes = load_codebook().themes
    return frozenset(themes[theme].group for theme in held if theme in themes)


# What PostgreSQL gives for a dimension, in the words that are published.
_PUBLISHED: Mapping[str, Callable[[Values], frozenset[str]]] = {
    "place_of_death": _by(published_place),
    "year_of_death": _by(financial_year),
    "area": lambda held: frozenset(map(published_area, held)),
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
