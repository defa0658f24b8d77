"""Spreadsheets are read into plain cells; what could do harm is refused in plain words."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from services.notifications.domain.importing.cells import Cell, CellKind, column_letters, column_number
from services.notifications.spreadsheets import NotReadable, open_spreadsheet
from services.notifications.spreadsheets.sheets import MOST_BYTES, MOST_COLUMNS, MOST_ROWS


def workbook(*rows: tuple[Any, ...]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    return book


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out) if isinstance(book, Workbook) else book.write(out)
    return out.getvalue()


def first_row(content: bytes) -> dict[str, Cell]:
    return open_spreadsheet(content).sheets[0].rows[1]


def test_an_xlsx_cell_says_what_it_is() -> None:
    book = workbook(("Zoë", 9990000018, 1.5, date(2026, 3, 10), time(22, 5), True, "=A1", None, "12/3/2026"))
    sheet = book.active
    sheet["J1"] = datetime(2026, 3, 10, 0, 0)  # noqa: DTZ001  (a spreadsheet knows no zone)
    sheet["J1"].number_format = "dd/mm/yyyy hh:mm"
    sheet["K1"] = "#REF!"
    sheet["K1"].data_type = "e"
    cells = first_row(saved(book))
    assert {letters: (cell.kind.value, cell.text) for letters, cell in cells.items()} == {
        "A": ("text", "Zoë"),
        "B": ("number", "9990000018"),
        "C": ("number", "1.5"),
        "D": ("date", "2026-03-10"),
        "E": ("time", "22:05"),
        "F": ("text", "yes"),
        "G": ("formula", "formula"),
        "I": ("text", "12/3/2026"),
        "J": ("date", "2026-03-10T00:00"),
        "K": ("error", "#REF!"),
    }


def ods(rows: list[list[TableCell]], **table: Any) -> OpenDocumentSpreadsheet:
    document = OpenDocumentSpreadsheet()
    made = Table(name="Log", **table)
    for cells in rows:
        row = TableRow()
        for cell in cells:
            row.addElement(cell)
        made.addElement(row)
    document.spreadsheet.addElement(made)
    return document


def written(text: str, **attributes: Any) -> TableCell:
    cell = TableCell(**attributes)
    cell.addElement(P(text=text))
    return cell


def test_an_ods_cell_says_what_it_is_and_repeated_cells_are_counted() -> None:
    cells = [
        written("Zoë", valuetype="string"),
        TableCell(numbercolumnsrepeated=3),
        written("x", valuetype="string", numbercolumnsrepeated=2),
        written("10/03/26", valuetype="date", datevalue="2026-03-10"),
        written("10/03/26 22:05", valuetype="date", datevalue="2026-03-10T22:05:00"),
        written("22:05", valuetype="time", timevalue="PT22H05M00S"),
        written("9990000018", valuetype="float", value="9990000018"),
        written("3", valuetype="float", value="3", formula="of:=1+2"),
        TableCell(numbercolumnsrepeated=16000),
    ]
    found = first_row(saved(ods([cells])))
    assert {letters: (cell.kind.value, cell.text) for letters, cell in found.items()} == {
        "A": ("text", "Zoë"),
        "E": ("text", "x"),
        "F": ("text", "x"),
        "G": ("date", "2026-03-10"),
        "H": ("date", "2026-03-10T22:05"),
        "I": ("time", "22:05"),
        "J": ("number", "9990000018"),
        "K": ("formula", "formula"),
    }


def test_a_million_empty_rows_of_ods_are_no_rows() -> None:
    document = ods([[written("a", valuetype="string")]])
    table = document.spreadsheet.getElementsByType(Table)[0]
    table.addElement(TableRow(numberrowsrepeated=1_048_575))
    assert list(open_spreadsheet(saved(document)).sheets[0].rows) == [1]


def test_a_million_filled_rows_of_ods_are_refused_without_reading_them_all() -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Log")
    row = TableRow(numberrowsrepeated=1_048_576)
    row.addElement(written("a", valuetype="string"))
    table.addElement(row)
    document.spreadsheet.addElement(table)
    with pytest.raises(NotReadable, match="20,000 rows"):
        open_spreadsheet(saved(document))


def test_hidden_sheets_are_known_in_both_kinds() -> None:
    book = workbook(("a",))
    book.create_sheet("Old").sheet_state = "veryHidden"
    assert [each.hidden for each in open_spreadsheet(saved(book)).sheets] == [False, True]
    document = ods([[written("a", valuetype="string")]], stylename="away")
    style = Style(name="away", family="table")
    style.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(style)
    assert [each.hidden for each in open_spreadsheet(saved(document)).sheets] == [True]


def test_cells_merged_down_rows_are_faulty_and_a_wide_heading_is_not() -> None:
    book = workbook(("Deaths of 2025", None), ("Surname", "DOB"), ("Smith", 1), (None, 2))
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("A3:A4")
    sheet = open_spreadsheet(saved(book)).sheets[0]
    assert sheet.rows[1]["A"].text == "Deaths of 2025"
    assert [sheet.rows[row]["A"].kind for row in (3, 4)] == [CellKind.MERGED, CellKind.MERGED]
    assert sheet.merged == 2


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Náme;B\r\nx;1,5".encode("cp1252"), "Náme"),
        ("\ufeffNáme,B\nx,1".encode(), "Náme"),
        ("Náme\tB\nx\t1".encode("utf-16"), "Náme"),
    ],
)
def test_text_is_read_whatever_its_separator_and_encoding(content: bytes, text: str) -> None:
    cells = first_row(content)
    assert (cells["A"].text, cells["B"].text) == (text, "B")


def test_a_formula_in_delimited_text_is_seen_and_a_telephone_number_is_not_one() -> None:
    cells = first_row(b'"=HYPERLINK(""http://x"")",@SUM(A1),+44 1632 960000,-,a')
    assert [cells[letters].kind.value for letters in "ABCDE"] == [
        "formula",
        "formula",
        "text",
        "text",
        "text",
    ]


def test_what_cannot_be_seen_is_removed_and_counted() -> None:
    cells = first_row("Smi\u200bth\u202e,A\u00a0B,\u2066\u2069,Ünal".encode())
    assert (cells["A"].text, cells["A"].removed) == ("Smith", 2)
    assert (cells["B"].text, cells["B"].removed) == ("A B", 0)
    assert (cells["C"].text, cells["C"].removed) == ("", 2)
    assert (cells["D"].text, cells["D"].removed) == ("Ünal", 0)


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def changed(content: bytes, name: str, **parts: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        every = {each: given.read(each) for each in given.namelist()}
    return package(every | {name: parts["to"]})


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_document_type_is_refused_wherever_it_stands(name: str) -> None:
    with pytest.raises(NotReadable):
        open_spreadsheet(changed(saved(workbook(("a",))), name, to=ENTITIES))
    with pytest.raises(NotReadable):
        open_spreadsheet(changed(saved(ods([])), "content.xml", to=ENTITIES))


def test_a_small_file_that_unpacks_to_a_great_one_is_refused_before_it_is_unpacked() -> None:
    swelling = changed(saved(workbook(("a",))), "xl/media/image1.bin", to=b"\0" * 210_000_000)
    assert len(swelling) < MOST_BYTES
    with pytest.raises(NotReadable, match="unpacks to far more"):
        open_spreadsheet(swelling)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"   \r\n", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "old Excel"),
        (b"PK\x03\x04 no archive", "not a spreadsheet"),
        (package({"a.txt": b"a"}), "not a spreadsheet"),
        (package({"word/document.xml": b"<a/>"}), "not a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "cannot be read as text"),
        (b"x" * (MOST_BYTES + 1), "MB at most"),
        (b",,,\n,,", "Nothing is written"),
        (saved(Workbook()), "Nothing is written"),
        ("\n".join(["a"] * (MOST_ROWS + 1)).encode(), "20,000 rows at most"),
        (",".join(["a"] * (MOST_COLUMNS + 1)).encode(), "200 columns at most"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_plain_words(content: bytes, why: str) -> None:
    with pytest.raises(NotReadable, match=why):
        open_spreadsheet(content)


def test_macros_are_refused() -> None:
    with pytest.raises(NotReadable, match="macros"):
        open_spreadsheet(changed(saved(workbook(("a",))), "xl/vbaProject.bin", to=b"x"))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_refused_and_never_an_error_of_ours(part: str) -> None:
    for wrong in (
        b"",
        b"<a",
        b"<worksheet><sheetData><row r='x'><c r='!!' t='n'><v>z</v></c></row></sheetData>",
    ):
        with pytest.raises(NotReadable):
            open_spreadsheet(changed(saved(workbook(("a", 1))), part, to=wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        {"valuetype": "float", "value": "many"},
        {"valuetype": "string", "numbercolumnsrepeated": "often"},
        {"valuetype": "float", "value": "1", "numberrowsspanned": "x"},
    ],
)
def test_a_damaged_document_is_refused_and_never_an_error_of_ours(wrong: dict[str, str]) -> None:
    content = saved(ods([[written("a", **wrong)]]))
    with suppress(NotReadable):  # anything else that is raised fails the test
        assert open_spreadsheet(content).sheets


def test_a_package_whose_bytes_were_changed_is_refused() -> None:
    content = bytearray(saved(workbook(*[(str(number), "b" * 50) for number in range(200)])))
    for place in range(60, len(content), 97):
        broken = bytes(content[:place]) + b"\xff\x00\xff" + bytes(content[place + 3 :])
        with suppress(NotReadable):
            assert open_spreadsheet(broken).sheets


def test_two_sheets_with_one_name_are_refused() -> None:
    document = ods([[written("a", valuetype="string")]])
    twin = Table(name="Log")
    document.spreadsheet.addElement(twin)
    with pytest.raises(NotReadable, match="same name"):
        open_spreadsheet(saved(document))


def test_columns_are_lettered_as_a_spreadsheet_does() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_number(column_letters(number)) == number for number in range(1, 800))
