"""Delimited text: comma, semicolon or tab; UTF-8, UTF-16 with its mark, or the Windows code page 1252."""

import csv
import io

from services.notifications.domain.importing.cells import text_cell
from services.notifications.spreadsheets.sheets import NotReadable, Sheet, Spreadsheet

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LOOKED_AT = 20
_WRONG = "The file cannot be read as text. Save it as CSV (UTF-8), XLSX or ODS"


def read_delimited(content: bytes) -> Spreadsheet:
    """The one sheet of the file, called "Sheet1". Raises NotReadable."""
    text, encoding = _decoded(content)
    delimiter = _delimiter(text)
    sheet = Sheet("Sheet1")
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            for column, written in enumerate(row, start=1):
                sheet.put(number, column, text_cell(written))
    except csv.Error as error:
        raise NotReadable(f"{_WRONG}: a line is too long or its quotation marks do not match") from error
    remarks = [f"Read as text with the separator {DELIMITERS[delimiter]}, encoding {encoding}."]
    return Spreadsheet("csv", [sheet], remarks)


def _decoded(content: bytes) -> tuple[str, str]:
    marked = _MARKS.get(content[:2])
    for encoding in filter(None, (marked, "utf-8-sig", None if b"\0" in content else "cp1252")):
        try:
            return content.decode(encoding), encoding.replace("-sig", "").upper()
        except UnicodeDecodeError:
            continue
    raise NotReadable(_WRONG)


def _delimiter(text: str) -> str:
    """The one that makes the most columns; of two the same, the comma, then the semicolon."""
    return max(DELIMITERS, key=lambda each: _width(text, each))


def _width(text: str, delimiter: str) -> int:
    """Columns of the first line: a heading seldom has a separator in it, an answer often."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    try:
        return len(next(csv.reader(lines, delimiter=delimiter), []))
    except csv.Error:
        return 0
