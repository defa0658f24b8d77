"""What is to be protected together: the counts, how they add up, and what has been settled before."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.theming.domain.disclosure import DisclosurePolicy
from services.theming.domain.tree import Key, Relation, leaves


@dataclass(frozen=True)
class Problem:
    """Counts published together under one policy.

    ``settled`` holds cells decided in an earlier stage or table: True if hidden. They stay as they
    are. ``always_hidden`` are cells that go although they are not small, ``at_least`` sets of cells of
    which a number must go. ``zeros_stay``: no zero is ever hidden, and a reader knows it.
    """

    policy: DisclosurePolicy
    counts: Mapping[Key, int]
    relations: tuple[Relation, ...]
    settled: Mapping[Key, bool] = field(default_factory=dict)
    always_hidden: frozenset[Key] = frozenset()
    at_least: tuple[tuple[tuple[Key, ...], int], ...] = ()
    zeros_stay: bool = True

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(self.counts)

    def must_hide(self, key: Key) -> bool:
        """Whether a cell goes for its own sake: a small count, or one named in ``always_hidden``."""
        return self.policy.is_small(self.counts[key]) or key in self.always_hidden

    def may_hide(self, key: Key) -> bool:
        return key not in self.settled and not (self.zeros_stay and self.counts[key] == 0)

    def evident(self, key: Key) -> int:
        """What a count must come to at least, because each area and quarter that is not shown as 0 has somebody."""
        if not self.zeros_stay:
            return 0
        return sum(self.counts.get(leaf, 0) > 0 for leaf in leaves(key))
