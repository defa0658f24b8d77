"""XLSX and ODS are archives of XML: looked through before anything in them is unpacked or believed."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from services.notifications.spreadsheets.sheets import MOST_PARTS, MOST_UNPACKED_BYTES, NotReadable

_NOT_ONE = "This is not a spreadsheet that can be read. Save it as XLSX, ODS or CSV"
_MACROS = ("vbaproject.bin", "basic/", "macros/")
_XML = (".xml", ".rels")
# What a part that is cut off, overwritten or packed in an unknown way makes the library raise.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, NotImplementedError, OSError, EOFError,
)  # fmt: skip


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive, once it is known to be small, whole, without programs and without document types.

    A document type is where entities are declared, which is how XML is made to read files or to swell.
    Raises NotReadable.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        _refuse_swelling(package)
        if any(program in name.lower() for name in package.namelist() for program in _MACROS):
            raise NotReadable("The file has macros in it. Save it without them, as XLSX, ODS or CSV")
        for name in package.namelist():
            if name.lower().endswith(_XML):
                _refuse_document_type(package, name)
    except _DAMAGED as error:
        raise NotReadable(_NOT_ONE) from error
    return package


def elements(package: zipfile.ZipFile, name: str) -> Iterator[tuple[str, object]]:
    """Start and end events of an XML part. Raises NotReadable where it is not whole."""
    try:
        with package.open(name) as part:
            yield from iterparse(part, events=("start", "end"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, KeyError, *_DAMAGED) as error:
        raise NotReadable(_NOT_ONE) from error


def _refuse_swelling(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise NotReadable("The file unpacks to far more than a spreadsheet of this kind needs")
    if any(part.flag_bits & 1 for part in parts):
        raise NotReadable("The file is locked with a password. Save it without one")


def _refuse_document_type(package: zipfile.ZipFile, name: str) -> None:
    """Read up to the first element: what comes after it can declare nothing."""
    try:
        with package.open(name) as part:
            next(iter(iterparse(part, events=("start",), forbid_dtd=True)), None)
    except (ParseError, DefusedXmlException) as error:
        raise NotReadable(_NOT_ONE) from error
