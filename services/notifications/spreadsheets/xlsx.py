"""XLSX workbooks, read with openpyxl. Formulas are seen as formulas, never as their last result."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from services.notifications.domain.importing.cells import Cell, CellKind, text_cell
from services.notifications.spreadsheets.packages import opened
from services.notifications.spreadsheets.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    NotReadable,
    Sheet,
    Spreadsheet,
    merged_cell,
    number_cell,
)

_BROKEN = "The workbook cannot be read: it is damaged, or not what its name says. Save it again as XLSX"


def read_xlsx(content: bytes) -> Spreadsheet:
    """Every sheet of a workbook. Raises NotReadable."""
    opened(content).close()
    try:
        book = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
        found = Spreadsheet("xlsx", [_sheet(each) for each in book.worksheets])
    except NotReadable:
        raise
    except Exception as error:  # a damaged part makes the library fail in any of a hundred ways
        raise NotReadable(_BROKEN) from error
    if book.epoch == CALENDAR_MAC_1904:
        found.remarks.append(
            "This workbook counts days from 1904. Dates that are shown as plain numbers would be four years "
            "out: format them as dates first."
        )
    return found


def _sheet(written: Any) -> Sheet:
    sheet = Sheet(written.title, hidden=written.sheet_state != "visible")
    if written.max_row > MOST_ROWS * 10 or written.max_column > MOST_COLUMNS * 10:
        raise NotReadable(f"“{written.title}” is larger than any log: delete empty rows and columns")
    for row in written.iter_rows():
        for cell in row:
            if cell.value is not None:
                sheet.put(cell.row, cell.column, _cell(cell))
    for span in written.merged_cells.ranges:
        sheet.merged += 1
        _mark_merged(sheet, span)
    return sheet


def _mark_merged(sheet: Sheet, span: Any) -> None:
    """Of cells merged down several rows all are faulty: nobody can say of which row the value is.

    Merged along one row is a wide cell, and its value stands in the first.
    """
    if span.max_row == span.min_row:
        return
    for row in range(span.min_row, min(span.max_row, MOST_ROWS) + 1):
        for column in range(span.min_col, min(span.max_col, MOST_COLUMNS) + 1):
            sheet.put(row, column, merged_cell())


def _cell(cell: Any) -> Cell | None:
    value = cell.value
    if cell.data_type == "f":
        return Cell(CellKind.FORMULA, "formula")
    if cell.data_type == "e":
        return Cell(CellKind.ERROR, str(value))
    if isinstance(value, bool):
        return Cell(CellKind.TEXT, "yes" if value else "no")
    if isinstance(value, (datetime, date, time, timedelta)):
        return _moment(value, timed="h" in (cell.number_format or "").lower())
    if isinstance(value, (int, float)):
        return number_cell(value)
    return text_cell(str(value))


def _moment(value: datetime | date | time | timedelta, *, timed: bool) -> Cell:
    if isinstance(value, timedelta):
        return number_cell(value / timedelta(days=1))
    if isinstance(value, time):
        return Cell(CellKind.TIME, f"{value:%H:%M}")
    if isinstance(value, datetime) and (timed or value.time() != time()):
        # A spreadsheet counts in fractions of a day, so that a minute may come out a moment short.
        value += timedelta(seconds=30)
        return Cell(CellKind.DATE, f"{value:%Y-%m-%dT%H:%M}")
    return Cell(CellKind.DATE, f"{value:%Y-%m-%d}")
