"""How much of a group is gathered again when a part of the texts is left out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy

from services.theming.discovery.gathering import Gathered, climbed
from services.theming.discovery.weighing import FEWEST, Weighing

SEED = 20261101
TIMES = 10
KEPT = 0.8


def stability(field: Weighing, group: Gathered) -> float:
    """Mean Jaccard of the group with what it comes to again, over samples of 80 % of the texts; 0 to 1.

    Begun from half of what is left of it: a group that holds together draws the other half back.
    """
    chance = numpy.random.RandomState(SEED)
    return float(numpy.mean([_again(field, group.texts, chance) for _ in range(TIMES)]))


def _again(field: Weighing, texts: Sequence[int], chance: Any) -> float:
    many = len(field.has)
    rows = numpy.sort(chance.permutation(many)[: int(many * KEPT)])
    before = numpy.flatnonzero(numpy.isin(rows, texts))
    if len(before) < FEWEST:
        return 0.0
    fewer = replace(field, has=field.has[rows], beyond=field.beyond[rows], usual=field.usual[rows])
    begin = numpy.zeros((1, len(rows)), dtype=numpy.float32)
    begin[0, chance.permutation(before)[: max(FEWEST, len(before) // 2)]] = 1
    after = set(numpy.flatnonzero(climbed(fewer, begin)[0]).tolist())
    return len(after & set(before.tolist())) / len(after | set(before.tolist()))
