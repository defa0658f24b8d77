"""OpenDocument spreadsheets, read as they stream by: a row may be said to repeat a million times."""

import zipfile
from collections.abc import Iterator
from typing import Any

from services.notifications.domain.importing.cells import Cell, CellKind, text_cell
from services.notifications.spreadsheets.packages import elements, opened
from services.notifications.spreadsheets.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    NotReadable,
    Sheet,
    Spreadsheet,
    merged_cell,
    number_cell,
)

_CONTENT = "content.xml"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NUMBERS = ("float", "currency", "percentage")


def read_ods(content: bytes) -> Spreadsheet:
    """Every sheet of the document. Raises NotReadable."""
    with opened(content) as package:
        if _CONTENT not in package.namelist():
            raise NotReadable("This is not a spreadsheet that can be read. Save it as XLSX, ODS or CSV")
        try:
            return Spreadsheet("ods", _sheets(package))
        except NotReadable:
            raise
        except Exception as error:  # an attribute that is no number, elements nested without end
            raise NotReadable("The document cannot be read: it is damaged. Save it again as ODS") from error


def _sheets(package: zipfile.ZipFile) -> list[Sheet]:
    sheets: list[Sheet] = []
    hidden: set[str] = set()
    for event, element in elements(package, _CONTENT):
        if event == "end":
            _read(element, sheets, hidden)
    return sheets


def _read(element: Any, sheets: list[Sheet], hidden: set[str]) -> None:
    if element.tag == f"{_STYLE}style":
        properties = element.find(f"{_STYLE}table-properties")
        if properties is not None and properties.get(f"{_TABLE}display") == "false":
            hidden.add(element.get(f"{_STYLE}name", ""))
    elif element.tag == f"{_TABLE}table":
        if len(sheets) == MOST_SHEETS:
            raise NotReadable(f"A file may have {MOST_SHEETS} sheets at most")
        sheets.append(_sheet(element, hidden))
        element.clear()


def _sheet(table: Any, hidden: set[str]) -> Sheet:
    sheet = Sheet(table.get(f"{_TABLE}name", ""), hidden=table.get(f"{_TABLE}style-name") in hidden)
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = list(_cells(row))
        for again in range(1, min(repeated, MOST_ROWS + 1) + 1 if cells else 1):
            for column, cell in cells:
                sheet.put(number + again, column, cell)
        number += repeated
        sheet.merged += sum(each.get(f"{_TABLE}number-rows-spanned", "1") != "1" for each in row)
    return sheet


def _cells(row: Any) -> Iterator[tuple[int, Cell]]:
    """The filled cells of a row with their column numbers."""
    number = 0
    for written in row:
        if written.tag not in _CELLS:
            continue
        repeated = int(written.get(f"{_TABLE}number-columns-repeated", "1"))
        cell = _cell(written)
        for again in range(1, min(repeated, MOST_COLUMNS + 1) + 1 if cell else 1):
            if cell:
                yield number + again, cell
        number += repeated


def _cell(written: Any) -> Cell | None:
    if written.get(f"{_TABLE}number-rows-spanned", "1") != "1" or _is_covered_below(written):
        return merged_cell()
    if written.get(f"{_TABLE}formula"):
        return Cell(CellKind.FORMULA, "formula")
    kind = written.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        return _date(written.get(f"{_OFFICE}date-value", ""), shown=_text(written))
    if kind == "time":
        return _time(written.get(f"{_OFFICE}time-value", ""))
    if kind == "boolean":
        return Cell(CellKind.TEXT, "yes" if written.get(f"{_OFFICE}boolean-value") == "true" else "no")
    if kind in _NUMBERS:
        return number_cell(float(written.get(f"{_OFFICE}value", "0")))
    return text_cell(_text(written))


def _is_covered_below(written: Any) -> bool:
    """A covered cell with a value of its own hides it: nobody sees what is there."""
    return written.tag == _CELLS[1] and bool(_text(written))


def _date(value: str, *, shown: str) -> Cell:
    """ISO 8601 as stored; the time only where it is not midnight, or where midnight is shown."""
    day, _, clock = value.partition("T")
    timed = bool(clock) and (not clock.startswith("00:00") or ":" in shown)
    return Cell(CellKind.DATE, f"{day}T{clock[:5]}" if timed else day)


def _time(value: str) -> Cell:
    """ "PT22H05M00S" as "22:05"."""
    hours, _, rest = value.removeprefix("PT").partition("H")
    return Cell(CellKind.TIME, f"{hours:0>2}:{rest.partition('M')[0]:0>2}")


def _text(written: Any) -> str:
    return "\n".join("".join(_words(each)) for each in written.findall(f"{_TEXT}p"))


def _words(element: Any) -> Iterator[str]:
    """The text of a paragraph; spaces, tabs and line breaks are elements of their own."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), 100)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " "
        elif not child.tag.startswith(_OFFICE):  # an annotation is no part of the value
            yield from _words(child)
        yield child.tail or ""
