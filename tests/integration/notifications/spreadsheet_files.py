"""Spreadsheets made in a test: the same rows as XLSX, ODS or CSV."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

LOG = (
    "Surname", "Forename", "NHS number", "DOB", "Sex", "Postcode", "Area", "Date of death", "Time of death",
    "Place of death", "Expected", "Date notified", "Time notified", "Notified by", "Organisation", "Sector",
)  # fmt: skip
# Valid numbers of the test range, computed: never issued to anybody.
NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069")


def log_row(number: int = 0, **changes: Any) -> list[Any]:
    """A sound row of a panel's log; ``changes`` by heading, an underscore for a space."""
    row: dict[str, Any] = {
        "Surname": f"Canaryfeather{number}", "Forename": "Tilly", "NHS number": NUMBERS[number],
        "DOB": date(2026, 5, 1 + number), "Sex": "F", "Postcode": "LE1 5WW", "Area": "Leicester",
        "Date of death": date(2026, 6, 1 + number), "Time of death": time(22, 5),
        "Place of death": "home", "Expected": "U", "Date notified": date(2026, 6, 2 + number),
        "Time notified": time(9, 30), "Notified by": "Dr A Sample",
        "Organisation": "A trust", "Sector": "acute",
    }  # fmt: skip
    return [changes.get(heading.replace(" ", "_"), row[heading]) for heading in LOG]


def xlsx(rows: Iterable[Sequence[Any]], title: str = "Log") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Iterable[Sequence[Any]], title: str = "Log") -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name=title)
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def _ods_cell(value: Any) -> TableCell:
    if value is None:
        return TableCell()
    if isinstance(value, (date, datetime)):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, time):
        cell = TableCell(valuetype="time", timevalue=f"PT{value:%H}H{value:%M}M00S")
    elif isinstance(value, (int, float)):
        cell = TableCell(valuetype="float", value=str(value))
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def delimited(rows: Iterable[Sequence[Any]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    lines = [separator.join(_written(value) for value in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def _written(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value if value is not None else "")
