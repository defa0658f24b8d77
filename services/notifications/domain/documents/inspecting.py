"""A document is judged by its content alone: its kind by its first bytes, then by reading all of it.

Run it where a reader that is led astray can do no harm (services/notifications/checking).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.notifications.domain.documents.kinds import kind_of, why_not_taken
from services.notifications.domain.documents.own_bytes import own_bytes
from services.notifications.domain.documents.pdf import read_pdf
from services.notifications.domain.documents.pictures import read_picture
from services.notifications.domain.documents.read_pages import ReadPage, read_text
from services.notifications.domain.documents.refusals import DocumentNotTaken, refuse_size
from services.notifications.domain.documents.word import read_word

ReadDocument = Callable[[bytes], Sequence[ReadPage]]
_READERS: Mapping[str, ReadDocument] = {
    "pdf": read_pdf,
    "docx": read_word,
    "png": read_picture,
    "jpeg": read_picture,
    "tiff": read_picture,
}


@dataclass(frozen=True)
class Inspected:
    """What a document is: its kind, its pages (frames of a picture) and its text, "" where none is read.

    ``unreadable``: numbers of pages of which no text could be read; ``pictured``: of pages with a picture
    beside their text. ``kept``: what is kept of it.
    """

    kind: str
    pages: int
    text: str
    unreadable: tuple[int, ...] = ()
    pictured: tuple[int, ...] = ()
    kept: bytes = b""


def inspect_document(content: bytes) -> Inspected:
    """Read ``content`` wholly. Raises DocumentNotTaken, saying what is wrong and what to do."""
    if not content:
        raise DocumentNotTaken("It is empty")
    refuse_size(len(content))
    kind = kind_of(content)
    if kind is None:
        raise DocumentNotTaken(why_not_taken(content))
    kept = own_bytes(kind.id, content)
    pages = _READERS[kind.id](kept)
    found = read_text(pages)
    return Inspected(kind.id, len(pages), found.text, found.unreadable, found.pictured, kept)
