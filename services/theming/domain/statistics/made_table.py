"""A table of several dimensions as it leaves the service: typed cells, and what is needed to read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.theming.domain.statistics.dimensions import NOT_RECORDED, Dimension
from services.theming.domain.statistics.held import Held
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.percentages import PercentageCell, percentage_of
from services.theming.domain.statistics.spans import Span, parse_span
from services.theming.domain.statistics.table_question import YEAR, TableQuestion
from services.theming.domain.statistics.table_rules import TableRules
from services.theming.domain.statistics.tree import Key
from shared.counted_words import counted
from shared.disclosure.cells import Cell, Missing, Suppressed
from shared.disclosure.policies import DisclosurePolicy
from shared.errors import Conflict

Place = tuple[str, str]


class TooFine(Conflict):
    """Most cells would hold hardly anybody."""

    title = "This table is too fine"

    def __init__(self, cells: int, cases: int, rules: TableRules) -> None:
        self.cells, self.cases = cells, cases
        most = min(rules.most_cells, cases * rules.cells_per_case)
        super().__init__(
            f"It would have {cells} numbers, with the other values of every filter; at most {most} are made"
            f" for the {counted(cases, 'case')} shown of this period and area. Choose a longer period, a"
            " wider area, fewer filters, only rows, or groups of themes where it is by themes."
        )


@dataclass(frozen=True)
class MadeTable:
    """``cells`` by row and column, the margins under TOTAL; ``keys``: what the cases of each have in common.

    ``held_from``: the day with which the records begin, if there are any.
    """

    question: TableQuestion
    rows: Dimension
    columns: Dimension | None
    keys: Mapping[Place, Key]
    cells: Mapping[Place, Cell]
    policy: DisclosurePolicy
    rules: TableRules
    as_of: date
    held_from: date | None

    @property
    def total(self) -> Cell:
        """Distinct cases: where a case can be in several rows, not the sum of the rows."""
        return self.cells[TOTAL, TOTAL]

    @property
    def not_recorded(self) -> Cell | None:
        """How many of the cases have no value in the rows; None if that is no row."""
        return self.cells.get((NOT_RECORDED, TOTAL))

    @property
    def across(self) -> tuple[tuple[str, str], ...]:
        """The columns with their labels, the total last."""
        columns = self.columns.values.items() if self.columns else ()
        return (*columns, (TOTAL, "All" if self.columns else "Cases"))

    @property
    def down(self) -> tuple[tuple[str, str], ...]:
        """The rows with their labels, the total last."""
        return (*self.rows.values.items(), (TOTAL, "Distinct cases"))

    @property
    def complete(self) -> bool:
        """Whether the period is over and lies within what is held."""
        span = self.question.span
        held = self.held_from is not None and self.held_from <= span.starts_on
        return held and span.complete_on(self.as_of)

    @property
    def held(self) -> Held:
        """The days whose deaths it counts."""
        return Held(self.held_from, min(self.as_of, self.question.known_on or self.as_of))

    @property
    def held_in_part(self) -> tuple[date, date] | None:
        """The first and the last day whose deaths are counted, where these are not all of the period's."""
        span = self.question.span
        return self.held.part_of(span.starts_on, span.ends_on)

    @property
    def overlaps(self) -> bool:
        return any(dim.overlaps for dim in (self.rows, self.columns) if dim)

    def percentage(self, place: Place) -> PercentageCell:
        """The cell in per cent of its row or of its column, as the question says; each share for itself."""
        row, column = place
        of_row = self.question.measure == "percent_of_row"
        whole = self.cells[(row, TOTAL) if of_row else (TOTAL, column)]
        return percentage_of(self.cells[place], whole, self.rules.least_denominator)


def made_table(
    question: TableQuestion,
    rows: Dimension,
    columns: Dimension | None,
    keys: Mapping[Place, Key],
    counts: Mapping[Key, int],
    hidden: frozenset[Key],
    *,
    policy: DisclosurePolicy,
    rules: TableRules,
    as_of: date,
    held_from: date | None,
) -> MadeTable:
    """The table with each cell as it may be shown."""

    def cell(place: Place) -> Cell:
        if not _holds_anything(_span_of(question, place), as_of, held_from):
            return Missing()
        key = keys[place]
        return Suppressed() if key in hidden else policy.shown(counts[key])

    cells = {place: cell(place) for place in keys}
    return MadeTable(question, rows, columns, keys, cells, policy, rules, as_of, held_from)


def _span_of(question: TableQuestion, place: Place) -> Span:
    """The period of a cell: a year of its own where years are the rows or columns."""
    for dim, value in zip((question.rows, question.columns), place, strict=True):
        if dim and dim.name == YEAR and value != TOTAL:
            return parse_span(value)
    return question.span


def _holds_anything(span: Span, as_of: date, held_from: date | None) -> bool:
    """Nothing is held of a period before records begin, or of one that has not begun: that is not zero."""
    return held_from is not None and span.ends_on >= held_from and span.starts_on <= as_of
