"""The indicators of the board report, as a table: each counts something out of something, for each area.

Source: the board's report shape (exceptions first; period, area, numerator, denominator, missing) and the
panel's terms of reference. Ages count from the notification: the day of a death is not known to this service.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.action_policy import months_after
from services.panel.domain.reports.as_of import CaseRecord, Place
from shared.periods import Period


@dataclass(frozen=True)
class CompletedReview:
    """A review as it stood at the end of the period: what a report reads of it."""

    case: CaseRecord
    completed_on: date
    modifiability: str
    category: int | None


@dataclass(frozen=True)
class AreaFigures:
    """What is known of one part of the area on day ``on``, the last of the period or that of the report."""

    period: Period
    on: date
    cases: Sequence[CaseRecord]
    completed: Sequence[CompletedReview]
    actions: Sequence[LoggedAction]

    @property
    def notified(self) -> list[CaseRecord]:
        return [one for one in self.cases if self.period.starts_on <= one.notified_on <= self.on]

    @property
    def open(self) -> list[CaseRecord]:
        return [one for one in self.cases if one.open_on(self.on)]

    @property
    def agreed(self) -> list[LoggedAction]:
        return [one for one in self.actions if self.period.starts_on <= one.agreed_on <= self.on]

    @property
    def unsettled(self) -> list[LoggedAction]:
        return [one for one in self.actions if one.feedback_due_on is not None]


@dataclass(frozen=True)
class Count:
    """``met`` of ``of``; ``missing`` of them cannot be judged and are neither met nor not."""

    met: int
    of: int
    missing: int = 0

    @property
    def not_met(self) -> int:
        return self.of - self.met - self.missing


@dataclass(frozen=True)
class Indicator:
    """``of``: what it is counted out of, the name of a base; "" where it is a number and no share.

    ``exception``: whether a board should look at it first, if there is any.
    """

    id: str
    label: str
    of: str
    counts: Callable[[AreaFigures], Count]
    exception: bool = False


BASES: dict[str, str] = {
    "completed": "reviews completed in the period",
    "open": "cases open at the end",
    "agreed": "actions agreed in the period",
    "unsettled": "actions not done at the end",
}


def _within(months: int) -> Callable[[AreaFigures], Count]:
    return lambda area: Count(
        sum(one.completed_on <= months_after(one.case.notified_on, months) for one in area.completed),
        len(area.completed),
    )


def _in_place(place: Place) -> Callable[[AreaFigures], Count]:
    return lambda area: Count(sum(one.place_on(area.on) is place for one in area.open), len(area.open))


def _modifiable(area: AreaFigures) -> Count:
    said = [one.modifiability for one in area.completed]
    unclear = sum(one not in ("modifiable", "none") for one in said)
    return Count(said.count("modifiable"), len(said), unclear)


def _overdue(area: AreaFigures) -> Count:
    return Count(sum(one.overdue(area.on) for one in area.unsettled), len(area.unsettled))


INDICATORS: tuple[Indicator, ...] = (
    Indicator("overdue", "Actions overdue without feedback", "unsettled", _overdue, True),
    Indicator("not_told", "Actions whose owner has not been told", "agreed",
              lambda area: Count(sum(one.told_on is None for one in area.agreed), len(area.agreed)), True),
    Indicator("open_over_a_year", "Cases open for more than 12 months", "open",
              lambda area: Count(sum(months_after(one.notified_on, 12) < area.on for one in area.open),
                                 len(area.open)), True),
    Indicator("notified", "Deaths notified in the period", "",
              lambda area: Count(len(area.notified), len(area.notified))),
    Indicator("reviewed", "Reviews completed in the period", "",
              lambda area: Count(len(area.completed), len(area.completed))),
    Indicator("within_6", "Completed within 6 months of notification", "completed", _within(6)),
    Indicator("within_12", "Completed within 12 months of notification", "completed", _within(12)),
    Indicator("modifiable", "With modifiable factors identified", "completed", _modifiable),
    Indicator("ready", "Open: ready, not scheduled", "open", _in_place(Place.READY)),
    Indicator("on_hold", "Open: on hold", "open", _in_place(Place.ON_HOLD)),
    Indicator("waiting", "Open: waiting for information", "open", _in_place(Place.WAITING)),
    Indicator("listed", "Open: on an agenda, or not signed off", "open", _in_place(Place.LISTED)),
    Indicator("agreed", "Actions agreed in the period", "",
              lambda area: Count(len(area.agreed), len(area.agreed))),
)  # fmt: skip
