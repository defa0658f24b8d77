"""Counts of one year's cases: by area, by period, and by the values of one dimension."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

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
    counts: Counter[Key] = Counter()
    for case in cases:
        periods = [period_of(case.day, kind).name for kind in "QHY"]
        for area in areas_holding(case.area if case.area in AREAS else "Other"):
            for item in {CASES} | case.values:
                for period in periods:
                    counts[item, area, period] += case.cases
    return counts
