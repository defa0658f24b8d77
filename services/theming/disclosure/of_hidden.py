"""Which cells are of a total that is hidden: of so few nothing is said, not even of what kind nobody is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from services.theming.domain.statistics.linked_tables import pairs
from services.theming.domain.statistics.linking import AREA, PERIOD
from services.theming.domain.statistics.tree import Key, Relation
from shared.disclosure.policies import DisclosurePolicy


def of_hidden_totals(
    relations: Iterable[Relation],
    counts: Mapping[Key, int],
    settled: Mapping[Key, bool],
    policy: DisclosurePolicy,
) -> frozenset[Key]:
    """The parts, and the parts of these, of every total that is small, or of all cases and hidden before.

    Of a group of themes its themes are no parts: it is no total of a row or of a column.
    """
    parts: dict[Key, set[Key]] = defaultdict(set)
    for each in relations:
        if _is_a_total(each):
            parts[each.whole[0]].update(each.parts)
    found = set[Key]()
    ahead = {key for key in parts if policy.is_small(counts.get(key, 0))}
    ahead |= {key for key in parts if settled.get(key) and counts.get(key, 0) and _is_of_all_cases(key)}
    while ahead:
        ahead = set[Key]().union(*(parts.get(key, ()) for key in ahead)) - found
        found |= ahead
    return frozenset(found)


def _is_a_total(relation: Relation) -> bool:
    whole = {dim for dim, _ in pairs(relation.whole[0])}
    differing = {dim for part in relation.parts for dim, _ in pairs(part)} - whole
    return len(relation.whole) == 1 and (relation.exact or bool(differing))


def _is_of_all_cases(key: Key) -> bool:
    return {dim for dim, _ in pairs(key)} <= {AREA, PERIOD}


def evidently_none(
    relations: Iterable[Relation], counts: Mapping[Key, int], of_hidden: frozenset[Key]
) -> frozenset[Key]:
    """The parts of what is shown to be none: to hide one would be no use."""
    return frozenset(
        part
        for each in relations
        if len(each.whole) == 1 and not counts.get(each.whole[0], 1) and each.whole[0] not in of_hidden
        for part in each.parts
    )
