"""Tables that are published together: a count that stands in two of them is one count.

A cell is known by what its cases have in common, so that tables link themselves: the row "girls" of a
table by area and the row "girls" of a table by age are the same cell, and so is a cell of an earlier
release. What a dimension's values add up to is said by ``Sum``: age bands to wider bands, quarters to a
year, authorities to a county.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from services.theming.domain.statistics.tree import Key, Relation
from shared.errors import Fault, Invalid

TOTAL = "Total"
LEFT_OVER = "other than "
Values = tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """A value of a dimension and its parts; ``TOTAL`` is all of them.

    ``overlapping``: a case can be in several parts, or (unless ``covering``) in none of them, so that the
    whole, which counts distinct cases, is only known to be at least each part (and at most their sum).
    """

    whole: str
    parts: Values
    overlapping: bool = False
    covering: bool = False


@dataclass(frozen=True)
class LinkedTable:
    """Counts by the values of ``dims``, in that order; a value can be ``TOTAL``. What is absent is 0
    where the rest comes to its total, and otherwise not published.

    Of ``missing`` cells nothing is held: they are no zeros, and a total with such a part is only at least
    the sum of the others.
    """

    name: str
    dims: tuple[str, ...]
    counts: Mapping[Values, int]
    missing: frozenset[Values] = frozenset()

    @cached_property
    def told(self) -> frozenset[frozenset[int]]:
        """The places of the dimensions that cells have a value of, for each kind of cell."""
        return frozenset(
            frozenset(place for place, value in enumerate(values) if value != TOTAL) for values in self.counts
        )

    def key(self, values: Values) -> Key:
        """What the cases of a cell have in common: dimension, value, dimension, value, in a fixed order."""
        held = sorted((d, v) for d, v in zip(self.dims, values, strict=True) if v != TOTAL)
        return tuple(text for pair in held for text in pair)


@dataclass(frozen=True)
class Release:
    """Tables published together. A dimension without ``sums`` has its values once, under ``TOTAL``."""

    tables: tuple[LinkedTable, ...]
    sums: Mapping[str, tuple[Sum, ...]] = field(default_factory=dict)

    def cells(self) -> dict[Key, int]:
        """Every count once. Raises Invalid that names each cell on which two tables disagree."""
        found: dict[Key, int] = {}
        faults = []
        for table in self.tables:
            for values, count in table.counts.items():
                if found.setdefault(table.key(values), count) != count:
                    faults.append(Fault(table.name, f"{said(table, values)} is counted otherwise elsewhere."))
        if faults:
            raise Invalid(faults)
        return found

    def relations(self, *, checked: bool = True) -> tuple[Relation, ...]:
        """How the cells add up. If ``checked``, raises Invalid that names each sum that does not come to its
        parts: figures of different days need not."""
        cells = self.cells()
        found = self._found(cells)
        faults = [fault for relation in found if checked for fault in _wrong(relation, cells)]
        if faults:
            raise Invalid(faults)
        return found

    def wrong_sums(self) -> list[tuple[Key, Fault]]:
        """Each sum that does not come to its parts, as the cell that is their sum, and the fault."""
        cells = self.cells()
        return [
            (relation.whole[0], fault) for relation in self._found(cells) for fault in _wrong(relation, cells)
        ]

    def _found(self, cells: Mapping[Key, int]) -> tuple[Relation, ...]:
        every = (relation for table in self.tables for relation in self._relations_of(table, cells))
        return tuple(dict.fromkeys(every))

    def left_over(self) -> dict[Key, tuple[Relation, int]]:
        """What can be had by taking some parts from their total, where the others are in no table.

        Each such cell, "all but girls", with the sum it closes and its count.
        """
        cells, found = self.cells(), dict[Key, tuple[Relation, int]]()
        for dim, sums in self.sums_by_dimension().items():
            for each in sums:
                wholes = [] if each.overlapping else [k for k in cells if value_of(k, dim) == each.whole]
                found |= dict(left for key in wholes if (left := self._left_of(key, dim, each, cells)))
        return found

    def _left_of(
        self, key: Key, dim: str, each: Sum, cells: Mapping[Key, int]
    ) -> tuple[Key, tuple[Relation, int]] | None:
        every = [with_value(key, dim, value) for value in each.parts]
        parts = tuple(part for part in every if part in cells)
        if not parts or len(parts) == len(every) or not self._missing.isdisjoint(every):
            return None
        rest = with_value(key, dim, LEFT_OVER + ", ".join(value_of(part, dim) for part in parts))
        count = cells[key] - sum(cells[part] for part in parts)
        return rest, (Relation((key,), (*parts, rest)), count)

    def _relations_of(self, table: LinkedTable, cells: Mapping[Key, int]) -> Iterator[Relation]:
        every = self.sums_by_dimension()
        for values in table.counts:
            key, held = table.key(values), dict(zip(table.dims, values, strict=True))
            along = [
                relation
                for dim, sums in every.items()
                for each in sums
                if each.whole == held.get(dim, TOTAL)
                for relation in _along(key, dim, each, cells, self._missing)
            ]
            several = [] if any(each.exact for each in along) else self._over_several(table, values)
            yield from (*along, *several) or self._nobody_in(table, values)

    def _over_several(self, table: LinkedTable, values: Values) -> list[Relation]:
        """A total over several dimensions at once, where the totals between are not all in the table: over as
        few as it comes to its parts with. If it never does, it is at least the parts that there are."""
        tops = self._tops
        totals = [n for n, value in enumerate(values) if value == TOTAL and table.dims[n] in tops]
        found: list[Relation] = []
        for number in range(2, len(totals) + 1):
            for over in map(frozenset, combinations(totals, number)):
                parts = self._parts_over(table, over).get(values, [])
                gap = table.counts[values] > sum(table.counts[part] for part in parts)
                exact = not gap and not any(_is_part(other, values, over) for other in table.missing)
                each = Relation((table.key(values),), tuple(map(table.key, parts)), exact=exact)
                if parts and exact:
                    return [each]
                found += [each] * bool(parts)
        return found

    @cached_property
    def _tops(self) -> dict[str, frozenset[str]]:
        """What the total of each dimension is made of, where no case is in two of its values."""
        every = self.sums_by_dimension()
        return {
            dim: frozenset(each.parts)
            for dim, sums in every.items()
            for each in sums
            if each.whole == TOTAL and not each.overlapping
        }

    def _parts_over(self, table: LinkedTable, over: frozenset[int]) -> Mapping[Values, list[Values]]:
        """By each total over all of these dimensions at once, the cells that it is made of."""
        if (table.name, over) not in self._over:
            found: dict[Values, list[Values]] = {}
            for part in table.counts:
                if all(part[place] in self._tops[table.dims[place]] for place in over):
                    whole = tuple(TOTAL if place in over else value for place, value in enumerate(part))
                    found.setdefault(whole, []).append(part)
            self._over[table.name, over] = found
        return self._over[table.name, over]

    @cached_property
    def _over(self) -> dict[tuple[str, frozenset[int]], Mapping[Values, list[Values]]]:
        return {}

    def _nobody_in(self, table: LinkedTable, values: Values) -> list[Relation]:
        """A total of nobody no part of which is in a table that has the parts of other totals: what is absent
        is 0, so that this 0 is no secret."""
        over = {place for place, value in enumerate(values) if value == TOTAL}
        if table.counts[values] or not over or not any(over <= told for told in table.told):
            return []
        held_back = any(_is_part(other, values, over) for other in table.missing)
        return [] if held_back else [Relation((table.key(values),), ())]

    @cached_property
    def _missing(self) -> frozenset[Key]:
        return frozenset(table.key(values) for table in self.tables for values in table.missing)

    def sums_by_dimension(self) -> dict[str, tuple[Sum, ...]]:
        """What each dimension's values add up to, told or not."""
        names = dict.fromkeys(dim for table in self.tables for dim in table.dims)
        return {name: self.sums.get(name) or (Sum(TOTAL, self._values_of(name)),) for name in names}

    def _values_of(self, dim: str) -> Values:
        held = [table for table in self.tables if dim in table.dims]
        values = (values[table.dims.index(dim)] for table in held for values in table.counts)
        return tuple(dict.fromkeys(value for value in values if value != TOTAL))


