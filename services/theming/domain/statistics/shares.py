"""A share as it may be said: from typed cells, with what their rounding leaves open, and in words.

What is said of a share must be true of every count that would be printed as these cells are.
"""

from dataclasses import dataclass
from functools import cached_property

from services.theming.domain.statistics.chance import Interval, difference, wilson
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero, Value
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
SAME, NEAR = 1.0, 2.5
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


KNOWN, HIDDEN, NOTHING_HELD, NOBODY, TOO_FEW = "known", "hidden", "nothing held", "nobody", "too few"


@dataclass(frozen=True)
class Share:
    """Cases of a kind among all of them, as published under ``policy``.

    Where the whole is not published itself, it is ``part`` and ``rest`` together.
    """

    part: Cell
    whole: Cell
    policy: DisclosurePolicy
    rest: Cell | None = None

    @property
    def status(self) -> str:
        """Whether a percentage may be said, or why not."""
        if isinstance(self.part, Missing) or isinstance(self.whole, Missing):
            return NOTHING_HELD
        if isinstance(self.whole, TrueZero):
            return NOBODY
        part, whole = number(self.part), number(self.whole)
        if part is None or whole is None:
            return HIDDEN
        return KNOWN if whole >= LEAST_BASE else TOO_FEW

    @property
    def known(self) -> bool:
        return self.status == KNOWN

    @property
    def exact(self) -> bool:
        return self.policy.round_to == 1

    @property
    def value(self) -> float:
        """From 0 to 1, of the counts as published; only where it is ``known``."""
        part, whole = self._counts
        return min(1.0, part / whole)

    @cached_property
    def lowest(self) -> tuple[int, int]:
        """The part and the whole with the smallest share of all that would be printed so."""
        low = self.policy.interval(self._counts[0])[0]
        return low, max(low, self._whole(low, 1))

    @cached_property
    def highest(self) -> tuple[int, int]:
        high = self.policy.interval(self._counts[0])[1]
        whole = self._whole(high, 0)
        return min(high, whole), whole

    def _whole(self, part: int, end: int) -> int:
        """The least (0) or the most (1) that the whole can be, where the part is so many."""
        if self.rest is None:
            return self.policy.interval(self._counts[1])[end]
        return part + self.policy.interval(number(self.rest) or 0)[end]

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


def of_parts(part: Cell, rest: Cell, policy: DisclosurePolicy) -> Share:
    """The share of one of two parts, where only they are published and not their sum."""
    return Share(part, _together(part, rest), policy, rest)


def _together(part: Cell, rest: Cell) -> Cell:
    if isinstance(part, Missing) or isinstance(rest, Missing):
        return Missing()
    one, other = number(part), number(rest)
    if one is None or other is None:
        return Suppressed()
    return Value(one + other) if one + other else TrueZero()


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
