"""The smallest groups that a set of cells tells apart: every cell is a sum of them, known or not.

Cells of different tables bound each other through these groups in ways that no sum between the cells shows:
girls by area and girls by age say something together of girls by area and age.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

import numpy as np

from services.theming.domain.statistics.linked_tables import TOTAL, pairs
from services.theming.domain.statistics.linking import Linking
from services.theming.domain.statistics.tree import Key, Relation

MOST = 2_500
"""Of more groups, a reader's programs take too long to answer at once: then sums between cells must do."""
MOST_LAID_OUT = 2_000_000
Blocks = Mapping[str, list[frozenset[str]]]


def finest_relations(keys: Iterable[Key], zeros: Set[Key], linking: Linking) -> tuple[Relation, ...]:
    """Each cell as the sum of the smallest groups but those within a cell of ``zeros``, known to be empty.

    Cells of dimensions of which a case can have several values are passed over.
    """
    split = [key for key in keys if linking.overlapping.isdisjoint(key[::2])]
    blocks = {dim: _blocks(dim, split, linking) for dim in sorted({dim for key in split for dim in key[::2]})}
    if np.prod([len(each) for each in blocks.values()]) > MOST_LAID_OUT:
        return ()
    numbers = np.full([len(each) for each in blocks.values()], True)
    for key in (key for key in split if key in zeros):
        numbers[_within(key, blocks, linking)] = False
    names = {place: _name(place) for place in map(tuple, np.argwhere(numbers).tolist())}
    whole = [key for key in split if key not in zeros]
    return tuple(_sums(whole, numbers, names, blocks, linking)) if len(names) <= MOST else ()


def _sums(
    keys: Iterable[Key],
    numbers: np.ndarray,
    names: Mapping[tuple[int, ...], Key],
    blocks: Blocks,
    linking: Linking,
) -> Iterator[Relation]:
    places = np.full(numbers.shape, -1)
    places[numbers] = np.arange(len(names))
    every = list(names.values())
    for key in keys:
        held = places[_within(key, blocks, linking)]
        yield Relation((key,), tuple(every[n] for n in held[held >= 0].tolist()))


def _within(key: Key, blocks: Blocks, linking: Linking) -> tuple[np.ndarray, ...]:
    held = dict(pairs(key))
    return np.ix_(*(_held(dim, held.get(dim, TOTAL), cut, linking) for dim, cut in blocks.items()))


def _held(dim: str, value: str, cut: list[frozenset[str]], linking: Linking) -> list[int]:
    if value == TOTAL:
        return list(range(len(cut)))
    leaves = linking.leaves(dim, value)
    return [number for number, block in enumerate(cut) if block <= leaves]


def _blocks(dim: str, keys: Iterable[Key], linking: Linking) -> list[frozenset[str]]:
    """Into what the values of a dimension that any cell has cut it."""
    values = sorted({dict(pairs(key)).get(dim, TOTAL) for key in keys})
    made_of = [linking.leaves(dim, value) for value in values if value != TOTAL or dim != "period"]
    cut: dict[tuple[bool, ...], set[str]] = defaultdict(set)
    for leaf in frozenset().union(*made_of):
        cut[tuple(leaf in leaves for leaves in made_of)].add(leaf)
    return [frozenset(block) for _, block in sorted(cut.items())]


def _name(place: tuple[int, ...]) -> Key:
    """A group is known by its place, which no cell's key looks like."""
    return ("smallest group", *map(str, place))
