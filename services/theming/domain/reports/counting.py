"""Counts of a report as linked tables: a count that stands in several of its tables is one count."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from services.theming.domain.reports.kinds import TableSpec
from services.theming.domain.statistics.dimensions import NOT_RECORDED, Dimension
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release, Sum
from services.theming.domain.statistics.linking import AREA, PERIOD, THEME, linked_dim
from services.theming.domain.statistics.tree import COUNTY_AND_RUTLAND

# The boards that the panel answers to, and the areas of each. Rutland stands with Leicestershire: alone it
# holds too few children to be published. Source: the panel's terms of reference.
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Leicester": ("Leicester City", ("Leicester",)),
    COUNTY_AND_RUTLAND: ("Leicestershire and Rutland", ("Leicestershire", "Rutland")),
    "Other": ("Elsewhere or not known", ("Other",)),
}
JOINT_LABEL = "Joint: sum of the parts"
_PART_OF = {area: part for part, (_, areas) in PARTS.items() for area in areas}


@dataclass(frozen=True)
class Alike:
    """So many ``cases`` of one area that have the same values of each dimension."""

    area: str
    values: Mapping[str, frozenset[str]]
    cases: int = 1


@dataclass(frozen=True)
class Axis:
    """A dimension as a table lists it: keys with labels, in order; TOTAL is not among them."""

    dim: str
    labels: Mapping[str, str]
    overlaps: bool = False

    @property
    def linked(self) -> str:
        """The name of the dimension where tables are linked: themes and their groups are one dimension."""
        return linked_dim(self.dim, "")[0]

    def value(self, key: str) -> str:
        return key if self.dim == THEME or key == TOTAL else linked_dim(self.dim, key)[1]


PART_AXIS = Axis(AREA, {part: label for part, (label, _) in PARTS.items()})


Groups = Mapping[str, tuple[str, tuple[str, ...]]]


def axis(dimension: Dimension, groups: Groups, facts: Iterable[Alike]) -> Axis:
    """Every value that a table lists: those of the dimension, others that were found, and not recorded.

    Themes stand under their groups; ``groups`` gives label and themes of each by id.
    """
    found = {value for each in facts for value in each.values.get(dimension.name, ())}
    if dimension.name == THEME:
        return Axis(THEME, _nested(dimension.values, groups), True)
    extra = {value: value for value in sorted(found - set(dimension.values) - {NOT_RECORDED})}
    return Axis(
        dimension.name,
        {**dimension.values, **extra, **({} if dimension.overlaps else {NOT_RECORDED: "Not recorded"})},
        dimension.overlaps,
    )


def _nested(themes: Mapping[str, str], groups: Groups) -> dict[str, str]:
    """Each group, then its themes."""
    found: dict[str, str] = {}
    for group, (label, within) in groups.items():
        found[f"group:{group}"] = f"{label} (group)"
        found |= {theme: themes[theme] for theme in within if theme in themes}
    return found


@dataclass(frozen=True)
class Grid:
    """A table before it is protected: its spec, both axes and its counts by (row, column)."""

    spec: TableSpec
    rows: Axis
    columns: Axis | None
    linked: LinkedTable

    def values(self, row: str, column: str) -> tuple[str, ...]:
        """How the linked table knows a cell."""
        period = next(iter(self.linked.counts))[-1]
        across = () if self.columns is None else (self.columns.value(column),)
        return (self.rows.value(row), *across, period)


def grid(spec: TableSpec, rows: Axis, columns: Axis | None, facts: Sequence[Alike], period: str) -> Grid:
    """Count the cases of one table; a cell in which nobody is counts 0."""
    dims = (rows.linked, *([columns.linked] if columns else []), PERIOD)
    counts: Counter[tuple[str, ...]] = Counter()
    for each in facts:
        here = _of(rows, each)
        there = [()] if columns is None else [(value,) for value in _of(columns, each)]
        for row, across in product(here, there):
            counts[(row, *across, period)] += each.cases
    row_values = [TOTAL, *map(rows.value, rows.labels)]
    across_values = [()] if columns is None else [(TOTAL,), *((columns.value(v),) for v in columns.labels)]
    every = {(row, *across, period): 0 for row, across in product(row_values, across_values)}
    return Grid(spec, rows, columns, LinkedTable(spec.label, dims, every | dict(counts)))


def _of(axis: Axis, each: Alike) -> list[str]:
    """The values that a case counts in, the total among them."""
    if axis is PART_AXIS:
        return [TOTAL, _PART_OF.get(each.area, "Other")]
    values = each.values.get(axis.dim, frozenset())
    if axis.dim == THEME:
        values |= {f"group:{group}" for group in each.values.get("theme_group", ())}
    return [TOTAL, *(axis.value(value) for value in values if value in axis.labels)]


def release_of(grids: Sequence[Grid], themes_of: Mapping[str, tuple[str, ...]]) -> Release:
    """The tables of one basis, with how their values add up. ``themes_of``: the themes of each group."""
    axes = {each.linked: each for g in grids for each in (g.rows, g.columns) if each is not None}
    sums = {dim: _sums(each, themes_of) for dim, each in axes.items()}
    return Release(tuple(each.linked for each in grids), sums)


def _sums(axis: Axis, themes_of: Mapping[str, tuple[str, ...]]) -> tuple[Sum, ...]:
    if axis.linked == THEME:
        groups = tuple(f"group:{group}" for group in themes_of)
        within = (
            Sum(f"group:{group}", themes, overlapping=True, covering=True)
            for group, themes in themes_of.items()
        )
        return (Sum(TOTAL, groups, overlapping=True), *within)
    return (Sum(TOTAL, tuple(map(axis.value, axis.labels)), overlapping=axis.overlaps),)


def parts_not_adding_up(each: Grid) -> list[str]:
    """Rows whose joint figure is not the sum of the parts: there are none, or the report is not made."""
    if each.columns is not PART_AXIS:
        return []
    return [
        row
        for row in (TOTAL, *each.rows.labels)
        if each.linked.counts[each.values(row, TOTAL)]
        != sum(each.linked.counts[each.values(row, part)] for part in PARTS)
    ]
