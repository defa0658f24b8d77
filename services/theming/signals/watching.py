"""Many histories watched at once, notification by notification: three ways to judge, and their vote."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from services.theming.domain.signals.settings import SignalSettings
from services.theming.signals.cumulative_sum import limits
from services.theming.signals.days_between import chances
from services.theming.signals.histories import Histories
from services.theming.signals.regression import thresholds
from services.theming.signals.seasons import YEAR

METHODS = ("days_between", "cumulative_sum", "regression")


@dataclass(frozen=True)
class Watched:
    """All of shape (histories, notifications). ``known`` of ``over`` days said what was usual.

    ``flags``: by method, whether it spoke. ``signals``: whether a signal was raised. ``judged``: whether
    enough was known to say anything.
    """

    days: np.ndarray
    judged: np.ndarray
    known: np.ndarray
    over: np.ndarray
    chance: np.ndarray
    sums: np.ndarray
    sum_limits: np.ndarray
    in_window: np.ndarray
    window_limits: np.ndarray
    flags: dict[str, np.ndarray]
    signals: np.ndarray


def watch(
    histories: Histories,
    settings: SignalSettings,
    *,
    methods: tuple[str, ...] = METHODS,
    votes: int | None = None,
    fitted: np.ndarray | None = None,
) -> Watched:
    """``fitted``: the regression's ``thresholds``, where they are known already."""
    days, finite = histories.days, np.isfinite(histories.days)
    counts = histories.counts(settings.period_days)
    period = (np.where(finite, days, 0) // settings.period_days).astype(int).clip(0, counts.shape[1])
    known, over = _usual(counts, period, settings)
    judged = finite & (over >= 7 * settings.shortest_baseline_weeks) & (known >= settings.fewest_baseline)
    # Half a one more than were seen: of few, the number seen is often too small by chance.
    rate = (known + 0.5) / np.maximum(over, 1)
    in_window = _in_window(days, 7 * settings.window_weeks)
    limit = np.take_along_axis(thresholds(counts, settings) if fitted is None else fitted, period, axis=1)
    chance = chances(days, known, np.maximum(over, 1), settings.gaps)
    sum_limits = limits(rate * YEAR * settings.sum_years, settings.ratio)
    flags = {
        "days_between": judged & (chance < _rare(rate, settings)),
        "regression": judged & (in_window > limit) & (in_window >= settings.fewest_in_window),
    }
    held = {name: flags[name] for name in methods if name in flags}
    sums, summed, signals = _voted(
        _Vote(days, judged, rate, sum_limits, held, "cumulative_sum" in methods, votes), settings
    )
    flags["cumulative_sum"] = summed
    seen = (judged, known, over, chance, sums, sum_limits, in_window, limit)
    return Watched(days, *seen, flags, signals)


def _rare(rate: np.ndarray, settings: SignalSettings) -> np.ndarray:
    """The chance below which gaps are too short, so that chance alone says so once in ``gaps_years``."""
    looks = np.maximum(rate, 1e-9) * YEAR * settings.gaps_years * settings.gaps_looks
    return np.asarray(np.minimum(settings.gaps_chance, 1 / looks))


def _usual(counts: np.ndarray, period: np.ndarray, settings: SignalSettings) -> tuple[np.ndarray, np.ndarray]:
    """How many notifications, in how many days, say what is usual at each notification."""
    up_to = np.hstack([np.zeros((len(counts), 1)), counts.cumsum(axis=1)])
    last = period - settings.guard_weeks // settings.period_weeks
    first = np.maximum(0, last - settings.longest_baseline_weeks // settings.period_weeks)
    last = np.maximum(last, first)
    known = np.take_along_axis(up_to, last, axis=1) - np.take_along_axis(up_to, first, axis=1)
    return known, (last - first).astype(float) * settings.period_days


def _in_window(days: np.ndarray, width: float) -> np.ndarray:
    """How many there are in the ``width`` days that end with each notification, it among them."""
    places = np.arange(1, days.shape[1] + 1)
    rows = np.where(np.isfinite(days), days, 1e9)
    before = np.array([np.searchsorted(row, row - width, side="right") for row in rows])
    return np.asarray(places - before)


@dataclass(frozen=True)
class _Vote:
    days: np.ndarray
    judged: np.ndarray
    rate: np.ndarray
    sum_limits: np.ndarray
    held: dict[str, np.ndarray]
    with_sum: bool
    votes: int | None


def _voted(of: _Vote, settings: SignalSettings) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sums, whether they reached their limit, and the signals: the sum begins anew after each."""
    rows = len(of.days)
    votes = settings.votes if of.votes is None else of.votes
    sums = np.zeros(of.days.shape)
    summed, signals = np.zeros(of.days.shape, bool), np.zeros(of.days.shape, bool)
    spoke = np.full((len(of.held) + 1, rows), -np.inf)
    last, total, before = np.full(rows, -np.inf), np.zeros(rows), of.days[:, 0].copy()
    for place, day in _places(of):
        gap = np.where(of.judged[:, place], day - before, 0.0)
        total = np.maximum(0.0, total - (settings.ratio - 1) * gap * of.rate[:, place])
        total = total + np.where(of.judged[:, place], log(settings.ratio), 0.0)
        reached = of.judged[:, place] & (total >= of.sum_limits[:, place])
        sums[:, place], summed[:, place], before = total, reached, day
        for number, flagged in enumerate(of.held.values()):
            spoke[number] = np.where(flagged[:, place], day, spoke[number])
        spoke[-1] = np.where(reached & of.with_sum, day, spoke[-1])
        enough = (spoke >= day - settings.votes_within_days).sum(axis=0) >= votes
        raised = of.judged[:, place] & enough & (day - last > settings.rest_days)
        signals[:, place], last = raised, np.where(raised, day, last)
        total, spoke = np.where(raised, 0.0, total), np.where(raised, -np.inf, spoke)
    return sums, summed, signals


def _places(of: _Vote) -> Iterator[tuple[int, np.ndarray]]:
    """Each place of the rows with its days; where a row has ended, its last day goes on."""
    day = of.days[:, 0]
    for place in range(of.days.shape[1]):
        day = np.where(np.isfinite(of.days[:, place]), of.days[:, place], day)
        yield place, np.where(np.isfinite(day), day, 0.0)
