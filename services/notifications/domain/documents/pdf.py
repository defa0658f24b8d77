"""A PDF is taken if every object of it could be read and none can do more than be shown."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.pdf_pages import read_pages
from services.notifications.domain.documents.read_pages import ReadPage
from services.notifications.domain.documents.refusals import DocumentNotTaken, refuse_pages

_PRINT_AGAIN = "Print it to a new PDF, and send that"
_PROGRAM = f"It holds a program or starts something when it is opened. {_PRINT_AGAIN}"
_FILES = f"It holds other files or sound and film. {_PRINT_AGAIN}, and the files one by one"
_LOCKED = "It is protected with a password. Save it without one"
_DAMAGED = f"It is damaged or cut short. {_PRINT_AGAIN}"
# Entries of a dictionary that mean a program or a file inside. Source: ISO 32000-2, 7.11, 12.6 and 13.
_KEYS = {
    "/JS": _PROGRAM,
    "/JavaScript": _PROGRAM,
    "/XFA": _PROGRAM,
    "/EmbeddedFiles": _FILES,
    "/EF": _FILES,
}
# What an action (/S), an object (/Type) or an annotation (/Subtype) may not be.
_NAMES = {
    "/S": {
        "/JavaScript": _PROGRAM,
        "/Launch": _PROGRAM,
        "/SubmitForm": _PROGRAM,
        "/ImportData": _PROGRAM,
        "/GoToE": _FILES,
        "/Rendition": _FILES,
        "/Movie": _FILES,
        "/Sound": _FILES,
        "/RichMediaExecute": _PROGRAM,
    },
    "/Type": {"/EmbeddedFile": _FILES},
    "/Subtype": {
        "/FileAttachment": _FILES,
        "/RichMedia": _FILES,
        "/Movie": _FILES,
        "/Sound": _FILES,
        "/3D": _FILES,
        "/Screen": _FILES,
    },
}
# A link that a reader may follow is harmless; one that is followed by itself tells its owner who opened it.
_BY_ITSELF = ("/OpenAction", "/AA")
_LINKS = ("/URI", "/GoToR")
MOST_OBJECTS = 200_000
_UNPACKED_BY = (
    "zlib_maximum_output_length",
    "lzw_maximum_output_length",
    "run_length_maximum_output_length",
    "array_based_stream_maximum_output_length",
)


def read_pdf(content: bytes) -> list[ReadPage]:
    """Its pages, each with its text, what was noted on it and what was filled in. Raises DocumentNotTaken.

    What the file says of itself (author, title, dates) is not read.
    """
    import pypdf
    from pypdf._configuration import apply_configuration

    bounds: dict[str, Any] = dict.fromkeys(_UNPACKED_BY, LIMITS.most_unpacked_bytes)
    with apply_configuration(jbig2dec_binary=None, **bounds):
        try:
            return _read(pypdf.PdfReader(BytesIO(content)))
        except DocumentNotTaken:
            raise
        except Exception:  # a reader of others' files fails in more ways than it names
            raise DocumentNotTaken(_DAMAGED) from None


def _read(reader: Any) -> list[ReadPage]:
    if reader.is_encrypted:
        raise DocumentNotTaken(_LOCKED)
    refuse_pages(len(reader.pages))
    if not reader.pages:
        raise DocumentNotTaken(_DAMAGED)
    for each in _objects(reader):
        _refuse_more_than_shown(each)
    return list(read_pages(reader))


def _objects(reader: Any) -> Iterator[Any]:
    """Every object of the file and what stands in it, whether or not a page refers to it."""
    import pypdf.generic

    direct = [
        pypdf.generic.IndirectObject(number, generation, reader)
        for generation, numbers in reader.xref.items()
        for number in numbers
    ]
    packed = [pypdf.generic.IndirectObject(number, 0, reader) for number in reader.xref_objStm]
    if len(direct) + len(packed) > MOST_OBJECTS:
        raise DocumentNotTaken(_DAMAGED)
    yield reader.trailer
    for reference in (*direct, *packed):
        yield reference.get_object()


def _refuse_more_than_shown(found: Any) -> None:
    """Look at an object and at everything inside it; what it refers to is looked at by itself."""
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            _refuse_entries(each)
            waiting += [value for _, value in each.raw_items()] if hasattr(each, "raw_items") else []
            waiting += [dict.__getitem__(each, key) for key in each]
        elif isinstance(each, list):
            waiting += list(list.__iter__(each))


def _refuse_entries(entries: dict[Any, Any]) -> None:
    for key in _BY_ITSELF:
        started = _followed(entries.get(key))
        inside = [started, *map(_followed, started.values())] if isinstance(started, dict) else []
        if any(isinstance(each, dict) and _followed(each.get("/S")) in _LINKS for each in inside):
            raise DocumentNotTaken(_PROGRAM)
    for key, says in _KEYS.items():
        if key in entries:
            raise DocumentNotTaken(says)
    for key, names in _NAMES.items():
        named = dict.get(entries, key)
        if isinstance(named, str) and named in names:
            raise DocumentNotTaken(names[named])


def _followed(found: Any) -> Any:
    """What a reference refers to; anything else as it is."""
    return found.get_object() if hasattr(found, "get_object") else found
