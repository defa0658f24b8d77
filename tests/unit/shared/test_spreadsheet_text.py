"""No file that we give out holds what a spreadsheet would take for a formula, whichever way it is written."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from odf.opendocument import load
from odf.table import TableCell
from openpyxl import load_workbook

from shared.disclosure.spreadsheets import CsvWriter, neutral
from shared.spreadsheet_files import WRITERS, Row
from shared.workbooks import ods_book, xlsx_book

HOSTILE = (
    "=1+1", "+1+1", "-1+cmd", "@SUM(1)", "|calc", "%0A=1", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1",
    "\uff1d1+1", "\uff20SUM(1)", '=HYPERLINK("http://x.example","y")', "=cmd|' /C calc'!A0",
)  # fmt: skip
HARMLESS = ("a letter", "1 = 1", "a-b", "'", "")
BEGINS = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")


def cells(kind: str, content: bytes) -> list[str]:
    """Every text of the file, as a spreadsheet has it. A cell that is a formula fails the test here."""
    if kind == "csv":
        return [
            cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row
        ]
    if kind == "xlsx":
        rows = [row for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows()]
        assert all(cell.data_type != "f" for row in rows for cell in row)
        return [str(cell.value) for row in rows for cell in row if cell.value is not None]
    written = load(io.BytesIO(content)).getElementsByType(TableCell)
    assert not any(cell.getAttribute("formula") for cell in written)
    return [str(cell) for cell in written]


Maker = Callable[[list[Row]], bytes]
AT = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
MAKERS: dict[str, tuple[str, Maker]] = {
    **{kind: (kind, lambda rows, kind=kind: WRITERS[kind]("T", rows)) for kind in WRITERS},  # type: ignore[misc]
    "xlsx book": ("xlsx", lambda rows: xlsx_book("T", [("S", rows)], at=AT)),
    "ods book": ("ods", lambda rows: ods_book("T", [("S", rows)], at=AT)),
}


@pytest.mark.parametrize("name", MAKERS)
def test_nothing_in_a_file_begins_like_a_formula(name: str) -> None:
    kind, make = MAKERS[name]
    found = cells(kind, make([HOSTILE, HARMLESS]))
    assert len(found) >= len(HOSTILE)
    for cell in found:
        assert not cell.lstrip().startswith(BEGINS), repr(cell)


def test_every_csv_goes_through_one_writer_which_leaves_numbers_and_plain_words() -> None:
    out = io.StringIO()
    CsvWriter(out).writerows([HOSTILE, ("-5", "+1.5", -5, 1.5, None, *HARMLESS)])
    first, second = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert all(cell.startswith("'") for cell in first)
    assert second == ["-5", "+1.5", "-5", "1.5", "", *HARMLESS]


def test_what_is_neutral_stays_as_it_is() -> None:
    for text in (*HOSTILE, *HARMLESS):
        assert neutral(neutral(text)) == neutral(text)
