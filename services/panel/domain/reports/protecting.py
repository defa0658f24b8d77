"""Which counts of a report are hidden so that no small one can be worked out from sums.

Every sum that a reader could form is a line: its parts add up to its total. In no line is exactly one count
hidden, or it could be worked out from the others. A count that stands in several lines, such as the reviews
completed, is one count: hidden in one place, it is hidden in all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.disclosure.cells import Cell, Suppressed, TrueZero, Value
from shared.disclosure.policies import DisclosurePolicy

Key = tuple[str, str]  # what is counted, and for which part of the area


@dataclass(frozen=True)
class Line:
    """``total`` is the sum of ``parts``."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*self.parts, self.total)


def protect(
    counts: Mapping[Key, int], lines: Sequence[Line], policy: DisclosurePolicy | None
) -> dict[Key, Cell]:
    """The cell of each count. Without a policy every count is shown as it is, for the office alone."""
    if policy is None:
        return {key: exact(count) for key, count in counts.items()}
    hidden = {key for key, count in counts.items() if policy.is_small(count)}
    while further := _one_more(counts, lines, hidden):
        hidden.add(further)
    return {key: Suppressed() if key in hidden else policy.shown(count) for key, count in counts.items()}


def exact(count: int) -> Cell:
    """A count as it is."""
    return Value(count) if count else TrueZero()


def _one_more(counts: Mapping[Key, int], lines: Sequence[Line], hidden: set[Key]) -> Key | None:
    """The count to hide next: the smallest that is not 0 in the first line with exactly one hidden."""
    for line in lines:
        if sum(key in hidden for key in line.keys) == 1:
            shown = [key for key in line.keys if key not in hidden and counts[key]]
            if shown:
                return min(shown, key=lambda key: (key == line.total, counts[key], key))
    return None
