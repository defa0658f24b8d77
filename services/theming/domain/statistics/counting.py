"""Counts of one year's cases: by area, by period, and by the values of one dimension."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from services.theming.domain.statistics.tree import AREAS, CASES, Key, areas_holding
from shared.periods import period_of


@dataclass(frozen=True)
class CountedCase:
    """Cases as a table counts them: a day that places them in a period, their area, the values they have."""

    day: date
    area: str
    values: frozenset[str]
    cases: int = 1


def count_cases(cases: Iterable[CountedCase]) -> Mapping[Key, int]:
    """How many cases have each value, and how many there are at all; each case once in each cell."""
    least: Counter[tuple[str, str, date]] = Counter()
    for case in cases:
        area = case.area if case.area in AREAS else "Other"
        quarter = period_of(case.day, "Q").starts_on
        for item in {CASES} | case.values:
            least[item, area, quarter] += case.cases
    counts: Counter[Key] = Counter()
    for (item, area, quarter), number in least.items():
        for period in _periods(quarter):
            for wider in areas_holding(area):
                counts[item, wider, period] += number
    return counts


@lru_cache(maxsize=400)
def _periods(day: date) -> tuple[str, ...]:
    return tuple(period_of(day, kind).name for kind in "QHY")
