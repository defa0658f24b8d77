"""Which counts a table shows, each by what its cases have in common; and the same as a linked table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from services.theming.domain.statistics.dimensions import NOT_RECORDED, Dimension
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Sum, pairs
from services.theming.domain.statistics.linking import (
    AREA,
    GROUP,
    PERIOD,
    THEME,
    Asked,
    Linking,
    linked_dim,
)
from services.theming.domain.statistics.table_question import YEAR, TableQuestion
from services.theming.domain.statistics.tree import ALL, PARTS_OF_AREA, Key
from services.theming.domain.themes.codebook import load_codebook
from shared.periods import Period, periods_of_year

Place = tuple[str, str]
"""The row and the column of a cell; TOTAL in the margins, and as the column of a table without columns."""


@dataclass(frozen=True)
class Layout:
    """The rows and columns of a question, with values that its lists lack but cases have."""

    question: TableQuestion
    rows: Dimension
    columns: Dimension | None

    @cached_property
    def keys(self) -> dict[Place, Key]:
        """Every cell and its margins, row by row."""
        rows = (*self.rows.values, TOTAL)
        columns = (*(self.columns.values if self.columns else ()), TOTAL)
        return {(row, column): self._key(row, column) for row in rows for column in columns}

    @property
    def asked(self) -> Asked:
        return Asked(frozenset(self.keys.values()), self._fixed_names)

    @cached_property
    def _fixed(self) -> dict[str, str]:
        question = self.question
        filters = dict(linked_dim(name, value) for name, value in question.filters)
        area = {} if question.area == ALL else {AREA: question.area}
        return {**filters, **area, PERIOD: question.span.name}

    @property
    def _fixed_names(self) -> frozenset[str]:
        return frozenset(self._fixed) - {PERIOD}

    def _key(self, row: str, column: str) -> Key:
        held = self._fixed | _held(self.rows, row) | (_held(self.columns, column) if self.columns else {})
        return tuple(text for pair in sorted(held.items()) for text in pair)

    def linked(self, counts: Mapping[Key, int]) -> LinkedTable:
        """The table for a release, with the same keys."""
        dims = tuple(sorted({name for key in self.keys.values() for name in key[::2]}))
        rows = {tuple(dict(pairs(key)).get(name, TOTAL) for name in dims): key for key in self.keys.values()}
        return LinkedTable(self.title, dims, {values: counts[key] for values, key in rows.items()})

    @property
    def title(self) -> str:
        across = f" and {self.columns.label.lower()}" if self.columns else ""
        return f"{self.rows.label}{across}"


def _held(dim: Dimension, value: str) -> dict[str, str]:
    if value == TOTAL:
        return {}
    if dim.name == YEAR:
        return {PERIOD: value}
    return dict([linked_dim(dim.name, value)])


def layout_of(question: TableQuestion, found: Mapping[str, Iterable[str]]) -> Layout:
    """``found``: the values that cases have, by dimension. Not recorded is a row even if nobody is in it."""

    def whole(dim: Dimension) -> Dimension:
        if dim.name in (AREA, YEAR):
            return dim
        return dim.with_found({*found.get(dim.name, ()), *(() if dim.overlaps else (NOT_RECORDED,))})

    return Layout(question, whole(question.rows), whole(question.columns) if question.columns else None)


def linking_of(known: Mapping[str, Dimension], found: Mapping[str, Iterable[str]]) -> Linking:
    """How the values of all dimensions hang together."""
    values = {
        name: frozenset({*dim.values, *found.get(name, ()), NOT_RECORDED}) for name, dim in known.items()
    }
    overlapping = {THEME if dim.name == "theme_group" else dim.name for dim in known.values() if dim.overlaps}
    book = load_codebook()
    groups = {group: tuple(theme.id for theme in book.in_group(group)) for group in book.groups}
    return Linking(values, frozenset(overlapping), groups)


def sums_of(layout: Layout, linking: Linking) -> dict[str, tuple[Sum, ...]]:
    """What each dimension of a linked table adds up to."""
    dims = {name for key in layout.keys.values() for name in key[::2]}
    return {name: _sums(name, layout, linking) for name in sorted(dims)}


def _sums(name: str, layout: Layout, linking: Linking) -> tuple[Sum, ...]:
    match name:
        case "area":
            return tuple(
                Sum(TOTAL if whole == ALL else whole, parts) for whole, parts in PARTS_OF_AREA.items()
            )
        case "period":
            return _sums_of_periods(layout.question)
        case "theme":
            groups = tuple(f"{GROUP}{group}" for group in linking.groups)
            within = (
                Sum(f"{GROUP}{group}", themes, overlapping=True, covering=True)
                for group, themes in linking.groups.items()
            )
            return (Sum(TOTAL, groups, overlapping=True), *within)
        case _:
            values = tuple(sorted(linking.values[name]))
            return (Sum(TOTAL, values, overlapping=name in linking.overlapping),)


def _sums_of_periods(question: TableQuestion) -> tuple[Sum, ...]:
    every = [period for year in question.span.years for period in periods_of_year(year)]
    within = tuple(
        Sum(period.name, tuple(part.name for part in period.parts)) for period in every if period.parts
    )
    if len(question.span.years) == 1:
        return within
    years = tuple(Period(year, "Y", 1).name for year in question.span.years)
    return (Sum(question.span.name, years), *within)
