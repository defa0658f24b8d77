"""What a PDF could do beyond being read: scripts, actions, files inside it, forms, sounds and films."""

from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

# Source: ISO 32000-1, 12.6 (actions), 7.11.4 (embedded files), 12.7 (forms), 13 (multimedia).
KEYS = (
    "/JavaScript",
    "/JS",
    "/AA",
    "/OpenAction",
    "/EmbeddedFiles",
    "/EF",
    "/AcroForm",
    "/XFA",
    "/RichMedia",
)
ACTIONS = (
    "/Launch",
    "/JavaScript",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Movie",
    "/Sound",
    "/Rendition",
)


def active_content_in(file: Path) -> list[str]:
    """Each such thing, in words. A link to a place in the file, or to a web address, is none."""
    reader = PdfReader(file)
    found: list[str] = []
    seen: set[tuple[int, int]] = set()
    todo: list[Any] = [reader.trailer]
    while todo:
        part = todo.pop()
        if isinstance(part, IndirectObject):
            if (part.idnum, part.generation) in seen:
                continue
            seen.add((part.idnum, part.generation))
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            found += [str(key) for key in part if key in KEYS]
            found += [str(part["/S"])] if part.get("/S") in ACTIONS else []
            todo += [part.raw_get(key) for key in part]
        elif isinstance(part, ArrayObject):
            todo += list(part)
    return found
