"""Scorecards as asked for: one period, and every half-year beside it."""

from dataclasses import dataclass
from datetime import date

from services.theming.domain.clients.client import EXACT, check_scope
from services.theming.domain.statistics.scorecard import (
    Scorecard,
    half_years_with_data,
    latest_complete,
    scorecard,
)
from services.theming.queries.counts import notified_cases, road_deaths_after_review
from shared.errors import Fault, Invalid, NotPermitted
from shared.people import Permission, Person, can
from shared.periods import Period, parse_period
from shared.storage import Transaction

INSTEAD = (
    "The scorecard has exact numbers, small ones too, for the office and the boards. Beside the protected "
    "statistics that you read it would give away the small numbers that these hide, and a child could be "
    "recognised. Statistics has the same: choose “Notified in time” for timeliness, and themes for deaths "
    "on the road."
)


@dataclass(frozen=True)
class Scorecards:
    chosen: Scorecard
    half_years: tuple[Scorecard, ...]


def check_may_see_scorecard(person: Person) -> None:
    """Raises NotPermitted, which tells somebody who reads protected statistics why, and where to look."""
    alone = person.limited_to is None and can(person, Permission.VIEW_STATISTICS)
    if alone and not can(person, Permission.VIEW_SCORECARD):
        raise NotPermitted(INSTEAD)
    check_scope(person, EXACT)


def scorecards(tx: Transaction, *, period: str, today: date) -> Scorecards:
    """The scorecard of ``period`` (by default the latest complete half-year with data) and of every one.

    Raises NotPermitted, and Invalid if the period is not understood.
    """
    check_may_see_scorecard(tx.person)
    cases, road = notified_cases(tx), road_deaths_after_review(tx)
    half_years = half_years_with_data(cases)
    asked = _half_year_or_year(period) if period else latest_complete(half_years, today=today)
    tx.audit("read_scorecard", reading=True, detail={"period": asked.name})
    every = tuple(scorecard(each, cases, road, today=today) for each in half_years)
    return Scorecards(scorecard(asked, cases, road, today=today), every)


def _half_year_or_year(name: str) -> Period:
    """Counts of a scorecard are exact, so it has no quarters: the published tables suppress small ones."""
    asked = parse_period(name)
    if asked.kind == "Q":
        raise Invalid([Fault("period", "The scorecard is for half-years, for example 2025-26-H1, or years")])
    return asked
