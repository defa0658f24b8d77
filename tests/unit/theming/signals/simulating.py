"""Invented histories judged anew, and a plain c-chart beside: for the tests and for the benchmark."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from services.theming.domain.signals.false_alarms import Estimate, FalseAlarms
from services.theming.domain.signals.settings import SignalSettings, signal_settings_on
from services.theming.signals.backtest import VOTE, delays_of, false_alarms, signals_a_year
from services.theming.signals.histories import Histories, Scenario, invented
from services.theming.signals.seasons import FLAT, YEAR, Season

SETTINGS = signal_settings_on(date(2026, 11, 22))
WINTER = Season(0.4, 10)
SCENARIOS: dict[str, tuple[float, Season]] = {
    "2 a year": (2.0, FLAT),
    "6 a year": (6.0, FLAT),
    "12 a year": (12.0, FLAT),
    "12 a year, more in winter": (12.0, WINTER),
    "24 a year": (24.0, FLAT),
    "60 a year": (60.0, FLAT),
}
# Over all scenarios and ways to judge at once: of 24 comparisons, chance alone fails one in a thousand runs.
STANDARD_ERRORS = 4.0
#: A delay counts for no more than this: what was not seen was not seen.
WATCHED_DAYS = 2 * YEAR


@dataclass(frozen=True)
class Judged:
    """What is shown at a size, what other invented histories come to, and a c-chart on the same ones."""

    name: str
    shown: FalseAlarms
    simulated: dict[str, Estimate]
    delay: float
    delay_of_c_chart: float
    alarms_of_c_chart: float

    def agrees(self, method: str) -> bool:
        """Whether what is shown lies within the interval of what is simulated, its own error counted in."""
        shown, simulated = self.shown.by_method[method], self.simulated[method]
        off = ((_error(shown) ** 2 + _error(simulated) ** 2) ** 0.5) * STANDARD_ERRORS
        return abs(shown.mean - simulated.mean) <= off

    @property
    def ratio(self) -> float:
        """How many times as long the c-chart takes."""
        return self.delay_of_c_chart / self.delay


def judged(name: str, count: int, seed: int, settings: SignalSettings = SETTINGS) -> Judged:
    """``count`` histories of ten years, and as many in which the number doubles, drawn with another seed."""
    a_year, season = SCENARIOS[name]
    draw = np.random.default_rng(seed)
    usual = invented(Scenario(a_year, 10, season), count, draw)
    change = settings.doubling_after_years * YEAR
    years = settings.doubling_after_years + settings.doubling_years
    doubled = invented(Scenario(a_year, years, season, change, 2.0), count, draw)
    simulated = signals_a_year(usual, settings)
    delay = delays_of(doubled, season, change, settings)
    width, alarms = matched_c_chart(usual, simulated[VOTE].mean, settings)
    adjusted = float(season.adjusted(np.array([change]))[0])
    chart = first_after(c_chart(doubled, width, settings), adjusted)
    return Judged(
        name, false_alarms(a_year, season, settings), simulated, mean_delay(delay), mean_delay(chart), alarms
    )


def mean_delay(delays: np.ndarray) -> float:
    """Days until it was seen, on average, counting no more than two years."""
    return float(np.minimum(delays, WATCHED_DAYS).mean())


def first_after(signals: np.ndarray, change: float) -> np.ndarray:
    found = np.where(signals >= change, signals, np.inf).min(axis=1)
    return np.asarray(found - change)


def c_chart(histories: Histories, width: float, settings: SignalSettings) -> np.ndarray:
    """A plain c-chart: the days of its alarms, ``inf`` where a period raises none.

    Counts of four weeks above their mean by ``width`` times its root, with the same baseline, the same rest
    after an alarm, and an alarm on the last day of the period.
    """
    counts = histories.counts(settings.period_days)
    up_to = np.hstack([np.zeros((len(counts), 1)), counts.cumsum(axis=1)])
    found = np.full(counts.shape, np.inf)
    last_alarm = np.full(len(counts), -np.inf)
    for period in range(counts.shape[1]):
        last = period - settings.guard_weeks // settings.period_weeks
        first = max(0, last - settings.longest_baseline_weeks // settings.period_weeks)
        if last - first < settings.shortest_baseline_weeks // settings.period_weeks:
            continue
        known = up_to[:, last] - up_to[:, first]
        mean = known / (last - first)
        day = (period + 1) * settings.period_days
        over = (counts[:, period] > mean + width * np.sqrt(mean)) & (known >= settings.fewest_baseline)
        alarm = over & (day - last_alarm > settings.rest_days)
        found[alarm, period], last_alarm[alarm] = day, day
    return found


def matched_c_chart(histories: Histories, wanted: float, settings: SignalSettings) -> tuple[float, float]:
    """The width at which it raises at least as many false alarms as wanted, and how many it then raises.

    At least, as counts jump: so the c-chart is never the one that is held back.
    """
    years = (histories.until - settings.needed_days) / YEAR

    def alarms(width: float) -> float:
        return float(np.isfinite(c_chart(histories, width, settings)).sum() / len(histories.days) / years)

    low, high = 0.5, 9.0
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if alarms(middle) >= wanted else (low, middle)
    return low, alarms(low)


def fewer(histories: int) -> SignalSettings:
    return replace(SETTINGS, histories=histories)


def _error(estimate: Estimate) -> float:
    return (estimate.high - estimate.mean) / 1.96
