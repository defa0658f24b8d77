"""All tables of a release protected at once, together with what has been released before.

Limits: a reader's programs hold the cells that are published. Where three tables cross the same three
dimensions two by two, finer counts that nobody published bound each other too; a release can hold such a
finer table to have it protected as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.theming.disclosure.attacking import Exposure
from services.theming.disclosure.choosing import NoPattern
from services.theming.disclosure.problem import Problem
from services.theming.disclosure.protecting import give_back, protect_and_audit
from services.theming.domain.statistics.linked_tables import LinkedTable, Release, Values, in_words
from services.theming.domain.statistics.tree import Key, Relation
from shared.disclosure.cells import Cell, Suppressed
from shared.disclosure.policies import DisclosurePolicy
from shared.errors import Conflict


class WouldGiveAway(Conflict):
    """Together with what is published already, the tables would say what is hidden there."""

    title = "These tables cannot be released"


@dataclass(frozen=True)
class Released:
    """What is out: its tables with their counts, and which cells it hides."""

    name: str
    release: Release
    hidden: frozenset[Key]


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
    """One release and those before it, as one set of tables."""

    release: Release
    before: Sequence[Released] = field(default_factory=tuple)

    def all(self) -> Release:
        every = (self.release, *(each.release for each in self.before))
        sums = {
            dim: tuple(dict.fromkeys(s for each in every for s in each.sums.get(dim, ())))
            for dim in dict.fromkeys(dim for each in every for dim in each.sums)
        }
        return Release(tuple(table for each in every for table in each.tables), sums)

    def settled(self) -> dict[Key, bool]:
        """What is out stays as it is; what any release hides counts as hidden only if none shows it."""
        found: dict[Key, bool] = {}
        for each in self.before:
            for key in each.release.cells():
                found[key] = found.get(key, True) and key in each.hidden
        return found


def protect_release(
    release: Release, policy: DisclosurePolicy, before: Sequence[Released] = ()
) -> ProtectedRelease:
    """The release with what must be hidden, audited together with ``before``.

    Raises Invalid if counts disagree, and WouldGiveAway if hiding more of the release would not help.
    """
    problem = problem_of(Together(release, before), policy)
    try:
        hidden, exposures = protect_and_audit(problem)
    except NoPattern:
        raise WouldGiveAway("What is published already leaves no way to hide what must be hidden.") from None
    _refuse_if_any(exposures)
    hidden = give_back(problem, hidden)
    return ProtectedRelease(release, policy, problem, hidden)


def problem_of(together: Together, policy: DisclosurePolicy) -> Problem:
    """What a reader of all these tables has before her."""
    every = together.all()
    counts, relations = every.cells(), every.relations()
    whole_groups = {
        part: relation
        for relation in relations
        for part in relation.parts
        if relation.exact and len(relation.parts) > 1 and _is_whole_group(relation, part, counts, policy)
    }
    return Problem(
        policy=policy,
        counts=counts,
        relations=relations,
        settled=together.settled(),
        always_hidden=frozenset(whole_groups),
        at_least=tuple((relation.parts, 2) for relation in whole_groups.values()),
        zeros_stay=False,
        zeros_known=True,
        evidently_zero=frozenset(
            part
            for relation in relations
            for part in relation.parts
            if len(relation.whole) == 1 and not counts[relation.whole[0]]
        ),
    )


def _is_whole_group(
    relation: Relation, part: Key, counts: Mapping[Key, int], policy: DisclosurePolicy
) -> bool:
    """All of a group that is shown are of one kind: to show it says that of everybody in the group."""
    whole = counts[relation.whole[0]]
    return whole > policy.suppress_to and counts[part] == whole


def _refuse_if_any(exposures: Sequence[Exposure]) -> None:
    if exposures:
        named = "; ".join(in_words(each.key) for each in exposures[:5])
        raise WouldGiveAway(
            f"Together with what is published already, a reader could work out {len(exposures)} hidden "
            f"{'count' if len(exposures) == 1 else 'counts'}: {named}."
        )
