"""Which parallel process pauses which clock, and how days under several holds are counted: each day once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

VERSION = "2026.1"
SOURCE = "Panel policy, after Child death review guidance 2018: other investigations are not prejudiced"
_MEETING = "child_death_review_meeting"
_PANEL = frozenset({"panel_review", "whole_review_6_months", "whole_review_12_months"})
_ALL = _PANEL | {_MEETING}
# The perinatal review is itself the child death review meeting, so it does not pause the clock of that one.
PAUSES: Mapping[str, frozenset[str]] = {
    "inquest": _PANEL,
    "criminal_proceedings": _ALL,
    "safeguarding_practice_review": _PANEL,
    "perinatal_review": _PANEL,
    "maternity_investigation": _ALL,
    "patient_safety_investigation": _ALL,
    "results_awaited": _ALL,
    "other_panel": _PANEL,
}


@dataclass(frozen=True)
class Pause:
    """A time in which a process held the case up: from ``since`` to ``until``, or still (None)."""

    kind: str
    label: str
    since: date
    until: date | None
    placed_by: str = ""

    @property
    def in_words(self) -> str:
        """ "Inquest since 3 March 2026, recorded by Morgan Testerley"."""
        ended = f" to {_day(self.until)}" if self.until else ""
        by = f", recorded by {self.placed_by}" if self.placed_by else ""
        return f"{self.label} {'from' if self.until else 'since'} {_day(self.since)}{ended}{by}"


def concerning(clock_id: str, pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The pauses that stop this clock, the earliest first."""
    found = (pause for pause in pauses if clock_id in PAUSES.get(pause.kind, frozenset()))
    return tuple(sorted(found, key=lambda pause: (pause.since, pause.kind)))


def paused_days(pauses: Iterable[Pause], start: date, end: date) -> int:
    """Days from ``start`` to ``end`` under at least one pause; a day under several counts once."""
    return sum((until - since).days for since, until in _merged(pauses, start, end))


def moved_by(pauses: Iterable[Pause], start: date, due: date, on: date) -> date:
    """The day a limit moves to: later by each paused day that began before the limit ran out.

    A pause that is still open counts up to ``on``.
    """
    for since, until in _merged(pauses, start, on):
        if since > due:
            break
        due += timedelta(days=(until - since).days)
    return due


def _merged(pauses: Iterable[Pause], start: date, end: date) -> list[tuple[date, date]]:
    spans: list[tuple[date, date]] = []
    for pause in sorted(pauses, key=lambda each: each.since):
        since, until = max(pause.since, start), min(pause.until or end, end)
        if since >= until:
            continue
        if spans and since <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(until, spans[-1][1]))
        else:
            spans.append((since, until))
    return spans


@lru_cache(maxsize=4096)
def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
