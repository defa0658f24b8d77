"""Workbooks of several sheets, XLSX and ODS, with the same bytes whenever they are made of the same rows."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from shared.disclosure.spreadsheets import neutral
from shared.spreadsheet_files import Row

LONGEST_NAME = 31
FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold
Sheet = tuple[str, Sequence[Row]]


def xlsx_book(title: str, sheets: Iterable[Sheet], *, at: datetime) -> bytes:
    """The first row of each sheet is set bold and stays in sight. ``at``: what the file says it was made."""
    # Here and not above: the library takes a while to load, and most processes never need it.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        _fill(book.create_sheet(name[:LONGEST_NAME]), rows)
    book.properties.title, book.properties.language = title, "en-GB"
    made = BytesIO()
    book.save(made)
    when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return same_bytes(made.getvalue(), {"docProps/core.xml": lambda text: _dated(text, when)})


def _fill(sheet: Any, rows: Iterable[Row]) -> None:
    """Numbers are numbers, everything else is text."""
    from openpyxl.styles import Font

    widths: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            if cell is not None:
                written = sheet.cell(number, column, cell if isinstance(cell, int) else neutral(cell))
                written.data_type = "n" if isinstance(cell, int) else "s"
                written.font = Font(bold=number == 1)
                widths[column] = max(widths.get(column, 0), min(60, len(str(cell)) + 2))
    for column, width in widths.items():
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = "B2"


def _dated(text: bytes, when: str) -> bytes:
    """The properties with the given instant for when the file was made and changed."""
    from re import sub

    return sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + when.encode(), text)


def ods_book(title: str, sheets: Iterable[Sheet], *, at: datetime) -> bytes:
    """The same as an OpenDocument spreadsheet."""
    from odf.dc import Title
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table

    document = OpenDocumentSpreadsheet()
    document.meta.addElement(Title(text=title))
    for name, rows in sheets:
        table = Table(name=name[:LONGEST_NAME])
        for row in rows:
            table.addElement(_ods_row(row))
        document.spreadsheet.addElement(table)
    made = BytesIO()
    document.write(made)
    return same_bytes(made.getvalue(), {})


def _ods_row(row: Row) -> Any:
    from odf.table import TableCell, TableRow
    from odf.text import P

    line = TableRow()
    for cell in row:
        number = isinstance(cell, int)
        kind = {"valuetype": "float", "value": cell} if number else {"valuetype": "string"}
        written = TableCell(**kind)
        written.addElement(P(text="" if cell is None else str(cell) if number else neutral(str(cell))))
        line.addElement(written)
    return line


def same_bytes(made: bytes, changed: dict[str, Any]) -> bytes:
    """The same archive, its parts dated alike, some of them ``changed``: no clock shows in it."""
    again = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(again, "w") as new:
        for part in old.infolist():
            content = changed.get(part.filename, bytes)(old.read(part.filename))
            kind = ZIP_STORED if part.filename == "mimetype" else ZIP_DEFLATED
            new.writestr(ZipInfo(part.filename, FIRST_DATE), content, kind)
    return again.getvalue()
