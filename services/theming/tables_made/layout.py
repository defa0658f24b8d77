"""Which counts a table shows, each by what its cases have in common; and the same as a linked table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from services.theming.domain.statistics.dimensions import NOT_RECORDED, Dimension
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.linking import (
    AREA,
    PERIOD,
    THEME,
    Asked,
    Linking,
    linked_dim,
)
from services.theming.domain.statistics.table_question import YEAR, TableQuestion
from services.theming.domain.statistics.tree import ALL, Key
from services.theming.domain.themes.codebook import load_codebook

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
