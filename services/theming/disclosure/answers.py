"""An answer protected together with what its reader has already: earlier answers, releases, open statistics.

Cells that nobody asked for but that can be had by taking one from another (``linking.py``) are guarded like
hidden ones where they are small; the others are reckoned with and need no guard.
"""

from collections.abc import Mapping
from dataclasses import replace

from services.theming.disclosure.attacking import TOLERANCE, Exposure, Reader
from services.theming.disclosure.choosing import NoPattern
from services.theming.disclosure.finest import finest_relations
from services.theming.disclosure.of_hidden import evidently_none, of_hidden_totals
from services.theming.disclosure.problem import Problem
from services.theming.disclosure.protecting import give_back, protect_and_audit
from services.theming.disclosure.released import WouldGiveAway
from services.theming.domain.statistics.linked_tables import pairs
from services.theming.domain.statistics.linking import AREA, PERIOD, Linking, Picture
from services.theming.domain.statistics.tree import Key, Relation
from shared.disclosure.policies import DisclosurePolicy


class CannotBeAnswered(WouldGiveAway):
    """Together with what this account has been told, the answer would say what is hidden."""

    title = "This table cannot be shown to you"


def protect_answer(
    drawn: Picture,
    linking: Linking,
    asked: frozenset[Key],
    counts: Mapping[Key, int],
    settled: Mapping[Key, bool],
    policy: DisclosurePolicy,
    covering: frozenset[Key] = frozenset(),
) -> frozenset[Key]:
    """The cells of ``asked`` that are hidden. ``settled``: cells told before, True if they were hidden.
    ``covering``: those that only open tables hide, where a zero covers others and may follow.

    Raises CannotBeAnswered if something small could be worked out though all of the answer is hidden that
    helps, and could not be worked out without the answer.
    """
    problem = _problem(drawn, linking, asked, counts, settled, policy, covering)
    try:
        hidden, exposures = protect_and_audit(problem)
    except NoPattern:
        raise CannotBeAnswered(_REASON) from None
    exposures = [each for each in exposures if not problem.none_of_few(each.key)]
    if _of_this_answer(problem, hidden, asked, exposures):
        raise CannotBeAnswered(_REASON)
    return (give_back(problem, hidden) if not exposures else hidden) & asked


_REASON = (
    "Together with tables that you have been shown, or that are published, it would let a small number be"
    " worked out. Ask for fewer rows or columns, a longer period or a wider area."
)


def _of_this_answer(
    problem: Problem, hidden: frozenset[Key], asked: frozenset[Key], exposures: list[Exposure]
) -> bool:
    """Whether something is exposed further than it would be, were nothing of the answer shown."""
    if not exposures:
        return False
    already = {each.key: _width(each) for each in Reader(problem, hidden | asked).exposures()}
    return any(_width(each) < already.get(each.key, float("inf")) - TOLERANCE for each in exposures)


def _width(exposure: Exposure) -> float:
    return exposure.highest - exposure.lowest


def _problem(
    drawn: Picture,
    linking: Linking,
    asked: frozenset[Key],
    counts: Mapping[Key, int],
    settled: Mapping[Key, bool],
    policy: DisclosurePolicy,
    covering: frozenset[Key],
) -> Problem:
    guarded = {key for key in drawn.keys if key not in drawn.unasked or policy.is_small(counts[key])}
    between = [relation for relation in drawn.relations if guarded.issuperset(relation.keys)]
    of_hidden = of_hidden_totals(drawn.relations, counts, settled, policy)
    nobody = frozenset(_nobody_anywhere(asked, counts)) - of_hidden
    evident = nobody | evidently_none(between, counts, of_hidden)
    zeros = nobody | {key for key, hidden in settled.items() if not hidden and not counts.get(key, 1)}
    groups = finest_relations(sorted(drawn.keys), zeros, linking)
    problem = Problem(
        policy=policy,
        counts={key: counts[key] for key in sorted(guarded)},
        relations=tuple(between),
        settled={
            key: hidden for key, hidden in settled.items() if key in guarded and key not in drawn.unasked
        },
        always_hidden=frozenset(_whole_groups(drawn.relations, asked, counts, policy)),
        zeros_stay=False,
        zeros_known=True,
        of_hidden=of_hidden & guarded,
        zeros_cover=covering.union(evident & of_hidden),
        evidently_zero=evident & guarded,
        finer=(*sorted(drawn.keys - guarded), *dict.fromkeys(g for each in groups for g in each.parts)),
    )
    # Of what was settled before, nothing can be chosen any more: it is only reckoned with. And rounded
    # periods leave so much open that one of them can be hidden alone: only the attack says whether not.
    open_still = [
        relation
        for relation in between
        if problem.hideable.intersection(relation.keys)
        and not (policy.round_to > 1 and _differing(relation) == {PERIOD})
    ]
    rest = tuple(relation for relation in drawn.relations if relation not in set(open_still))
    return replace(problem, relations=tuple(open_still), finer_relations=(*rest, *groups))


def _whole_groups(
    relations: tuple[Relation, ...],
    asked: frozenset[Key],
    counts: Mapping[Key, int],
    policy: DisclosurePolicy,
) -> list[Key]:
    """Cells that are all of their group: to show one says of everybody there of what kind they are."""
    return [
        part
        for relation in relations
        if len(relation.whole) == 1 and counts[relation.whole[0]] > policy.suppress_to
        for part in relation.parts
        if part in asked and counts[part] == counts[relation.whole[0]] and _is_a_kind(relation, part)
    ]


def _is_a_kind(relation: Relation, part: Key) -> bool:
    """Where and when says nothing of what kind they were; nor does a group's only theme."""
    whole, held = dict(pairs(relation.whole[0])), dict(pairs(part))
    differing = {dim for dim, value in held.items() if whole.get(dim) != value}
    return not differing & {AREA, PERIOD} and (relation.exact or not differing & whole.keys())


def _differing(relation: Relation) -> set[str]:
    """The dimensions in which the parts differ from the whole."""
    whole = set(pairs(relation.whole[0]))
    return {dim for part in relation.parts for dim, _ in set(pairs(part)) - whole}


def _nobody_anywhere(asked: frozenset[Key], counts: Mapping[Key, int]) -> list[Key]:
    """Cells of a value that nobody in the whole answer has: to hide one would be no use."""
    held = {pair for key in asked if counts[key] for pair in pairs(key)}
    return [key for key in asked if not held.issuperset(pairs(key))]
