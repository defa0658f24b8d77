"""A document page by page: what could be read of each, and which page somebody has to look at."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.refusals import DocumentNotTaken

LEAST_LETTERS = 20  # fewer beside a picture are a stamp or a page number, not the page's text
TOO_LONG = "It holds more text than can be taken at once. Send it in parts"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_MANY_LINES = re.compile(r"\n{3,}")
# What a reader gives for letters that the document does not say how to read.
_NO_LETTERS = re.compile(r"\ufffd|(?:/(?:g|gid|uni|cid|G)\d+){3}|(?:\(cid:\d+\)){3}")
_NOTED_BEFORE = re.compile(r"\[Page (\d{1,4}) holds no text that could be read\.\]")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)-\s*$")


@dataclass(frozen=True)
class ReadPage:
    """``text`` as the reader gave it. ``pictured``: it shows a picture; ``drawn``: anything at all."""

    text: str
    pictured: bool = False
    drawn: bool = True


@dataclass(frozen=True)
class ReadText:
    """The text of a document, "" where none is read; page numbers count from 1.

    ``unreadable``: pages that show something of which no text could be read; each is named in the text.
    ``pictured``: pages that show a picture beside their text.
    """

    text: str
    unreadable: tuple[int, ...]
    pictured: tuple[int, ...]


def read_text(pages: Sequence[ReadPage]) -> ReadText:
    """The pages as one text, each under its number where there are several. Raises DocumentNotTaken."""
    texts = [plain_text(page.text) for page in pages]
    unreadable = [_is_unreadable(page, text) for page, text in zip(pages, texts, strict=True)]
    kept = _whole_words(["" if lost else text for text, lost in zip(texts, unreadable, strict=True)])
    if sum(map(letters, kept)) < LEAST_LETTERS:
        return ReadText("", tuple(range(1, len(pages) + 1)), ())
    joined = "\n\n".join(_marked(kept, unreadable))
    if len(joined) > LIMITS.most_text:
        raise DocumentNotTaken(TOO_LONG)
    pictured = [page.pictured and not lost for page, lost in zip(pages, unreadable, strict=True)]
    return ReadText(joined, _numbers(unreadable), _numbers(pictured))


def plain_text(text: str) -> str:
    """Text without control characters, line ends made one kind."""
    tidy = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _MANY_LINES.sub("\n\n", tidy).strip()


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def page_withheld(number: int) -> str:
    """What stands in a text in place of a page that could not be read."""
    return f"[Page {number} is withheld: its text could not be read.]"


def page_described(number: int, words: str) -> str:
    """What stands in a text in place of a page that a person has described."""
    return f"[Page {number}, described by the office]\n{words}"


def brought_forward(text: str) -> tuple[str, tuple[int, ...]]:
    """A text read before unreadable pages were noted beside it: as it is written now, and their numbers."""
    numbers = tuple(int(found[1]) for found in _NOTED_BEFORE.finditer(text))
    return _NOTED_BEFORE.sub(lambda found: page_withheld(int(found[1])), text), numbers


def _is_unreadable(page: ReadPage, text: str) -> bool:
    """An empty page is none; one with a stamp on a picture is, as its text is in the picture."""
    found = letters(text)
    if _NO_LETTERS.search(text) or not found:
        return page.drawn
    return page.pictured and found < LEAST_LETTERS


def _whole_words(texts: Sequence[str]) -> list[str]:
    """A word divided between two pages stands whole on the second, so that a name in it is found."""
    whole = list(texts)
    for at in range(len(whole) - 1):
        broken = _BROKEN_WORD.search(whole[at])
        if broken and whole[at + 1]:
            whole[at] = whole[at][: broken.start()].rstrip()
            whole[at + 1] = broken[1] + whole[at + 1]
    return whole


def _marked(texts: Sequence[str], unreadable: Iterable[bool]) -> Iterator[str]:
    for number, (text, lost) in enumerate(zip(texts, unreadable, strict=True), start=1):
        if lost:
            yield page_withheld(number)
        else:
            yield f"[Page {number}]\n{text}".strip() if len(texts) > 1 else text


def _numbers(flags: Iterable[bool]) -> tuple[int, ...]:
    return tuple(number for number, flag in enumerate(flags, start=1) if flag)
