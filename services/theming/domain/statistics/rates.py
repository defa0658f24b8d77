"""Rates of deaths, from counts as they are published: no rate says more than the count beside it.

After the Office for National Statistics: no rate of fewer than three deaths; of fewer than twenty it is
marked "u", unreliable; ":" is written where no rate is shown. Intervals are exact (Garwood 1936).
"""

from dataclasses import dataclass

from services.theming.domain.statistics.chance import poisson_interval
from services.theming.domain.statistics.shares import number
from services.theming.domain.statistics.table_rules import TableRules
from shared.disclosure.cells import Cell, Missing, Suppressed


@dataclass(frozen=True)
class Denominator:
    """Among how many, over the whole period; ``per`` is 100,000 children, or 1,000 live births."""

    people: float
    per: int


@dataclass(frozen=True)
class Rate:
    """Deaths ``per`` so many people and year, with its 95% interval."""

    value: float
    low: float
    high: float
    per: int
    unreliable: bool


@dataclass(frozen=True)
class NotShown:
    """Too few deaths, or nothing to divide by."""


RateCell = Rate | NotShown | Suppressed | Missing


def rate_of(deaths: Cell, among: Denominator | None, rules: TableRules) -> RateCell:
    """The rate of a published count; suppressed with its count."""
    if isinstance(deaths, Suppressed | Missing):
        return deaths
    count = number(deaths) or 0
    if among is None or among.people <= 0 or count < rules.least_for_a_rate:
        return NotShown()
    each = among.per / among.people
    low, high = poisson_interval(count)
    return Rate(count * each, low * each, high * each, among.per, count < rules.unreliable_below)


def as_text(rate: RateCell) -> str:
    """``34.2 (24.1 to 47.1)``, with ``u`` where it is unreliable; ``*`` suppressed, ``:`` not shown."""
    match rate:
        case Rate(value, low, high, _, unreliable):
            return f"{value:.1f} ({low:.1f} to {high:.1f})" + (" u" if unreliable else "")
        case Suppressed():
            return "*"
        case _:
            return ":"


def as_json(rate: RateCell) -> dict[str, object]:
    """Rounded to a tenth, with the interval and what it is per; or why there is none."""
    match rate:
        case Rate(value, low, high, per, unreliable):
            interval = {"low": round(low, 1), "high": round(high, 1)}
            return {"rate": round(value, 1), **interval, "per": per, "unreliable": unreliable}
        case Suppressed():
            return {"suppressed": True}
        case NotShown():
            return {"not_shown": True}
        case _:
            return {"missing": True}
