"""A document is judged by its content alone: its kind by its first bytes, then by reading all of it.

Run it where a reader that is led astray can do no harm (services/notifications/checking).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.notifications.domain.documents.kinds import kind_of, why_not_taken
from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.pdf import read_pdf
from services.notifications.domain.documents.pictures import read_picture
from services.notifications.domain.documents.refusals import DocumentNotTaken, refuse_size
from services.notifications.domain.documents.word import read_word

LEAST_LETTERS = 20  # fewer are a stamp or a page number, not a text
ReadDocument = Callable[[bytes], tuple[int, str]]
_READERS: Mapping[str, ReadDocument] = {
    "pdf": read_pdf,
    "docx": read_word,
    "png": read_picture,
    "jpeg": read_picture,
    "tiff": read_picture,
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_MANY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Inspected:
    """What a document is: its kind, its pages (frames of a picture) and its text, "" where none is read."""

    kind: str
    pages: int
    text: str


def inspect_document(content: bytes) -> Inspected:
    """Read ``content`` wholly. Raises DocumentNotTaken, saying what is wrong and what to do."""
    if not content:
        raise DocumentNotTaken("It is empty")
    refuse_size(len(content))
    kind = kind_of(content)
    if kind is None:
        raise DocumentNotTaken(why_not_taken(content))
    pages, text = _READERS[kind.id](content)
    return Inspected(kind.id, pages, plain_text(text))


def plain_text(text: str) -> str:
    """Text without control characters, line ends made one kind; "" where there is hardly a letter."""
    tidy = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    tidy = _MANY_LINES.sub("\n\n", tidy).strip()[: LIMITS.most_text]
    return tidy if sum(map(str.isalpha, tidy)) >= LEAST_LETTERS else ""
