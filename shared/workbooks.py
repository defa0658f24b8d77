"""Workbooks of several sheets, XLSX and ODS, with the same bytes whenever they are made of the same rows."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from shared.disclosure.spreadsheets import neutral
from shared.spreadsheet_files import Cell, Row

LONGEST_NAME = 31
FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold
Sheet = tuple[str, Sequence[Row]]
ODS = "application/vnd.oasis.opendocument.spreadsheet"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
_SPACE = {
    "office": f"{_OPEN_DOCUMENT}:office:1.0",
    "table": f"{_OPEN_DOCUMENT}:table:1.0",
    "text": f"{_OPEN_DOCUMENT}:text:1.0",
    "meta": f"{_OPEN_DOCUMENT}:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_FILES = (("/", ODS), ("content.xml", "text/xml"), ("meta.xml", "text/xml"))
_MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="{_OPEN_DOCUMENT}:manifest:1.0" manifest:version="1.2">'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in _FILES
    )
    + "</manifest:manifest>"
)


def xlsx_book(title: str, sheets: Iterable[Sheet], *, at: datetime) -> bytes:
    """The first row of each sheet is set bold and stays in sight. ``at``: what the file says it was made."""
    # Here and not above: the library takes a while to load, and most processes never need it.
    from openpyxl import Workbook

    book = Workbook()  # allow workbook-with-formulas: each text in it is made neutral
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
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + when.encode(), text)


def ods_book(title: str, sheets: Iterable[Sheet], *, at: datetime) -> bytes:
    """The same as an OpenDocument spreadsheet.

    Written out here: what odfpy writes depends on what the process has loaded.
    """
    when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    meta = f"<dc:title>{_words(title)}</dc:title><meta:creation-date>{when}</meta:creation-date>"
    tables = "".join(_ods_table(name, rows) for name, rows in sheets)
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    made = BytesIO()
    with ZipFile(made, "w") as book:
        for name, content in (
            ("mimetype", ODS),
            ("content.xml", _ods_part("content", body)),
            ("meta.xml", _ods_part("meta", f"<office:meta>{meta}</office:meta>")),
            ("META-INF/manifest.xml", _MANIFEST),
        ):
            kind = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            book.writestr(ZipInfo(name, FIRST_DATE), content, kind)
    return made.getvalue()


def _ods_part(name: str, content: str) -> str:
    spaces = "".join(f' xmlns:{short}="{_SPACE[short]}"' for short in _SPACE)
    root = f"office:document-{name}"
    return f'{_XML}<{root}{spaces} office:version="1.2">{content}</{root}>'


def _ods_table(name: str, rows: Iterable[Row]) -> str:
    lines = "".join(map(_ods_row, rows))
    return f"<table:table table:name={quoteattr(name[:LONGEST_NAME])}>{lines}</table:table>"


def _ods_row(row: Row) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    if isinstance(cell, int):
        kind, words = f'office:value-type="float" office:value="{cell}"', str(cell)
    else:
        kind, words = 'office:value-type="string"', neutral(cell or "")
    return f"<table:table-cell {kind}><text:p>{_words(words)}</text:p></table:table-cell>"


def _words(text: str) -> str:
    """What XML can hold, and no markup."""
    return escape("".join(each for each in text if each >= " " and not "\ud800" <= each <= "\udfff"))


def same_bytes(made: bytes, changed: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The same archive, its parts dated alike, some of them ``changed``: no clock shows in it."""
    again = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = changed.get(name, bytes)(old.read(name))
            new.writestr(ZipInfo(name, FIRST_DATE), content, ZIP_DEFLATED)
    return again.getvalue()
