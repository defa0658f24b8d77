"""How much of a group is found again when a part of the texts is left out."""

from typing import Any

import numpy

from services.theming.discovery.groups import Field, Group, grow

SEED = 20261101
TIMES = 10
KEPT = 0.8


def stability(matrix: Any, field: Field, group: Group) -> float:
    """Mean Jaccard of the group with what it grows to again, over samples of 80 % of the texts; 0 to 1."""
    chance = numpy.random.RandomState(SEED)
    return float(numpy.mean([_again(matrix, field, group, chance) for _ in range(TIMES)]))


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
