"""How counts of different questions hang together, so that nothing can be had by taking one from another.

A cell is known by what its cases have in common (``linked_tables.py``): dimension, value, dimension, value.
Each value stands for the smallest things it is made of: a period for its months, an area for its
authorities. Where two cells differ in one dimension alone and one holds the other, what is left over is a
count too, though nobody asked for it: "all but girls", "the year without its first quarter".
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import chain, combinations

from services.theming.domain.statistics.linked_tables import TOTAL, pairs, with_value
from services.theming.domain.statistics.spans import MONTH, parse_span
from services.theming.domain.statistics.tree import ALL, PARTS_OF_AREA, Key, Relation

PERIOD, AREA, THEME = "period", "area", "theme"
GROUP = "group:"
TOGETHER = "|"


@dataclass(frozen=True)
class Asked:
    """Cells that were asked for together, all with the ``fixed`` values (filters, the area) in common."""

    cells: frozenset[Key]
    fixed: frozenset[str]


@dataclass(frozen=True)
class Linking:
    """``values``: every value of each dimension; ``overlapping``: those of which a case can have several.

    ``groups``: the themes of each group.
    """

    values: Mapping[str, frozenset[str]]
    overlapping: frozenset[str] = frozenset()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def leaves(self, dim: str, value: str) -> frozenset[str]:
        """The smallest values that ``value`` is made of."""
        if dim == PERIOD:
            return frozenset().union(*(_months(part) for part in _parts(value)))
        if dim == AREA:
            return frozenset(chain.from_iterable(map(linked_area, _parts(value))))
        return self.values[dim] if value == TOTAL else frozenset(_parts(value))


def linked_dim(name: str, value: str) -> tuple[str, str]:
    """Dimension and value as a cell has them: a theme and a group of themes are of one dimension."""
    return (THEME, f"{GROUP}{value}") if name == "theme_group" else (name, value)


@dataclass(frozen=True)
class Picture:
    """What hangs together with the cells asked for. ``unasked`` are cells that nobody asked for."""

    keys: frozenset[Key]
    relations: tuple[Relation, ...]
    unasked: frozenset[Key]


def picture(asked: Asked, before: Iterable[Asked], linking: Linking) -> Picture:
    """The cells that can be reckoned against those of ``asked``, with what is left over between them."""
    every = (asked, *before)
    known = frozenset().union(*(each.cells for each in every))
    between = frozenset(_between(every, known))
    relations = _reachable(asked.cells, tuple(dict.fromkeys(_relations(known | between, linking))))
    keys = asked.cells.union(*(relation.keys for relation in relations))
    return Picture(keys, relations, keys - known)


def _between(every: Iterable[Asked], known: Set[Key]) -> Iterator[Key]:
    """Cells that lie between two that differ in several fixed values at once, or in one and in the period."""
    periods = defaultdict(set)
    for key in known:
        periods[with_value(key, PERIOD, TOTAL)].add(dict(pairs(key))[PERIOD])
    for each in every:
        for key in each.cells:
            for drop in _some(sorted(each.fixed)):
                above = _without(key, drop)
                elsewhere = periods.get(with_value(above, PERIOD, TOTAL), set()) - {dict(pairs(key))[PERIOD]}
                if (above in known and len(drop) > 1) or elsewhere:
                    yield from (_without(key, fewer) for fewer in _some(drop))


def _some(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of one or more."""
    named = tuple(names)
    return chain.from_iterable(combinations(named, number) for number in range(1, len(named) + 1))


def _without(key: Key, names: Iterable[str]) -> Key:
    for name in names:
        key = with_value(key, name, TOTAL)
    return key


def _relations(known: Set[Key], linking: Linking) -> Iterator[Relation]:
    beside: dict[tuple[Key, str], set[str]] = defaultdict(set)
    for key in sorted(known):
        for dim, value in pairs(key):
            others = with_value(key, dim, TOTAL)
            beside[others, dim].add(value)
            if others in known:
                beside[others, dim].add(TOTAL)
    for (others, dim), values in beside.items():
        if dim in linking.overlapping:
            yield from _of_overlapping(others, dim, values, linking)
        elif len(values) > 1:
            yield from _of_blocks(others, dim, values, linking)


def _of_blocks(others: Key, dim: str, values: Set[str], linking: Linking) -> Iterator[Relation]:
    """Each value is the sum of the smallest blocks that the values cut the dimension into."""
    made_of = {value: linking.leaves(dim, value) for value in sorted(values)}
    named = {leaves: value for value, leaves in made_of.items()}
    cut: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for leaf in frozenset().union(*made_of.values()):
        cut[tuple(value for value, leaves in made_of.items() if leaf in leaves)].add(leaf)
    for value in made_of:
        blocks = [named.get(frozenset(block), _name(block)) for held, block in cut.items() if value in held]
        if blocks != [value]:
            parts = tuple(with_value(others, dim, block) for block in sorted(blocks))
            yield Relation((with_value(others, dim, value),), parts)


def _of_overlapping(others: Key, dim: str, values: Set[str], linking: Linking) -> Iterator[Relation]:
    """Distinct cases are at least those of each theme; a group at most the sum of its themes."""

    def cell(value: str) -> Key:
        return with_value(others, dim, value)

    if TOTAL in values:
        yield from (Relation((others,), (cell(v),), exact=False) for v in sorted(values - {TOTAL}))
    for group, themes in linking.groups.items() if dim == THEME else ():
        here = [theme for theme in themes if theme in values]
        if f"{GROUP}{group}" in values:
            yield from (Relation((cell(f"{GROUP}{group}"),), (cell(v),), exact=False) for v in here)
            if len(here) == len(themes):
                yield Relation(tuple(map(cell, here)), (cell(f"{GROUP}{group}"),), exact=False)


def _reachable(start: Set[Key], relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """The relations that hang together with ``start``, however far away."""
    of: dict[Key, list[int]] = defaultdict(list)
    for number, relation in enumerate(relations):
        for key in relation.keys:
            of[key].append(number)
    found: set[int] = set()
    ahead = {number for key in start for number in of[key]}
    while ahead:
        found |= ahead
        ahead = {n for number in ahead for key in relations[number].keys for n in of[key]} - found
    return tuple(relations[number] for number in sorted(found))


def _name(block: Iterable[str]) -> str:
    return TOGETHER.join(sorted(block))


def _parts(value: str) -> list[str]:
    return value.split(TOGETHER)


def _months(period: str) -> frozenset[str]:
    """A month stands for itself; it is written so that it is not taken for a year: "month 2025-04"."""
    return frozenset({period}) if period.startswith(MONTH) else parse_span(period).months


def linked_area(area: str | None) -> frozenset[str]:
    """The areas that hold no others within this one; of all where none is named."""
    parts = PARTS_OF_AREA.get(ALL if area in (None, TOTAL) else area or "")
    return frozenset().union(*map(linked_area, parts)) if parts else frozenset({area or ""})
