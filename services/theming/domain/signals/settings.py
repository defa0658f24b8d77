"""How notifications are watched: dated settings, read from a table."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SignalSettings:
    """``gaps_chance`` and ``window_chance`` are probabilities; the names of the others give their units."""

    version: str
    starts_on: date
    source: str
    period_weeks: int
    guard_weeks: int
    longest_baseline_weeks: int
    shortest_baseline_weeks: int
    fewest_baseline: int
    gaps: tuple[int, ...]
    gaps_years: float
    gaps_looks: float
    gaps_chance: float
    ratio: float
    sum_years: float
    window_weeks: int
    window_chance: float
    fewest_in_window: int
    refit_periods: int
    trend_weeks: int
    votes: int
    votes_within_days: int
    rest_days: int
    raised_for_days: int
    see_within: int
    assess_within: int
    look_again_within: int
    histories: int
    history_years: int
    doubling_after_years: int
    doubling_years: int
    seed: int

    @property
    def period_days(self) -> int:
        return 7 * self.period_weeks

    @property
    def window_periods(self) -> int:
        return self.window_weeks // self.period_weeks

    @property
    def needed_days(self) -> int:
        """How long notifications must have been held before anything can be said."""
        return 7 * (self.guard_weeks + self.shortest_baseline_weeks)


@cache
def _versions() -> tuple[SignalSettings, ...]:
    with (Path(__file__).parent / "settings.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["versions"]
    return tuple(SignalSettings(**{**row, "gaps": tuple(row["gaps"])}) for row in rows)


def signal_settings_on(day: date) -> SignalSettings:
    """The settings in force on ``day``; LookupError if there are none."""
    rows = [row for row in _versions() if row.starts_on <= day]
    if not rows:
        raise LookupError(f"no settings for signals on {day}")
    return max(rows, key=lambda row: row.starts_on)
