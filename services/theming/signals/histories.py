"""Histories of notifications as arrays, a row each: days since the first that is held, in order."""

from dataclasses import dataclass

import numpy as np

from services.theming.signals.seasons import FLAT, YEAR, Season


@dataclass(frozen=True)
class Histories:
    """``days``: shape (histories, most notifications), usual days in order, ``inf`` after the last of a row.
    ``until``: the usual day after the last that is watched.
    """

    days: np.ndarray
    until: float

    def counts(self, period_days: int) -> np.ndarray:
        """How many there are in each whole period, shape (histories, periods)."""
        periods = int(self.until // period_days)
        found = np.zeros((len(self.days), periods + 1))
        rows, columns = np.nonzero(self.days < periods * period_days)
        np.add.at(found, (rows, (self.days[rows, columns] // period_days).astype(int)), 1)
        return found[:, :periods]


def history(days: list[int], until: int, season: Season = FLAT) -> Histories:
    """One history from days since its day 0."""
    row = np.array([sorted(days)], dtype=float)
    return Histories(season.adjusted(row), float(season.adjusted(np.array([float(until)]))[0]))


@dataclass(frozen=True)
class Scenario:
    """What is invented: so many a year, in a season; ``times`` as many from ``changes_on``, a day.

    ``clustered``: how many times as much as chance the counts of a period vary (1: as chance does).
    """

    a_year: float
    years: float
    season: Season = FLAT
    changes_on: float = np.inf
    times: float = 1.0
    clustered: float = 1.0


def invented(scenario: Scenario, count: int, draw: np.random.Generator) -> Histories:
    """``count`` histories that follow the scenario and are otherwise chance. Days are whole calendar days."""
    until = scenario.years * YEAR
    highest = scenario.a_year / YEAR * (1 + scenario.season.swing) * max(scenario.times, 1.0)
    numbers = draw.poisson(highest * until, count)
    days = np.full((count, max(int(numbers.max()), 1)), np.inf)
    for row, number in enumerate(numbers):
        days[row, :number] = draw.random(number) * until
    finite = np.where(np.isfinite(days), days, 0.0)
    wanted = scenario.a_year / YEAR * scenario.season.expected(finite)
    wanted = wanted * np.where(days >= scenario.changes_on, scenario.times, 1.0)
    if scenario.clustered > 1:
        wanted = wanted * _uneven(scenario, finite, draw)
    kept = draw.random(days.shape) * highest < wanted
    whole = np.sort(np.where(kept & np.isfinite(days), np.floor(days), np.inf), axis=1)
    end = float(scenario.season.adjusted(np.array([until]))[0])
    return Histories(scenario.season.adjusted(whole), end)


def _uneven(scenario: Scenario, days: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Months that are by chance worse or better than others, on average 1, capped where thinning ends."""
    month = YEAR / 12
    variance = (scenario.clustered - 1) / (scenario.a_year / 12)
    months = draw.gamma(1 / variance, variance, (len(days), int(scenario.years * 12) + 1))
    return np.take_along_axis(months, (days // month).astype(int), axis=1)
