"""A share as it may be said: from typed cells, with what their rounding leaves open, and in words.

What is said of a share must be true of every count that would be printed as these cells are.
"""

from dataclasses import dataclass
from functools import cached_property

from services.theming.domain.statistics.chance import Interval, difference, wilson
from shared.disclosure.cells import Cell, Missing, TrueZero, Value
from shared.disclosure.policies import DisclosurePolicy

LEAST_BASE = 10
"""Of fewer no share is said: one child more or less would move it by a tenth."""
FRACTIONS: tuple[tuple[int, int, str], ...] = (
    (1, 10, "one in ten"),
    (1, 5, "one in five"),
    (1, 4, "one in four"),
    (3, 10, "three in ten"),
    (1, 3, "one in three"),
    (2, 5, "two in five"),
    (1, 2, "half of all"),
    (3, 5, "three in five"),
    (2, 3, "two in three"),
    (7, 10, "seven in ten"),
    (3, 4, "three in four"),
    (4, 5, "four in five"),
    (9, 10, "nine in ten"),
)
SAME, NEAR = 0.5, 2.5
"""How many percentage points a share may be from a fraction to be called it, and to be called nearly it."""


def number(cell: Cell) -> int | None:
    """The count that a cell shows; None where it shows none."""
    match cell:
        case Value(count):
            return count
        case TrueZero():
            return 0
        case _:
            return None


@dataclass(frozen=True)
class Share:
    """Cases of a kind among all of them, both as published under ``policy``."""

    part: Cell
    whole: Cell
    policy: DisclosurePolicy

    @property
    def exact(self) -> bool:
        return self.policy.round_to == 1

    @property
    def missing(self) -> bool:
        return isinstance(self.part, Missing) or isinstance(self.whole, Missing)

    @property
    def known(self) -> bool:
        """Whether a percentage may be said: both counts are shown and the base is large enough."""
        whole = number(self.whole)
        return number(self.part) is not None and whole is not None and whole >= LEAST_BASE

    @property
    def value(self) -> float:
        """From 0 to 1, of the counts as published; only where it is ``known``."""
        part, whole = self._counts
        return min(1.0, part / whole)

    @cached_property
    def lowest(self) -> tuple[int, int]:
        """The part and the whole with the smallest share of all that would be printed so."""
        part, whole = self._counts
        low, most = self.policy.interval(part)[0], self.policy.interval(whole)[1]
        return low, max(low, most)

    @cached_property
    def highest(self) -> tuple[int, int]:
        part, whole = self._counts
        high, least = self.policy.interval(part)[1], self.policy.interval(whole)[0]
        return min(high, least) if part <= whole else least, least

    @property
    def interval(self) -> Interval:
        """95 %: from the lowest that can be meant to the highest, chance included."""
        return wilson(*self.lowest)[0], wilson(*self.highest)[1]

    @property
    def percent(self) -> str:
        return f"{100 * self.value:.1f}%" if self.exact else f"about {100 * self.value:.0f}%"

    @property
    def base(self) -> str:
        """The whole in words: "107", or "about 105" where it is rounded."""
        return f"{self._counts[1]}" if self.exact else f"about {self._counts[1]}"

    @property
    def _counts(self) -> tuple[int, int]:
        part, whole = number(self.part), number(self.whole)
        if part is None or whole is None:
            raise ValueError("this share is not known")
        return part, whole


def differ(first: Share, second: Share, level: float = 0.95) -> bool:
    """Whether two known shares differ by more than chance and rounding could make them."""
    if first.value < second.value:
        first, second = second, first
    return difference(first.lowest, second.highest, level)[0] > 0


def in_words(share: Share, of: str) -> str:
    """ "two in three deaths (67.3% of 107)"; rounded counts are said to be so. Only of a ``known`` share."""
    fraction = _fraction(share)
    if fraction is None:
        return f"{share.percent} of {share.base} {of}"
    return f"{fraction} {of} ({share.percent} of {share.base})"


def _fraction(share: Share) -> str | None:
    """The fraction in words, or None if none is near."""
    if share.value == 0:
        return "none of the"
    if share.value == 1:
        return "all" if share.exact else "all or nearly all"
    away, words = min(
        ((100 * share.value - 100 * part / whole, words) for part, whole, words in FRACTIONS), key=_far
    )
    if abs(away) > NEAR:
        return None
    if not share.exact:
        return f"about {words}"
    return words if abs(away) <= SAME else f"just {'over' if away > 0 else 'under'} {words}"


def _far(found: tuple[float, str]) -> float:
    return abs(found[0])
