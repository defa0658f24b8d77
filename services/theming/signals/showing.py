"""A watched series as a page shows it: points of the charts, and the latest notifications as rows."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from services.theming.domain.signals.settings import SignalSettings
from services.theming.signal_chart import Panel
from services.theming.signals.looking import SeriesWatched
from services.theming.signals.watching import METHODS
from shared.counted_words import counted

DRAWN_DAYS = 3 * 365


@dataclass(frozen=True)
class ShownDeath:
    """A notification. ``days_since``: None at the first. ``limit``: None where none can be said."""

    on: date
    days_since: int | None
    in_window: int
    limit: float | None
    sum: float
    sum_limit: float
    speaking: tuple[str, ...]
    judged: bool


def shown_deaths(found: SeriesWatched, most: int) -> list[ShownDeath]:
    """The latest notifications, newest first."""
    seen, days = found.watched, [each.notified_on for each in found.deaths]
    places = range(len(days) - 1, max(-1, len(days) - 1 - most), -1)
    return [
        ShownDeath(
            days[place],
            (days[place] - days[place - 1]).days if place else None,
            int(seen.in_window[0, place]),
            _finite(seen.window_limits[0, place]),
            round(float(seen.sums[0, place]), 1),
            round(float(seen.sum_limits[0, place]), 1),
            tuple(name for name in METHODS if seen.flags[name][0, place]),
            bool(seen.judged[0, place]),
        )
        for place in places
    ]


def panels(found: SeriesWatched, settings: SignalSettings) -> tuple[Panel, ...]:
    """Days between, the last weeks against the regression, and the sum: of the last three years."""
    seen, days = found.watched, [each.notified_on for each in found.deaths]
    oldest = days[-1].toordinal() - DRAWN_DAYS
    places = [place for place, day in enumerate(days) if day.toordinal() >= oldest]
    written = {place: days[place].isoformat() for place in places}
    judged = [place for place in places if seen.judged[0, place]]

    def points(name: str, values: np.ndarray) -> tuple[tuple[str, float, bool], ...]:
        return tuple(
            (written[place], round(float(values[place]), 2), bool(seen.flags[name][0, place]))
            for place in places
        )

    def line(name: str, values: np.ndarray) -> tuple[str, tuple[tuple[str, float], ...]]:
        known = [place for place in judged if np.isfinite(values[place])]
        return name, tuple((written[place], round(float(values[place]), 2)) for place in known)

    gaps = np.array([0, *((b - a).days for a, b in pairwise(days))], dtype=float)
    usual_gap = seen.over[0] / np.maximum(seen.known[0], 0.5)
    usual_window = 7 * settings.window_weeks / np.maximum(usual_gap, 1e-9)
    weeks = f"Notified in {counted(settings.window_weeks, 'week')} up to each"
    return (
        Panel("Days since the notification before", points("days_between", gaps),
              (line("Usual", usual_gap),)),
        Panel(weeks, points("regression", seen.in_window[0]),
              (line("Usual", usual_window), line("Limit", seen.window_limits[0]))),
        Panel("Cumulative sum", points("cumulative_sum", seen.sums[0]),
              (line("Limit", seen.sum_limits[0]),)),
    )  # fmt: skip


def _finite(value: float) -> float | None:
    return round(float(value), 1) if np.isfinite(value) else None
