"""False alarms a year and days until a doubling is seen, from invented histories: the same everywhere."""

from zlib import crc32

import numpy as np

from services.theming.domain.signals.false_alarms import Estimate, FalseAlarms
from services.theming.domain.signals.settings import SignalSettings
from services.theming.signals.histories import Histories, Scenario, invented
from services.theming.signals.regression import thresholds
from services.theming.signals.seasons import YEAR, Season
from services.theming.signals.watching import METHODS, watch

VOTE = "vote"
_WAYS: dict[str, tuple[tuple[str, ...], int | None]] = {
    VOTE: (METHODS, None),
    **{method: ((method,), 1) for method in METHODS},
}


def false_alarms(a_year: float, season: Season, settings: SignalSettings) -> FalseAlarms:
    """Worked out for so many notifications a year. Takes seconds of a processor."""
    draw = np.random.default_rng([settings.seed, crc32(f"{a_year}/{season.swing}".encode())])
    usual = Scenario(a_year, settings.history_years, season)
    by_method = signals_a_year(invented(usual, settings.histories, draw), settings)
    changes = settings.doubling_after_years * YEAR
    doubled = Scenario(
        a_year, settings.doubling_after_years + settings.doubling_years, season, changes, settings.ratio
    )
    delays = delays_of(invented(doubled, settings.histories, draw), season, changes, settings)
    middle = float(np.median(delays))
    return FalseAlarms(
        a_year,
        season.swing,
        settings.version,
        settings.histories,
        by_method,
        round(middle, 1) if np.isfinite(middle) else None,
        float(np.mean(delays <= YEAR)),
    )


def signals_a_year(histories: Histories, settings: SignalSettings) -> dict[str, Estimate]:
    """Signals a watched year, by method and of the vote; each history weighs the same."""
    years = (histories.until - settings.needed_days) / YEAR
    fitted = thresholds(histories.counts(settings.period_days), settings)
    found = {}
    for name, (methods, votes) in _WAYS.items():
        watched = watch(histories, settings, methods=methods, votes=votes, fitted=fitted)
        found[name] = _estimate(watched.signals.sum(axis=1) / years)
    return found


def delays_of(
    histories: Histories, season: Season, changes_on: float, settings: SignalSettings
) -> np.ndarray:
    """Days from the change to the first signal of each history; ``inf`` where there was none."""
    change = float(season.adjusted(np.array([changes_on]))[0])
    signals = watch(histories, settings).signals & (histories.days >= change)
    first = np.where(signals, histories.days, np.inf).min(axis=1)
    return np.asarray(first - change)


def _estimate(each: np.ndarray) -> Estimate:
    mean, off = float(each.mean()), 1.96 * float(each.std(ddof=1)) / len(each) ** 0.5
    return Estimate(round(mean, 4), round(max(0.0, mean - off), 4), round(mean + off, 4))
