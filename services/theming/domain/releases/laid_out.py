"""A table of a release: its rows and columns in order, and where each cell stands among all others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.theming.domain.releases.cell_words import value_in_words
from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS, Dimension
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Values
from services.theming.domain.statistics.linking import AREA, PERIOD, linked_dim
from services.theming.domain.statistics.table_question import YEAR, TableQuestion
from services.theming.domain.statistics.tree import ALL, AREA_LABELS, areas_holding
from shared.periods import period_of


class Counted(Protocol):
    """So many cases of one month and area with the same values (``queries/facts.py``)."""

    @property
    def day(self) -> date: ...

    @property
    def area(self) -> str: ...

    @property
    def values(self) -> Mapping[str, frozenset[str]]: ...

    @property
    def cases(self) -> int: ...


@dataclass(frozen=True)
class Axis:
    """The rows or the columns: ``values`` and ``total`` are pairs of what is linked, and its label."""

    dim: str
    label: str
    values: tuple[tuple[str, str], ...]
    total: tuple[str, str]

    @property
    def every(self) -> tuple[tuple[str, str], ...]:
        return (*self.values, self.total)


@dataclass(frozen=True)
class Layout:
    """``fixed`` holds for every cell; ``about`` are pairs of words for the head of the table."""

    title: str
    rows: Axis
    columns: Axis | None
    fixed: tuple[tuple[str, str], ...]
    about: tuple[tuple[str, str], ...]

    @property
    def dims(self) -> tuple[str, ...]:
        split = (self.rows.dim, *((self.columns.dim,) if self.columns else ()))
        return (*split, *(dim for dim, _ in self.fixed))

    def values(self, row: str, column: str = TOTAL) -> Values:
        """Where a cell stands in the linked table."""
        split = (row, column) if self.columns else (row,)
        return (*split, *(value for _, value in self.fixed))

    def cells(self) -> Iterator[Values]:
        for row, _ in self.rows.every:
            for column, _ in self.columns.every if self.columns else ((TOTAL, ""),):
                yield self.values(row, column)


def laid_out(question: TableQuestion, counted: Iterable[Counted]) -> tuple[Layout, LinkedTable]:
    """The table that a question asks for, from the cases that were counted for it."""
    held = list(counted)
    rows = _axis(question, question.rows, held)
    columns = _axis(question, question.columns, held) if question.columns else None
    layout = Layout(_title(question), rows, columns, _fixed(question), about(question))
    counts: Counter[Values] = Counter(dict.fromkeys(layout.cells(), 0))
    for each in held:
        if _within(question, each):
            for row in _places(question, question.rows, rows, each):
                for column in _places(question, question.columns, columns, each):
                    counts[layout.values(row, column)] += each.cases
    return layout, LinkedTable(layout.title, layout.dims, dict(counts))


def _axis(question: TableQuestion, dimension: Dimension, held: Iterable[Counted]) -> Axis:
    found = {value for each in held for value in each.values.get(dimension.name, ())}
    every = dimension if dimension.name in (AREA, YEAR) else dimension.with_found(found)
    if dimension.name == YEAR:
        return Axis(PERIOD, dimension.label, tuple(every.values.items()), (question.span.name, "All years"))
    values = tuple((linked_dim(dimension.name, value)[1], label) for value, label in every.values.items())
    of_all = "All areas" if dimension.name == AREA else "Total"
    total = (TOTAL, "All cases, each once" if dimension.overlaps else of_all)
    return Axis(linked_dim(dimension.name, "")[0], dimension.label, values, total)


def _places(
    question: TableQuestion, dimension: Dimension | None, axis: Axis | None, each: Counted
) -> Iterable[str]:
    """The values of an axis that count a case, its total among them."""
    if dimension is None or axis is None:
        return (TOTAL,)
    if dimension.name == YEAR:
        return (period_of(each.day, "Y").name, axis.total[0])
    offered = {value for value, _ in axis.values}
    if dimension.name == AREA:
        return (*offered.intersection(areas_holding(each.area)), TOTAL)
    mine = {linked_dim(dimension.name, value)[1] for value in each.values[dimension.name]}
    return (*offered.intersection(mine), TOTAL)


def _within(question: TableQuestion, each: Counted) -> bool:
    if question.area != ALL and question.area not in areas_holding(each.area):
        return False
    return all(value in each.values[name] for name, value in question.filters)


def _fixed(question: TableQuestion) -> tuple[tuple[str, str], ...]:
    split = {dim.name for dim in question.dims}
    period = () if YEAR in split else ((PERIOD, question.span.name),)
    area = () if question.area == ALL else ((AREA, question.area),)
    return (*period, *area, *(linked_dim(name, value) for name, value in question.filters))


def _title(question: TableQuestion) -> str:
    by = " and ".join(dim.label.lower() for dim in question.dims)
    area = "" if question.area == ALL else f", {AREA_LABELS.get(question.area, question.area)}"
    filters = [value_in_words(*each) for each in question.filters]
    only = "".join(f", only {text[0].lower()}{text[1:]}" for text in filters)
    return f"{COHORTS[question.basis]} by {by}{area}{only}, {question.span.name}"


def about(question: TableQuestion) -> tuple[tuple[str, str], ...]:
    """What a table is about, in pairs of words; a filter is said by its labels."""
    days = f"{question.span.starts_on:%-d %B %Y} to {question.span.ends_on:%-d %B %Y}"
    only = tuple(("Only", value_in_words(*each)) for each in question.filters)
    return (
        ("Period", f"{question.span.name}: {days}"),
        ("Area", AREA_LABELS.get(question.area, question.area)),
        ("Counted", f"{COHORTS[question.basis]}, {BASIS_LABELS[question.basis]}"),
        *only,
    )
