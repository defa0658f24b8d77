"""Which reader a file needs: told from what is in it, never from its name."""

import zipfile

from services.notifications.spreadsheets.delimited import read_delimited
from services.notifications.spreadsheets.ods import read_ods
from services.notifications.spreadsheets.packages import opened
from services.notifications.spreadsheets.sheets import MOST_BYTES, MOST_SHEETS, NotReadable, Spreadsheet

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def open_spreadsheet(content: bytes) -> Spreadsheet:
    """Read a file. Raises NotReadable saying why in plain words."""
    if not content.strip():
        raise NotReadable("The file is empty")
    if len(content) > MOST_BYTES:
        raise NotReadable(f"The file may have {MOST_BYTES // 1_000_000} MB at most")
    if content.startswith(_OLD_EXCEL):
        raise NotReadable("This is a workbook of an old Excel, or locked with a password. Save it as XLSX")
    found = _read_package(content) if content.startswith(b"PK") else read_delimited(content)
    if len(found.sheets) > MOST_SHEETS:
        raise NotReadable(f"A file may have {MOST_SHEETS} sheets at most")
    _name_apart(found)
    if not any(sheet.rows for sheet in found.sheets):
        raise NotReadable("Nothing is written in any sheet of the file")
    return found


def _name_apart(found: Spreadsheet) -> None:
    """A sheet without a name gets its number for one. Raises NotReadable where two have the same."""
    for number, sheet in enumerate(found.sheets, start=1):
        sheet.name = sheet.name.strip() or f"Sheet{number}"
    if len({sheet.name for sheet in found.sheets}) < len(found.sheets):
        raise NotReadable("Two sheets have the same name. Give them different ones")


def _read_package(content: bytes) -> Spreadsheet:
    with opened(content) as package:
        names = package.namelist()
        is_ods = "mimetype" in names and _small(package, "mimetype").startswith(_ODS)
    if is_ods:
        return read_ods(content)
    if "xl/workbook.xml" in names:
        from services.notifications.spreadsheets.xlsx import read_xlsx  # slow to load, and seldom needed

        return read_xlsx(content)
    raise NotReadable("This is not a spreadsheet that can be read. Save it as XLSX, ODS or CSV")


def _small(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(200)
