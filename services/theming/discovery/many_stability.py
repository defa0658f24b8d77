"""How much of a group is found again when a part of the texts is left out."""

from typing import Any

import numpy

from services.theming.discovery.groups import FEWEST_WITH_TERM, Field, Group, grow

SEED = 20261101
#: Fewer samples than of few texts: a group of many texts is as steady in each.
TIMES = 5
KEPT = 0.8
#: Among very many texts, a group is tried among so many others, by the terms that its own texts share.
OTHERS = 1_000


def stability(matrix: Any, field: Field, group: Group) -> float:
    """Mean Jaccard of the group with what it grows to again, over samples of 80 % of the texts; 0 to 1."""
    chance = numpy.random.RandomState(SEED)
    if field.size - len(group.texts) > OTHERS:
        matrix, field, group = _among_some(matrix, field, group, chance)
    return float(numpy.mean([_again(matrix, field, group, chance) for _ in range(TIMES)]))


def _among_some(matrix: Any, field: Field, group: Group, chance: Any) -> tuple[Any, Field, Group]:
    others = numpy.setdiff1d(numpy.arange(field.size), group.texts)
    rows = numpy.sort(numpy.concatenate([group.texts, chance.permutation(others)[:OTHERS]]))
    inside = matrix[list(group.texts)]
    terms = numpy.flatnonzero(numpy.asarray(inside.sum(axis=0)).ravel() >= FEWEST_WITH_TERM)
    fewer = matrix[rows][:, terms]
    names = [field.names[term] for term in terms.tolist()]
    places = tuple(numpy.searchsorted(rows, group.texts).tolist())
    return fewer, Field.of(fewer, field.weights[terms], names), Group(places, (), group.gain)


def _again(matrix: Any, field: Field, group: Group, chance: Any) -> float:
    kept = numpy.sort(chance.permutation(field.size)[: max(3, int(field.size * KEPT))])
    start = numpy.zeros(field.size)
    start[list(group.texts)] = 1
    before = set(numpy.flatnonzero(start[kept]))
    if not before:
        return 0.0
    # Begun from half of what is left of it: a group that holds together draws the other half back.
    begin = numpy.zeros(len(kept))
    begin[chance.permutation(sorted(before))[: max(3, len(before) // 2)]] = 1
    found = grow(Field.of(matrix[kept], field.weights, field.names), begin)
    after = set(found.texts) if found else set()
    return len(before & after) / len(before | after)
