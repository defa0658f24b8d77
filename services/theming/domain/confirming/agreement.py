"""How far two people agree who read the same cases without seeing each other's decisions.

Cohen's kappa (Cohen, 1960): the agreement beyond what their habits alone would give, 1 at most. The interval
is by leaving out one case at a time (the jackknife), because the decisions on one case go together.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # 95 %


@dataclass(frozen=True)
class ReadTwice:
    """The themes that each of two people finds true of one case. ``compared``: those that both could choose,
    because the codebook had them at both readings; None for every theme.
    """

    case: str
    first: frozenset[str]
    second: frozenset[str]
    compared: frozenset[str] | None = None

    def of(self, themes: frozenset[str]) -> frozenset[str]:
        """Those of the themes that are compared."""
        return themes if self.compared is None else themes & self.compared


@dataclass(frozen=True)
class Agreement:
    """Over ``cases`` cases. ``kappa`` is None where it cannot be said: no cases, or no difference in answers.
    ``agreed`` is the share of decisions that are the same.
    """

    cases: int
    both: int
    first_only: int
    second_only: int
    neither: int
    kappa: float | None
    interval: tuple[float, float] | None

    @property
    def agreed(self) -> float | None:
        all_of_them = self.both + self.first_only + self.second_only + self.neither
        return (self.both + self.neither) / all_of_them if all_of_them else None


Counts = tuple[int, int, int, int]


def agreement(readings: Sequence[ReadTwice], themes: Collection[str]) -> Agreement:
    """On these themes together: each theme of each case is one decision."""
    asked = [(each, each.of(frozenset(themes))) for each in readings]
    per_case = [_counted(each, compared) for each, compared in asked if compared]
    total = _sum(per_case)
    kappa = kappa_of(total)
    return Agreement(len(per_case), *total, kappa, _interval(per_case, total, kappa))


def by_theme(readings: Sequence[ReadTwice], themes: Collection[str]) -> Mapping[str, Agreement]:
    """Each theme by itself; only those that somebody found in one of the cases."""
    found = {theme for each in readings for theme in each.of(each.first | each.second)}
    return {theme: agreement(readings, [theme]) for theme in themes if theme in found}


def not_compared(readings: Sequence[ReadTwice], themes: Collection[str]) -> Mapping[str, int]:
    """Themes that one of the two could not choose, with the number of cases in which it was so."""
    left_out = [frozenset(themes) - each.of(frozenset(themes)) for each in readings]
    counted = {theme: sum(theme in each for each in left_out) for theme in themes}
    return {theme: cases for theme, cases in counted.items() if cases}


def kappa_of(counts: Counts) -> float | None:
    """From how often both, only the first, only the second and neither said yes."""
    both, first, second, neither = counts
    n = sum(counts)
    if not n:
        return None
    by_chance = ((both + first) * (both + second) + (neither + first) * (neither + second)) / n**2
    return None if by_chance == 1 else ((both + neither) / n - by_chance) / (1 - by_chance)


def in_words(kappa: float | None) -> str:
    """The usual words for a kappa (Landis and Koch, 1977)."""
    if kappa is None:
        return "cannot be said"
    for least, words in ((0.81, "almost perfect"), (0.61, "substantial"), (0.41, "moderate"), (0.21, "fair")):
        if kappa >= least:
            return words
    return "slight or none"


def _counted(reading: ReadTwice, themes: frozenset[str]) -> Counts:
    first, second = reading.first & themes, reading.second & themes
    both = len(first & second)
    only_first, only_second = len(first) - both, len(second) - both
    return both, only_first, only_second, len(themes) - both - only_first - only_second


def _sum(counts: Sequence[Counts]) -> Counts:
    columns = [sum(column) for column in zip(*counts, strict=True)] if counts else [0, 0, 0, 0]
    return columns[0], columns[1], columns[2], columns[3]


def _interval(per_case: Sequence[Counts], total: Counts, kappa: float | None) -> tuple[float, float] | None:
    n = len(per_case)
    without = [kappa_of((total[0] - a, total[1] - b, total[2] - c, total[3] - d)) for a, b, c, d in per_case]
    known = [each for each in without if each is not None]
    if kappa is None or n < 2 or len(known) < n:
        return None
    middle = sum(known) / n
    error = sqrt((n - 1) / n * sum((each - middle) ** 2 for each in known))
    return max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error)
