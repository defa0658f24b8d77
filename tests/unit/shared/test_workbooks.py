"""Workbooks of several sheets: the same bytes each time, numbers as numbers, nothing that would be run."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from odf.opendocument import load
from odf.table import Table, TableCell
from openpyxl import load_workbook

from shared.workbooks import Sheet, ods_book, xlsx_book

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
SHEETS: list[Sheet] = [
    ("Cover", [("Title", "Deaths & reviews"), ("Policy", "=1+1")]),
    ("Table 1", [("Sex", "Number"), ("Female", 35), ("Male", "*"), ()]),
]


def test_a_workbook_holds_its_sheets_with_numbers_as_numbers() -> None:
    book = load_workbook(BytesIO(xlsx_book("A release", SHEETS, at=AT)))
    assert book.sheetnames == ["Cover", "Table 1"]
    assert (book["Table 1"]["B2"].value, book["Table 1"]["B3"].value) == (35, "*")
    assert book["Cover"]["B2"].value == "'=1+1"
    assert book.properties.created == AT.replace(tzinfo=None)


def test_an_open_document_spreadsheet_holds_the_same() -> None:
    document = load(BytesIO(ods_book("A release", SHEETS, at=AT)))
    assert [each.getAttribute("name") for each in document.getElementsByType(Table)] == ["Cover", "Table 1"]
    cells = document.getElementsByType(TableCell)
    assert [(str(c), c.getAttribute("valuetype"), c.getAttribute("value")) for c in cells[6:]] == [
        ("Female", "string", None),
        ("35", "float", "35"),
        ("Male", "string", None),
        ("*", "string", None),
    ]
    assert [str(cell) for cell in cells[1:4]] == ["Deaths & reviews", "Policy", "'=1+1"]


@pytest.mark.parametrize("make", [xlsx_book, ods_book])
def test_another_process_makes_the_same_bytes(make: Callable[..., bytes]) -> None:
    program = (
        "import sys, hashlib, odf.opendocument\n"
        "from tests.unit.shared.test_workbooks import AT, SHEETS\n"
        f"from shared.workbooks import {make.__name__} as make\n"
        "sys.stdout.buffer.write(make('A release', SHEETS, at=AT))"
    )
    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert elsewhere.stdout == make("A release", SHEETS, at=AT)
