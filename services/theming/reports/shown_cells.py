"""Cells of a report's tables as the typed cells that they were made of."""

from services.theming.domain.reports.contents import ShownTable
from services.theming.domain.statistics.linked_tables import TOTAL
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero, Value


def cell_of(table: ShownTable, row: str, column: str = TOTAL) -> Cell:
    """One cell; nothing is held where it is no count."""
    one = table.cell(row, column)
    match one.status:
        case "shown":
            return Value(int(one.text))
        case "zero":
            return TrueZero()
        case "suppressed":
            return Suppressed()
    return Missing()
