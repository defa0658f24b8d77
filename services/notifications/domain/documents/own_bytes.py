"""What is kept of a document: its own bytes, and nothing that hides behind its end or beside its picture.

A file can be two at once: a PDF and an archive, a picture and a page with a script. Whoever opens it as the
other sees what nobody looked at. So a PDF and a picture are kept to their end and no further, a picture
without what is said of it, and a document that is an archive of its own kind holds no second one.
"""

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from services.notifications.domain.documents.refusals import DocumentNotTaken

_TWO = "It is two files in one. Save or print it anew, and send that"
_CUT_SHORT = "The picture is damaged or cut short. Take or save it again"
_PDF_END = re.compile(rb"%%EOF[ \t]*(?:\r\n|\r|\n)?")
# The end of an archive's directory, of one that is not spread over disks. Source: PKWARE APPNOTE 4.3.16.
_ARCHIVE_END = b"PK\x05\x06\0\0\0\0"
# Parts of a PNG that draw it. Source: PNG (third edition), 11.
_DRAWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"bKGD"}
_PNG_STARTS, _JPEG_STARTS, _JPEG_ENDS = 8, b"\xff\xd8", b"\xff\xd9"
# What a JPEG says of itself (APP1 to APP15, COM), but for how its colours are meant (APP14 of Adobe).
_SAID = {*range(0xE1, 0xF0), 0xFE} - {0xEE}
_SCAN, _ALONE = 0xDA, {0x01, *range(0xD0, 0xD8)}
_ORIENTATION = 0x0112


def own_bytes(kind: str, content: bytes) -> bytes:
    """``content`` of a kind of KINDS as it is kept. Raises DocumentNotTaken where it is another file too."""
    kept = _KEPT[kind](content)
    if kind == "docx":
        _refuse_second_archive(kept)
    elif _is_archive(kept):
        raise DocumentNotTaken(_TWO)
    return kept


def _as_it_is(content: bytes) -> bytes:
    return content


def _pdf(content: bytes) -> bytes:
    """Up to its last end; one without an end is judged by who reads it."""
    ends = [found.end() for found in _PDF_END.finditer(content)]
    return content[: ends[-1]] if ends else content


def _png(content: bytes) -> bytes:
    return content[:_PNG_STARTS] + b"".join(part for name, part in _png_parts(content) if name in _DRAWN)


def _png_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, name = _PNG_STARTS, b""
    while name != b"IEND":
        if at + 12 > len(content):
            raise DocumentNotTaken(_CUT_SHORT)
        length, name = struct.unpack(">I4s", content[at : at + 8])
        yield name, content[at : at + 12 + length]
        at += 12 + length


def _jpeg(content: bytes) -> bytes:
    """Its segments that draw it and how it is to be turned, up to its end."""
    segments = [part for marker, part in _jpeg_segments(content) if marker not in _SAID]
    return b"".join([_JPEG_STARTS, *_turned(content), *segments, _JPEG_ENDS])


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its segment; a scan with all that is drawn up to the next one. Source: T.81, B.1."""
    at = len(_JPEG_STARTS)
    while (marker := _marker_at(content, at)) != _JPEG_ENDS[1]:
        if marker in _ALONE:
            end = at + 2
        else:
            end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
            end = _end_of_scan(content, end) if marker == _SCAN else end
        yield marker, content[at:end]
        at = end
        while content[at : at + 2] == b"\xff\xff":  # filling
            at += 1


def _marker_at(content: bytes, at: int) -> int:
    if at + 2 > len(content) or content[at] != 0xFF:
        raise DocumentNotTaken(_CUT_SHORT)
    return content[at + 1]


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands that is none of those inside a scan."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if content[at + 1] == 0xFF else 2
    raise DocumentNotTaken(_CUT_SHORT)


def _turned(content: bytes) -> list[bytes]:
    """A segment that says how the picture is to be turned and nothing else, if it says so at all."""
    from PIL import Image

    with Image.open(BytesIO(content), formats=("JPEG",)) as picture:
        said = picture.getexif().get(_ORIENTATION, 1)
    if said not in range(2, 9):
        return []
    tags = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, said, 0, 0)
    inside = b"Exif\0\0" + tags
    return [b"\xff\xe1" + struct.pack(">H", len(inside) + 2) + inside]


def _is_archive(content: bytes) -> bool:
    """Whether a program that unpacks archives would find one in it."""
    if _ARCHIVE_END not in content[-70_000:]:
        return False
    try:
        with ZipFile(BytesIO(content)) as found:
            return bool(found.infolist())
    except (BadZipFile, OSError, ValueError, struct.error):
        return False


def _refuse_second_archive(content: bytes) -> None:
    """One directory, at the very end, whose first part stands at the very beginning."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            begins = min((part.header_offset for part in archive.infolist()), default=0)
            whole = not archive.comment and not begins
    except (BadZipFile, OSError, ValueError, struct.error):
        return  # who reads it says what is wrong with it
    ends_there = content[-22:].startswith(_ARCHIVE_END)
    if not whole or not ends_there or content.count(_ARCHIVE_END) > 1:
        raise DocumentNotTaken(_TWO)


_KEPT: Mapping[str, Callable[[bytes], bytes]] = {
    "pdf": _pdf,
    "docx": _as_it_is,
    "png": _png,
    "jpeg": _jpeg,
    "tiff": _as_it_is,
}
