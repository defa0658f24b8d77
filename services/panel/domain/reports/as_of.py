"""Cases as they stood on a day, from their history: a period that is over gives the same answer for ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.panel.domain.cases.case_status import CLOSED, CaseStatus
from services.panel.domain.cases.holds import Hold, days_on_hold

_DISCUSSED = frozenset({CaseStatus.LISTED, CaseStatus.REVIEWED})
_READY = frozenset({CaseStatus.READY_FOR_PANEL, CaseStatus.DEFERRED})


class Place(StrEnum):
    """Where an open case waits. Each open case is in one place only, so that the figures join."""

    READY = "ready"
    ON_HOLD = "on_hold"
    WAITING = "waiting"
    LISTED = "listed"


PLACE_LABELS: dict[Place, str] = {
    Place.READY: "Ready, not scheduled",
    Place.ON_HOLD: "On hold",
    Place.WAITING: "Waiting for information",
    Place.LISTED: "On an agenda, or discussed and not signed off",
}


@dataclass(frozen=True)
class CaseRecord:
    """What reports read of a case, and no text. ``changes``: the London day of each step, the new status."""

    reference: str
    area: str
    notified_on: date
    changes: tuple[tuple[date, CaseStatus], ...] = ()
    holds: tuple[Hold, ...] = ()

    def known_on(self, day: date) -> bool:
        return self.notified_on <= day

    def status_on(self, day: date) -> CaseStatus:
        """The status at the end of a day."""
        return next((status for on, status in reversed(self.changes) if on <= day), CaseStatus.NOTIFIED)

    def held_on(self, day: date) -> bool:
        """Whether a hold was open at the end of a day."""
        return any(one.placed_on <= day and (not one.lifted_on or one.lifted_on > day) for one in self.holds)

    def open_on(self, day: date) -> bool:
        return self.known_on(day) and self.status_on(day) not in CLOSED

    def place_on(self, day: date) -> Place | None:
        """Where the case waited at the end of a day; None where it was closed, or not notified yet."""
        if not self.open_on(day):
            return None
        if self.held_on(day):
            return Place.ON_HOLD
        status = self.status_on(day)
        if status in _DISCUSSED:
            return Place.LISTED
        return Place.READY if status in _READY else Place.WAITING

    def age_on(self, day: date) -> int:
        """Days from notification to a day on which the case is open."""
        return (day - self.notified_on).days

    def net_age_on(self, day: date) -> int:
        """``age_on`` without the days on which at least one hold was open."""
        return self.age_on(day) - days_on_hold(self.holds, self.notified_on, day)


@dataclass(frozen=True)
class Backlog:
    """The open cases in one place; ages in days, None where there is none."""

    place: Place
    cases: int
    median_age: int | None
    median_net_age: int | None
    oldest_age: int | None
    oldest_net_age: int | None


def backlog_on(records: Iterable[CaseRecord], day: date) -> list[Backlog]:
    """The backlog at the end of a day, a line for each place; their cases add up to all that are open."""
    by_place: dict[Place, list[CaseRecord]] = {place: [] for place in Place}
    for one in records:
        if place := one.place_on(day):
            by_place[place].append(one)
    return [_line(place, some, day) for place, some in by_place.items()]


def _line(place: Place, some: list[CaseRecord], day: date) -> Backlog:
    ages = sorted(one.age_on(day) for one in some)
    net = sorted(one.net_age_on(day) for one in some)
    if not some:
        return Backlog(place, 0, None, None, None, None)
    return Backlog(place, len(some), _median(ages), _median(net), ages[-1], net[-1])


def _median(ordered: list[int]) -> int:
    """The middle one; of an even number the mean of both, halves upwards."""
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle] + 1) // 2
