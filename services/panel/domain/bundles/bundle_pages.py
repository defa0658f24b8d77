"""Text as numbered pages. A page keeps its number when later papers come: ``2.3`` is page 3 of document 2."""

import re
from dataclasses import dataclass

from services.panel.domain.bundles.text_shape import Piece, pieces_of

PAGE_LENGTH = 2400  # characters: about one side of A4 at reading size
PAGE_ID = re.compile(r"[1-9]\d{0,4}\.[1-9]\d{0,4}")
BETWEEN = "\n\n"  # paragraphs of a page
_BREAKS = ("\n", ". ", " ")  # where an overlong paragraph is divided, the best place first


@dataclass(frozen=True)
class BundlePage:
    """One page with its paragraphs; ``id`` is ``document.page``, both counted from 1."""

    id: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return BETWEEN.join(self.paragraphs)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The same text as headings, answers and paragraphs."""
        return pieces_of(self.text)

    @property
    def document(self) -> int:
        return document_of(self.id)


def document_of(page_id: str) -> int:
    """The number of the document that a page belongs to."""
    return int(page_id.partition(".")[0])


def full_page_id(case_reference: str, page_id: str) -> str:
    """A page's id outside its bundle: ``LLR-2026-0107/2.3``."""
    return f"{case_reference}/{page_id}"


def paragraphs_by_page(text: str) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of a text, page by page; a paragraph longer than a page is divided."""
    pages: list[list[str]] = []
    room = 0
    for block in _blocks(text):
        if not pages or len(block) > room:
            pages.append([])
            room = PAGE_LENGTH
        pages[-1].append(block)
        room -= len(block)
    return tuple(tuple(page) for page in pages)


@dataclass(frozen=True)
class Stretch:
    """Characters ``start`` to ``end`` of the text of a page, whose number counts from 1."""

    page: int
    start: int
    end: int


def stretch_at(text: str, start: int, end: int) -> Stretch:
    """Where characters of a text stand: as far as they stand in the paragraph in which they begin. What lies
    behind the text stands at its end.
    """
    at = 0
    found = Stretch(1, 0, 0)
    for number, blocks in enumerate(paragraphs_by_page(text), start=1):
        of_page = 0
        for block in blocks:
            begins = text.index(block, at)
            at = begins + len(block)
            first, last = max(start, begins) - begins, min(end, at) - begins
            found = Stretch(number, of_page + min(first, len(block)), of_page + max(last, first, 0))
            if start < at:
                return found
            of_page += len(block) + len(BETWEEN)
    return Stretch(found.page, found.start, found.start)


def numbered(document: int, pages: tuple[tuple[str, ...], ...]) -> tuple[BundlePage, ...]:
    return tuple(BundlePage(f"{document}.{page}", blocks) for page, blocks in enumerate(pages, start=1))


def _blocks(text: str) -> list[str]:
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text)]
    return [piece for block in blocks if block for piece in _divided(block)]


def _divided(block: str) -> list[str]:
    pieces = []
    while len(block) > PAGE_LENGTH:
        end = _where_to_divide(block)
        pieces.append(block[:end].rstrip())
        block = block[end:].lstrip()
    return [*pieces, block] if block else pieces


def _where_to_divide(block: str) -> int:
    for mark in _BREAKS:
        found = block.rfind(mark, PAGE_LENGTH // 2, PAGE_LENGTH)
        if found > 0:
            return found + len(mark)
    return PAGE_LENGTH