def said(table: LinkedTable, values: Values) -> str:
    """A cell in words: "area Rutland, age 0-27 days", or "the total"."""
    return in_words(table.key(values))


def in_words(key: Key) -> str:
    """A cell in words, of what its cases have in common."""
    return ", ".join(f"{dim} {value}" for dim, value in pairs(key)) or "the total of everything"


def pairs(key: Key) -> list[tuple[str, str]]:
    """Each dimension of a cell with its value."""
    return list(zip(key[::2], key[1::2], strict=True))


def value_of(key: Key, dim: str) -> str:
    return dict(pairs(key)).get(dim, TOTAL)


def with_value(key: Key, dim: str, value: str) -> Key:
    """The cell beside ``key`` that has this value of ``dim``; with TOTAL the one that has any."""
    held = sorted([pair for pair in pairs(key) if pair[0] != dim] + [(dim, value)] * (value != TOTAL))
    return tuple(text for pair in held for text in pair)


def _along(
    key: Key, dim: str, each: Sum, cells: Mapping[Key, int], missing: frozenset[Key]
) -> Iterator[Relation]:
    every = [with_value(key, dim, value) for value in each.parts]
    parts = tuple(part for part in every if part in cells)
    if parts and not each.overlapping:
        gap = len(parts) < len(every) and _leaves_some(key, parts, cells)
        yield Relation((key,), parts, exact=not gap and missing.isdisjoint(every))
    if each.overlapping:
        yield from (Relation((key,), (part,), exact=False) for part in parts)
        if each.covering and len(parts) == len(each.parts):
            yield Relation(parts, (key,), exact=False)


def _leaves_some(key: Key, parts: Iterable[Key], cells: Mapping[Key, int]) -> bool:
    """Whether parts that are not in the tables have somebody: then the total is only at least the others."""
    return cells[key] > sum(cells[part] for part in parts)


def _is_part(other: Values, values: Values, over: Iterable[int]) -> bool:
    wider = set(over)
    return all(
        part != TOTAL if place in wider else part == whole
        for place, (part, whole) in enumerate(zip(other, values, strict=True))
    )


def _wrong(relation: Relation, cells: Mapping[Key, int]) -> Iterator[Fault]:
    """Counts that contradict a relation: nothing can be protected whose sums are wrong."""
    whole = sum(cells[key] for key in relation.whole)
    parts = sum(cells[key] for key in relation.parts)
    if relation.exact and whole != parts:
        yield Fault("count", f"{in_words(relation.whole[0])} is {whole}, but its parts come to {parts}.")
    elif not relation.exact and whole < parts and len(relation.whole) == 1:
        part = in_words(relation.parts[0])
        yield Fault("count", f"{in_words(relation.whole[0])} is {whole}, less than {part} with {parts}.")
    elif not relation.exact and whole < parts:
        yield Fault("count", f"{in_words(relation.parts[0])} is {parts}, more than its parts together.")
