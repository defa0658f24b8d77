"""The scorecard of a half-year: deaths notified, how many of them in time, how many on the road."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shared.indicators import Timeliness, timeliness_of
from shared.periods import Period, period_of

ROAD_AREA_LABEL = "LLR reporting only"
FREQUENCIES = {"Q": "Quarter", "H": "Half Year", "Y": "Year"}


@dataclass(frozen=True)
class NotifiedCase:
    """``met``: notified by the next working day, late, or (None) it cannot be judged."""

    notified_on: date
    met: bool | None
    on_the_road: bool


@dataclass(frozen=True)
class Scorecard:
    """``road_at_notification`` is of the period's notifications, ``road_after_review`` of its reviews."""

    period: Period
    complete: bool
    timeliness: Timeliness
    road_at_notification: int
    road_after_review: int

    @property
    def frequency(self) -> str:
        return FREQUENCIES[self.period.kind]


def scorecard(
    period: Period, cases: Iterable[NotifiedCase], reviewed_road_deaths: Iterable[date], *, today: date
) -> Scorecard:
    """The figures of one period; never annualised."""
    within = [case for case in cases if period_of(case.notified_on, period.kind) == period]
    return Scorecard(
        period=period,
        complete=period.complete_on(today),
        timeliness=timeliness_of([case.met for case in within]),
        road_at_notification=sum(case.on_the_road for case in within),
        road_after_review=sum(period_of(day, period.kind) == period for day in reviewed_road_deaths),
    )


def half_years_with_data(cases: Iterable[NotifiedCase]) -> list[Period]:
    """Every half-year in which a death was notified, the latest first."""
    return sorted({period_of(case.notified_on, "H") for case in cases}, reverse=True)


def latest_complete(periods: Sequence[Period], *, today: date) -> Period:
    """The latest complete half-year with data; failing that the latest with data, or the current one."""
    complete = [period for period in periods if period.complete_on(today)]
    return next(iter([*complete, *periods]), period_of(today, "H"))
