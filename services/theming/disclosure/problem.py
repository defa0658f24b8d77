"""What is to be protected together: the counts, how they add up, and what has been settled before."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from services.theming.domain.statistics.tree import Key, Relation
from shared.disclosure.policies import DisclosurePolicy

LARGE = 2_000


@dataclass(frozen=True)
class Problem:
    """Counts published together under one policy.

    ``settled`` holds cells decided in an earlier stage or table: True if hidden. They stay as they
    are. ``always_hidden`` are cells that go although they are not small, ``at_least`` sets of cells of
    which a number must go. ``zeros_stay``: no zero is ever hidden, and a reader knows it. To hide an
    ``evidently_zero`` cell would be no use: its area and period is shown to have no case at all.
    ``known_exactly`` are shown cells of which a reader is taken to know the count before rounding.
    ``changes`` (``balancing.py``) she knows by herself: what follows of them alone nobody gives away.
    ``zeros_known``: zeros can be hidden, but a reader is taken to know which hidden cells are none.
    ``finer`` are counts that nobody publishes, with ``finer_relations`` between them and the published ones.
    ``told``: between which counts a reader knows a cell from what others were told, whatever stands here.
    ``weights``: what hiding a cell costs as a share of what its count would cost, where it is not 1.
    ``of_hidden``: cells of a total that is hidden. All go, those that are none too, and a reader does not
    know which these are. ``zeros_cover``: cells that only cover others if they are none: to work that out is
    no harm by itself.
    """

    policy: DisclosurePolicy
    counts: Mapping[Key, int]
    relations: tuple[Relation, ...]
    settled: Mapping[Key, bool] = field(default_factory=dict)
    always_hidden: frozenset[Key] = frozenset()
    at_least: tuple[tuple[tuple[Key, ...], int], ...] = ()
    zeros_stay: bool = True
    zeros_known: bool = False
    evidently_zero: frozenset[Key] = frozenset()
    known_exactly: frozenset[Key] = frozenset()
    changes: frozenset[Key] = frozenset()
    finer: tuple[Key, ...] = ()
    finer_relations: tuple[Relation, ...] = ()
    told: Mapping[Key, tuple[int, int]] = field(default_factory=dict)
    weights: Mapping[Key, float] = field(default_factory=dict)
    of_hidden: frozenset[Key] = frozenset()
    zeros_cover: frozenset[Key] = frozenset()

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        return tuple(self.counts)

    @property
    def large(self) -> bool:
        """Whether there are so many cells that time counts for more than the last cell that need not go."""
        return len(self.counts) > LARGE

    def must_hide(self, key: Key) -> bool:
        """Whether a cell goes for its own sake: small, named in ``always_hidden`` or of a hidden total."""
        return self.policy.is_small(self.counts[key]) or key in self.always_hidden or key in self.of_hidden

    def needs_no_guard(self, key: Key) -> bool:
        """Whether a hidden cell may be worked out: it only covers, or is large and goes with its total."""
        large = self.counts[key] > self.policy.suppress_to and key not in self.always_hidden
        return self.only_covers(key) or (large and key in self.of_hidden)

    def wants_room(self, key: Key) -> bool:
        """Whether a cell of a sum must have others to hide among."""
        return self.must_hide(key) and not self.needs_no_guard(key)

    def none_of_few(self, key: Key) -> bool:
        """Whether a cell is none and of a hidden total: guarded as far as can be, and no reason to refuse."""
        return key in self.of_hidden and not self.counts[key]

    def least_wanted(self, key: Key) -> int:
        """How low a reader must be left to think a small count can be. Of a hidden total, that it is none."""
        return 0 if key in self.of_hidden else self.policy.suppress_from

    def only_covers(self, key: Key) -> bool:
        """Whether a cell is none, and would be hidden only so that others are not known."""
        return key in self.zeros_cover and not self.counts[key]

    def stays_hidden(self, key: Key) -> bool:
        """Whether a cell is hidden whatever is chosen."""
        return self.settled[key] if key in self.settled else self.must_hide(key)

    @cached_property
    def hideable(self) -> frozenset[Key]:
        """Cells that can be hidden to any use: no sum gives them away, however many others are hidden."""
        able = {key for key in self.keys if self._is_free(key)}
        given_away = able
        while given_away:
            unknown = able | {key for key, hidden in self.settled.items() if hidden}
            alone = [left for each in self.sums_up if len(left := unknown.intersection(each.keys)) == 1]
            given_away = able.intersection(frozenset().union(*alone, *self._none_in(unknown)))
            able = able - given_away
        return frozenset(able)

    @cached_property
    def sums_up(self) -> tuple[Relation, ...]:
        """Exact sums in which one count follows from the others: a reader was told none of them roughly."""
        roughly = self.told.keys() & self.settled.keys()
        return tuple(each for each in self.relations if each.exact and roughly.isdisjoint(each.keys))

    def _none_in(self, unknown: Set[Key]) -> list[tuple[Key, ...]]:
        """Cells that are at most a sum that is shown to be 0."""
        return [
            each.parts
            for each in self.relations
            if not each.exact
            and unknown.isdisjoint(each.whole)
            and not any(self.counts[key] for key in each.whole)
        ]

    def _is_free(self, key: Key) -> bool:
        if key in self.settled or key in self.evidently_zero:
            return False
        return not self.zeros_stay or self.counts[key] > 0 or key in self.of_hidden

    def coarser(self) -> "Problem":
        """The same without the finer counts that nobody publishes."""
        return replace(self, finer=(), finer_relations=())

    def least_hidden(self, key: Key) -> int:
        """The least that a reader takes a hidden cell for, or one that nobody publishes."""
        if key in self.changes:
            return self.counts[key]
        if key not in self.counts or key in self.of_hidden:
            return 0
        return int(self.zeros_stay or (self.zeros_known and self.counts[key] > 0))

    def known_if_hidden(self, key: Key, beyond: float) -> tuple[float, float]:
        """The least and the most that a reader takes a hidden cell for; no count is more than ``beyond``."""
        return self.told.get(key) or (self.least_hidden(key), beyond)

    def known_if_shown(self, key: Key) -> tuple[float, float]:
        """The least and the most that a reader takes a shown cell for."""
        count = self.counts[key]
        if key in self.told and key in self.settled:
            return self.told[key]
        if key in self.known_exactly or self.policy.is_small(count):
            return float(count), float(count)
        return self.policy.interval(self.policy.rounded(count))


@dataclass(frozen=True)
class Need:
    """Where ``of`` is hidden, what the others' going ``helps`` must come to 1 or more.

    If nothing helps, ``of`` may as well be shown, and is.
    """

    of: Key
    helps: Mapping[Key, float]
