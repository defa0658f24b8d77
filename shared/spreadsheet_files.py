"""Tables as files that a spreadsheet opens: CSV, XLSX and ODS, with nothing in them that it would run."""

import io
from collections.abc import Callable, Iterable, Sequence

from shared.disclosure.spreadsheets import CsvWriter, neutral

Cell = str | int | None
Row = Sequence[Cell]
MEDIA: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
KINDS = tuple(MEDIA)


def as_csv(title: str, rows: Iterable[Row]) -> bytes:
    """Comma-separated values, UTF-8 with the mark by which a spreadsheet knows it."""
    out = io.StringIO()
    CsvWriter(out, lineterminator="\r\n").writerows([_text(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(title: str, rows: Iterable[Row]) -> bytes:
    """A workbook with one sheet; numbers are numbers, everything else is text."""
    # Here and not above: the library takes a while to load, and most processes never need it.
    from openpyxl import Workbook

    book = Workbook()  # allow workbook-with-formulas: each text in it is made neutral
    sheet = book.active
    sheet.title = title[:31]
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            if cell is not None:
                written = sheet.cell(number, column, cell if isinstance(cell, int) else neutral(cell))
                written.data_type = "n" if isinstance(cell, int) else "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(title: str, rows: Iterable[Row]) -> bytes:
    """The same as an OpenDocument spreadsheet."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    # allow workbook-with-formulas: each text in it is made neutral
    document, table = OpenDocumentSpreadsheet(), Table(name=title[:31])
    for row in rows:
        line = TableRow()
        for cell in row:
            number = isinstance(cell, int)
            kind = {"valuetype": "float", "value": cell} if number else {"valuetype": "string"}
            written = TableCell(**kind)
            written.addElement(P(text=_text(cell)))
            line.addElement(written)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


WRITERS: dict[str, Callable[[str, Iterable[Row]], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods}


def _text(cell: Cell) -> str:
    return "" if cell is None else neutral(cell) if isinstance(cell, str) else str(cell)
