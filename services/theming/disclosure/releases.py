"""All tables of a release protected at once, together with what has been released before."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from services.theming.disclosure.attacking import TOLERANCE, Exposure, Reader
from services.theming.disclosure.balancing import balanced, hanging_together
from services.theming.disclosure.choosing import NoPattern
from services.theming.disclosure.finer import finer_counts, finer_relations
from services.theming.disclosure.of_hidden import evidently_none, of_hidden_totals
from services.theming.disclosure.problem import Problem
from services.theming.disclosure.protecting import MANY, give_back, protect_and_audit
from services.theming.disclosure.pushing import Says, silent
from services.theming.disclosure.released import Released, WouldGiveAway
from services.theming.domain.releases.cell_words import cell_in_words
from services.theming.domain.statistics.linked_tables import LinkedTable, Release, Values
from services.theming.domain.statistics.tree import Key, Relation
from shared.disclosure.cells import Cell, Suppressed
from shared.disclosure.policies import DisclosurePolicy

Read = tuple[Problem, frozenset[Key]]
"""What a reader has before her, and which cells of it are hidden."""


@dataclass(frozen=True)
class ProtectedRelease:
    """``hidden`` has every hidden cell, of earlier releases too; ``further`` those for others' sake."""

    release: Release
    policy: DisclosurePolicy
    problem: Problem
    hidden: frozenset[Key]

    def cell(self, table: LinkedTable, values: Values) -> Cell:
        key = table.key(values)
        return Suppressed() if key in self.hidden else self.policy.shown(self.problem.counts[key])

    def cells(self, table: LinkedTable) -> dict[Values, Cell]:
        """Every cell of a table as it may be published, in the table's order."""
        return {values: self.cell(table, values) for values in table.counts}

    @property
    def further(self) -> frozenset[Key]:
        small = {key for key in self.hidden if self.problem.must_hide(key)}
        return self.hidden.difference(small, self.problem.settled)


@dataclass(frozen=True)
class Together:
    """One release and those before it, as one set of tables. What is out stands, whatever changes."""

    release: Release
    before: Sequence[Released] = field(default_factory=tuple)

    def all(self) -> Release:
        every = (self.release, *(each.release for each in self.before))
        sums = {
            dim: tuple(dict.fromkeys(s for each in every for s in each.sums.get(dim, ())))
            for dim in dict.fromkeys(dim for each in every for dim in each.sums)
        }
        counts = self.release.cells() | {key: count for key, (count, _) in self._out.items()}
        tables = (table for each in every for table in each.tables)
        return Release(tuple(_with_counts(table, counts) for table in tables), sums)

    def settled(self) -> dict[Key, bool]:
        """What is out stays as it is; what any release hides counts as hidden only if none shows it.

        What others were told roughly need not be said exactly here.
        """
        own, told = self.release.cells(), self.told()
        open_still = {key for key, (_, most) in told.items() if key in own and most}
        return {key: hidden for key, (_, hidden) in self._out.items() if key not in open_still}

    def hidden_in_open_tables(self) -> frozenset[Key]:
        """Of these a zero covers others, and may follow."""
        return frozenset[Key]().union(*(each.hidden for each in self.before if each.open_tables))

    def told(self) -> dict[Key, tuple[int, int]]:
        """Between which counts a reader knows what others were told, where she was not told it herself."""
        shown = [(each, each.release.cells().keys() - each.hidden) for each in self.before]
        exactly = {key for each, keys in shown if not each.of_others for key in keys}
        return {
            key: each.of_others.interval(each.of_others.rounded(self._out[key][0]))
            for each, keys in shown
            if each.of_others
            for key in keys - exactly
            if key in self._out
        }

    @cached_property
    def _out(self) -> dict[Key, tuple[int, bool]]:
        """Each cell that is out: its count, and whether it is hidden everywhere."""
        fresh, found = self.release.cells(), dict[Key, tuple[int, bool]]()
        for each in self.before:
            for key, count in each.release.cells().items():
                hidden = key in each.hidden
                if each.holds(key, count, fresh.get(key)) and (key not in found or found[key][1] > hidden):
                    found[key] = (count, hidden)
        return found


