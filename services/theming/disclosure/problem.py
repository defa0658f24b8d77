"""What is to be protected together: the counts, how they add up, and what has been settled before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from services.theming.domain.statistics.tree import Key, Relation, leaves
from shared.disclosure.policies import DisclosurePolicy


@dataclass(frozen=True)
class Problem:
    """Counts published together under one policy.

    ``settled`` holds cells decided in an earlier stage or table: True if hidden. They stay as they
    are. ``always_hidden`` are cells that go although they are not small, ``at_least`` sets of cells of
    which a number must go. ``zeros_stay``: no zero is ever hidden, and a reader knows it. To hide an
    ``evidently_zero`` cell would be no use: its area and period is shown to have no case at all.
    ``known_exactly`` are shown cells of which a reader is taken to know the count before rounding.
    """

    policy: DisclosurePolicy
    counts: Mapping[Key, int]
    relations: tuple[Relation, ...]
    settled: Mapping[Key, bool] = field(default_factory=dict)
    always_hidden: frozenset[Key] = frozenset()
    at_least: tuple[tuple[tuple[Key, ...], int], ...] = ()
    zeros_stay: bool = True
    evidently_zero: frozenset[Key] = frozenset()
    known_exactly: frozenset[Key] = frozenset()

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(self.counts)

    def must_hide(self, key: Key) -> bool:
        """Whether a cell goes for its own sake: a small count, or one named in ``always_hidden``."""
        return self.policy.is_small(self.counts[key]) or key in self.always_hidden

    @cached_property
    def hideable(self) -> frozenset[Key]:
        """Cells that can be hidden to any use: no sum gives them away, however many others are hidden."""
        able = {key for key in self.keys if self._is_free(key)}
        exact = [relation for relation in self.relations if relation.exact]
        given_away = able
        while given_away:
            unknown = able | {key for key, hidden in self.settled.items() if hidden}
            alone = [left for each in exact if len(left := unknown.intersection(each.keys)) == 1]
            given_away = able.intersection(frozenset().union(*alone))
            able = able - given_away
        return frozenset(able)

    def _is_free(self, key: Key) -> bool:
        if key in self.settled or key in self.evidently_zero:
            return False
        return not (self.zeros_stay and self.counts[key] == 0)

    def evident(self, key: Key) -> int:
        """What a count must at least come to: each area and quarter not shown as 0 has somebody."""
        if not self.zeros_stay:
            return 0
        return sum(self.counts.get(leaf, 0) > 0 for leaf in leaves(key))
