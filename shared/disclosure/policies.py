"""Disclosure control policies, as dated data, and what a policy makes of one count.

Which further cells must go so that the small ones cannot be worked out is chosen by each service for its
own tables (``services/theming/disclosure``); here are only the rules that they obey.
"""

import math
from dataclasses import dataclass
from datetime import date

from shared.disclosure.cells import Cell, Suppressed, TrueZero, Value


@dataclass(frozen=True)
class DisclosurePolicy:
    """Counts ``suppress_from`` to ``suppress_to`` are hidden, others rounded to the nearest ``round_to``."""

    name: str
    label: str
    version: int
    starts_on: date
    suppress_from: int
    suppress_to: int
    round_to: int
    source: str
    rule: str

    def is_small(self, count: int) -> bool:
        return self.suppress_from <= count <= self.suppress_to

    def rounded(self, count: int) -> int:
        """The nearest multiple of ``round_to``, halves upwards."""
        return (2 * count + self.round_to) // (2 * self.round_to) * self.round_to

    def shown(self, count: int) -> Cell:
        """The cell of a count that need not be hidden for the sake of another."""
        if count == 0:
            return TrueZero()
        return Suppressed() if self.is_small(count) else Value(self.rounded(count))

    def interval(self, shown: int) -> tuple[int, int]:
        """The smallest and largest count that would be printed as ``shown``: what a reader can infer."""
        if shown == 0:
            return 0, 0
        lowest = -(-(2 * shown - self.round_to) // 2)
        highest = math.ceil((2 * shown + self.round_to) / 2) - 1
        return max(lowest, self.suppress_to + 1), highest


_SOURCE = "Shipped default; after the NHS Digital sub-national rule for small counts"

POLICIES: tuple[DisclosurePolicy, ...] = (
    DisclosurePolicy(
        "publishable", "Publishable", 1, date(2009, 4, 1), 1, 7, 5, _SOURCE,
        "Counts of 1 to 7 are suppressed (*), as are further counts from which they could be worked out. "
        "Other counts are rounded to the nearest 5. Zero is shown, unless it covers for others.",
    ),
    DisclosurePolicy(
        "restricted_board", "Restricted board output", 1, date(2009, 4, 1), 1, 4, 1, _SOURCE,
        "Counts of 1 to 4 are suppressed (*), as are further counts from which they could be worked out. "
        "Other counts are exact. Zero is shown, unless it covers for others. For board members only.",
    ),
)  # fmt: skip
POLICY_NAMES = tuple(dict.fromkeys(policy.name for policy in POLICIES))


def policy_on(name: str, day: date) -> DisclosurePolicy:
    """The version of the named policy in force on ``day``; KeyError if there is none."""
    rows = [policy for policy in POLICIES if policy.name == name and policy.starts_on <= day]
    if not rows:
        raise KeyError(f"no disclosure policy {name!r} on {day}")
    return max(rows, key=lambda policy: policy.starts_on)