def _with_counts(table: LinkedTable, counts: Mapping[Key, int]) -> LinkedTable:
    return replace(table, counts={v: counts.get(table.key(v), n) for v, n in table.counts.items()})


def protect_release(
    release: Release,
    policy: DisclosurePolicy,
    before: Sequence[Released] = (),
    say: Says = silent,
    many: int = MANY,
) -> ProtectedRelease:
    """The release with what must be hidden, audited together with ``before``.

    Where there are more than ``many`` cells ``say`` is told how far it is. Raises Invalid if counts disagree,
    and WouldGiveAway if hiding more of the release would not help.
    """
    release.relations()
    problem = problem_of(Together(release, before), policy)
    try:
        hidden, exposures = protect_and_audit(problem, say, many)
    except NoPattern:
        tables = _beside(release.cells(), problem, before)
        raise WouldGiveAway(
            f"What is published already leaves no way to hide what must be hidden: {tables}."
        ) from None
    _refuse_if_any(_of_this_release(release, problem, hidden, exposures), problem, before)
    hidden = give_back(problem, hidden)
    return ProtectedRelease(release, policy, problem, hidden)


def problem_of(together: Together, policy: DisclosurePolicy) -> Problem:
    """What a reader of all these tables has before her, as far as it hangs together with the release."""
    every = together.all()
    counts, added_up = _near(together.release, every)
    left_over = _small_left_over(every, counts, policy)
    relations, changes = balanced(added_up, counts)
    whole_groups = {
        part: relation
        for relation in added_up
        for part in relation.parts
        if relation.exact and len(relation.parts) > 1 and _is_whole_group(relation, part, counts, policy)
    }
    finer = frozenset[Key]() if changes else _finer(every, counts)
    settled = {key: hidden for key, hidden in together.settled().items() if key in counts}
    of_hidden = of_hidden_totals(added_up, counts, settled, policy)
    evident = evidently_none(relations, counts, of_hidden)
    return Problem(
        policy=policy,
        counts={**counts, **changes, **{key: count for key, (_, count) in left_over.items()}},
        relations=(*relations, *(relation for relation, _ in left_over.values())),
        told={key: known for key, known in together.told().items() if key in counts},
        settled={**settled, **dict.fromkeys(changes, False), **dict.fromkeys(left_over, True)},
        known_exactly=frozenset(changes),
        changes=frozenset(changes),
        finer=tuple(sorted(finer)),
        finer_relations=finer_relations(finer, counts.keys(), every.sums_by_dimension()),
        always_hidden=frozenset(whole_groups),
        at_least=tuple((relation.parts, 2) for relation in whole_groups.values()),
        zeros_stay=False,
        zeros_known=True,
        of_hidden=of_hidden,
        zeros_cover=together.hidden_in_open_tables() | (evident & of_hidden),
        evidently_zero=evident,
    )


def _small_left_over(
    every: Release, counts: Mapping[Key, int], policy: DisclosurePolicy
) -> dict[Key, tuple[Relation, int]]:
    """Small counts that stand in no table and could be had by subtraction: kept as hidden ones are."""
    return {
        rest: (relation, count)
        for rest, (relation, count) in every.left_over().items()
        if policy.is_small(count) and relation.whole[0] in counts
    }


def _near(release: Release, every: Release) -> tuple[dict[Key, int], tuple[Relation, ...]]:
    """The cells and sums that hang together with the release; all of them if it holds nothing itself."""
    counts, relations = every.cells(), every.relations(checked=False)
    if not release.tables:
        return counts, relations
    near = hanging_together(release.cells(), relations)
    return (
        {key: count for key, count in counts.items() if key in near},
        tuple(each for each in relations if near.issuperset(each.keys)),
    )


