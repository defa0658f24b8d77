"""Everything that is written in a Word document, also where its reader would not look at once.

Deleted words that the document still holds are words: they are read, and said to be deleted.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOTES = ("/footnotes", "/endnotes", "/comments")
_ROUND_THE_TEXT = ("/header", "/footer")
_SHOWN = ("word/media/", "word/charts/", "word/diagrams/")
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# What is read elsewhere: a text box has paragraphs of its own, and a second copy for old programs.
_ELSEWHERE = (f"{_W}p", f"{_W}txbxContent", f"{_COMPATIBILITY}Fallback")


def lines_of(document: Any) -> Iterator[str]:
    """Headers and footers once each, the body with tables and text boxes, then notes and comments."""
    around = chain.from_iterable(_parts(document, _ROUND_THE_TEXT))
    yield from dict.fromkeys(filter(None, around))
    yield from _paragraphs(document.element.body)
    for lines in _parts(document, _NOTES):
        yield from lines


def shows_pictures(names: Iterable[str]) -> bool:
    """Whether a document of these parts shows something that has no text to be read."""
    return any(name.lower().startswith(_SHOWN) for name in names)


def _parts(document: Any, kinds: tuple[str, ...]) -> Iterator[Iterator[str]]:
    """The lines of every part of these kinds: also headers for first, even and no pages."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(kinds) and not relation.is_external:
            yield _paragraphs(_markup_of(relation.target_part))


def _markup_of(part: Any) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(part.blob)


def _paragraphs(element: Any) -> Iterator[str]:
    for paragraph in element.iter(f"{_W}p"):
        if not _is_fallback(paragraph):
            yield "".join(_words(paragraph))


def _words(node: Any) -> Iterator[str]:
    """The words of a paragraph, without those of a text box in it."""
    for child in node:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}del":
            yield from _deleted(child)
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _ELSEWHERE:
            yield from _words(child)


def _deleted(node: Any) -> Iterator[str]:
    words = "".join(each.text or "" for each in node.iter(f"{_W}delText", f"{_W}t")).strip()
    if words:
        yield f" [deleted in the document: {words}] "


def _is_fallback(paragraph: Any) -> bool:
    """Whether it is the second copy of a text box, for old programs."""
    return any(above.tag == f"{_COMPATIBILITY}Fallback" for above in paragraph.iterancestors())
