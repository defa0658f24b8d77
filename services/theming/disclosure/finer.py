"""Counts that nobody publishes and that bound those that are published.

Tables by area and sex, by sex and age and by area and age say something together of the counts by area, sex
and age: each case is in all three. Where tables hang together like a tree nothing of the kind follows; where
they go round in a circle the finer counts belong to what a reader reckons with. Which ones are enough is
known from graphical models: the cliques of the dimensions' graph once it has no long circles (Lauritzen and
Spiegelhalter, Journal of the Royal Statistical Society B 50, 1988).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations, islice

from services.theming.domain.statistics.linked_tables import Sum, pairs, with_value
from services.theming.domain.statistics.tree import Key, Relation

Dims = frozenset[str]
MOST = 3_000
"""So many finer counts are reckoned with: of larger circles three dimensions at a time, smallest first."""


def finer_counts(published: Set[Key]) -> frozenset[Key]:
    """Cells by more dimensions than any table has, where tables go round in a circle."""
    wide = _widest({frozenset(key[::2]) for key in published})
    tables = {dims: [key for key in published if frozenset(key[::2]) == dims] for dims in wide}
    found: set[Key] = set()
    for clique in _cliques(wide):
        joined = _joined(clique, tables, MOST - len(found))
        found |= joined
        if not joined:
            threes = [_joined(three, tables, MOST) for three in _threes(clique, wide)]
            for cells in sorted(threes, key=len):
                found |= cells if len(found | cells) <= MOST else set()
    return frozenset(found - published)


def finer_relations(
    finer: Set[Key], published: Set[Key], sums: Mapping[str, Sequence[Sum]]
) -> tuple[Relation, ...]:
    """What finer cells add up to. Where a part is not reckoned with, the whole is only at least the rest."""
    every = finer | published
    above = dict.fromkeys(
        (with_value(key, dim, each.whole), dim, each)
        for key in sorted(finer)
        for dim, value in pairs(key)
        for each in sums[dim]
        if value in each.parts
    )
    found = (
        relation
        for whole, dim, each in above
        if whole in every
        for relation in _along(whole, [with_value(whole, dim, part) for part in each.parts], each, every)
    )
    return tuple(found)


def _along(whole: Key, parts: Sequence[Key], each: Sum, every: Set[Key]) -> Iterator[Relation]:
    there = tuple(part for part in parts if part in every)
    if not each.overlapping:
        yield Relation((whole,), there, exact=len(there) == len(parts))
        return
    yield from (Relation((whole,), (part,), exact=False) for part in there)
    if each.covering and len(there) == len(parts):
        yield Relation(there, (whole,), exact=False)


def _widest(sets: Iterable[Dims]) -> list[Dims]:
    every = set(sets)
    return sorted((each for each in every if not any(each < other for other in every)), key=sorted)


def _round(tables: Sequence[Dims]) -> list[Dims]:
    """What is left of the tables when all that hangs on like a branch is taken off (Graham, 1979)."""
    left = list(tables)
    while True:
        shared = {dim for dim in frozenset().union(*left) if sum(dim in each for each in left) > 1}
        fewer = _widest(each & shared for each in left)
        if fewer == left:
            return left
        left = fewer


def _cliques(tables: Sequence[Dims]) -> list[Dims]:
    """Dimensions that are to be crossed with each other, though no table does."""
    left = _round(tables)
    near = {
        dim: set().union(*(each for each in left if dim in each)) - {dim} for dim in frozenset().union(*left)
    }
    found = []
    while near:
        dim = min(near, key=lambda d: (sum(b not in near[a] for a, b in combinations(near[d], 2)), d))
        found.append(frozenset(near[dim] | {dim}))
        for a, b in combinations(near.pop(dim), 2):
            near[a].add(b)
            near[b].add(a)
        for others in near.values():
            others.discard(dim)
    return [clique for clique in _widest(found) if not any(clique <= table for table in tables)]


def _threes(clique: Dims, tables: Sequence[Dims]) -> Iterator[Dims]:
    """Three dimensions at a time that tables cross two by two, beside those that all tables have."""
    everywhere = frozenset(clique).intersection(*tables)
    for three in combinations(sorted(clique - everywhere), 3):
        wanted = everywhere.union(three)
        crossed = all(any(everywhere.union(two) <= t for t in tables) for two in combinations(three, 2))
        if crossed and not any(wanted <= table for table in tables):
            yield wanted


def _joined(clique: Dims, tables: Mapping[Dims, Sequence[Key]], most: int) -> set[Key]:
    """Cells by all of ``clique`` of which each table has its part, and their sums; none if too many."""
    cells: list[Key] = [()]
    done: Dims = frozenset()
    for dim in sorted(clique):
        done |= {dim}
        seen = [(each & done, {_only(key, done) for key in tables[each]}) for each in tables if dim in each]
        values = sorted(
            {value for keys in tables.values() for key in keys for d, value in pairs(key) if d == dim}
        )
        longer = (with_value(cell, dim, value) for cell in cells for value in values)
        kept = (cell for cell in longer if all(_only(cell, dims) in there for dims, there in seen))
        cells = list(islice(kept, most + 1))
    if len(cells) > most:
        return set()
    return {_only(cell, dims) for cell in cells for dims in _subsets(clique)}


def _subsets(dims: Dims) -> list[Dims]:
    return [
        frozenset(some) for number in range(1, len(dims) + 1) for some in combinations(sorted(dims), number)
    ]


def _only(key: Key, dims: Dims) -> Key:
    return tuple(text for pair in pairs(key) if pair[0] in dims for text in pair)
