"""What is written on the pages of a PDF: text, notes put on it, and what was filled into its fields."""

from collections.abc import Iterator
from typing import Any

from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.read_pages import TOO_LONG, ReadPage
from services.notifications.domain.documents.refusals import DocumentNotTaken

# Operators that put something on a page. Source: ISO 32000-2, annex A.
_DRAWS = frozenset(
    {b"Tj", b"TJ", b"'", b'"', b"Do", b"INLINE IMAGE", b"sh"}
    | {b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*"}
)
_DEEPEST = 4  # forms within forms
_MOST_ANNOTATIONS = 2_000


def read_pages(reader: Any) -> Iterator[ReadPage]:
    """Each page in order. Raises DocumentNotTaken for more text than is taken at once."""
    length = 0
    for page in reader.pages:
        text = "\n".join(filter(None, [page.extract_text().strip(), *_annotations(page)]))
        length += len(text)
        if length > LIMITS.most_text:
            raise DocumentNotTaken(TOO_LONG)
        pictured = _shows_picture(_within(page, "/Resources"))
        yield ReadPage(text, pictured=pictured, drawn=pictured or bool(text) or _draws(page))


def _annotations(page: Any) -> Iterator[str]:
    """The words of notes and comments, and the values of fields. Who wrote a note is not read."""
    found = list(_plain(page.get("/Annots")) or [])
    if len(found) > _MOST_ANNOTATIONS:
        raise DocumentNotTaken(TOO_LONG)
    for each in found:
        note = _plain(each)
        if isinstance(note, dict):
            yield _field(note) if note.get("/Subtype") == "/Widget" else _said(note.get("/Contents"))


def _field(note: Any) -> str:
    """ "Name of child: Amara"; a field's value may stand at the field of which it is one place."""
    above = _plain(note.get("/Parent")) or {}
    value = _said(note.get("/V") or above.get("/V"))
    named = [_said(each.get(key)) for each in (note, above) for key in ("/TU", "/T")]
    label = next(filter(None, named), "")
    return f"{label}: {value}" if value and value != "Off" else ""


def _said(found: Any) -> str:
    plain = _plain(found)
    if isinstance(plain, list):
        return "; ".join(map(_said, plain))
    return str(plain).strip().removeprefix("/") if isinstance(plain, str) else ""


def _draws(page: Any) -> bool:
    """Whether a page without text shows anything: letters drawn as lines, too, or letters nobody can read."""
    contents = page.get_contents()
    return contents is not None and any(operator in _DRAWS for _, operator in contents.operations)


def _shows_picture(resources: Any, depth: int = 0) -> bool:
    """Whether a picture is among what a page, or a form on it, may show."""
    for each in _within(resources, "/XObject").values():
        shown = _plain(each)
        if not isinstance(shown, dict):
            continue
        if shown.get("/Subtype") == "/Image":
            return True
        if depth < _DEEPEST and _shows_picture(_within(shown, "/Resources"), depth + 1):
            return True
    return False


def _within(holder: Any, key: str) -> Any:
    found = _plain(holder.get(key))
    return found if isinstance(found, dict) else {}


def _plain(found: Any) -> Any:
    """What a reference refers to; anything else as it is."""
    return found.get_object() if hasattr(found, "get_object") else found