def _finer(release: Release, counts: Mapping[Key, int]) -> frozenset[Key]:
    """Where nothing is held of a cell, nothing adds up finely: then what is published is all there is."""
    missing = any(table.missing for table in release.tables)
    return frozenset() if missing else finer_counts(counts.keys())


def _is_whole_group(
    relation: Relation, part: Key, counts: Mapping[Key, int], policy: DisclosurePolicy
) -> bool:
    """All of a group that is shown are of one kind: to show it says that of everybody in the group."""
    whole = counts[relation.whole[0]]
    return whole > policy.suppress_to and counts[part] == whole


def worked_out(before: Sequence[Released], policy: DisclosurePolicy) -> dict[Key, float]:
    """The hidden cells that a reader of ``before`` can narrow too far, each with the width that is left."""
    problem = problem_of(Together(Release(()), before), policy)
    return _widths(problem, hidden_in(problem))


def learnt_from(problem: Problem, hidden: frozenset[Key], shown: Set[Key]) -> list[Key]:
    """The hidden cells that can be narrowed too far, and could not be were ``shown`` hidden too.

    What follows from all else alone, or from a revision that a family knows of, is no reason to refuse.
    """
    return narrower((problem, hidden), (problem, hidden | shown))


def narrower(now: Read, before: Read) -> list[Key]:
    """The hidden cells that can be narrowed too far now, and further than before."""
    too_far = _widths(*now)
    without = _widths(*before) if too_far else {}
    return [key for key, width in too_far.items() if width < without.get(key, float("inf")) - TOLERANCE]


def hidden_in(problem: Problem) -> frozenset[Key]:
    """What is hidden where everything is out already."""
    return frozenset(key for key, gone in problem.settled.items() if gone)


def _widths(problem: Problem, hidden: frozenset[Key]) -> dict[Key, float]:
    exposures = Reader(problem, hidden).exposures() if hidden else []
    return {each.key: each.highest - each.lowest for each in exposures if not problem.none_of_few(each.key)}


def _of_this_release(
    release: Release, problem: Problem, hidden: frozenset[Key], exposures: Sequence[Exposure]
) -> list[Exposure]:
    """Those that the release itself holds, or that it makes narrower.

    What follows from which cells there are, whatever is shown of them, is none: nothing could hide it.
    """
    exposures = [each for each in exposures if not problem.none_of_few(each.key)]
    if not exposures:
        return []
    mine = frozenset(key for key in release.cells() if key not in problem.settled)
    learnt = mine.union(learnt_from(problem, hidden, mine))
    evident = _widths(problem, frozenset(problem.counts))
    return [
        each
        for each in exposures
        if each.key in learnt and each.highest - each.lowest < evident.get(each.key, float("inf")) - TOLERANCE
    ]


def _refuse_if_any(exposures: Sequence[Exposure], problem: Problem, before: Sequence[Released]) -> None:
    if exposures:
        named = "; ".join(cell_in_words(each.key) for each in exposures[:5])
        tables = _beside([each.key for each in exposures], problem, before)
        raise WouldGiveAway(
            f"Together with what is published already, a reader could work out {len(exposures)} hidden "
            f"{'count' if len(exposures) == 1 else 'counts'}: {named}. Published already: {tables}."
        )


def _beside(keys: Iterable[Key], problem: Problem, before: Sequence[Released]) -> str:
    return "; ".join(tables_beside(keys, problem.relations, before)[:5]) or "nothing of these cells"


def tables_beside(
    keys: Iterable[Key], relations: Iterable[Relation], before: Sequence[Released]
) -> list[str]:
    """The released tables that hold one of the cells, or stand in a sum with one, in words."""
    asked = frozenset(keys)
    near = asked.union(*(each.keys for each in relations if not asked.isdisjoint(each.keys)))
    return [
        f"“{table.name}” in {each.name}"
        for each in before
        for table in each.release.tables
        if any(table.key(values) in near for values in table.counts)
    ]
