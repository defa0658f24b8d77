"""A document as blocks in reading order: plain data, from which the page, the PDF and the Word file are made.

No text in a block is markup.
"""

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]
Cell = str | dict[str, str]
"""What stands in a table: text, or text that leads to an anchor of the same document (``linked``)."""
SHEET: Block = {"kind": "sheet"}  # a new sheet of paper


def heading(level: int, text: str) -> Block:
    return {"kind": "heading", "level": level, "text": text}


def paragraph(text: str, quiet: bool = False) -> Block:
    return {"kind": "paragraph", "text": text, "quiet": quiet}


def note(text: str) -> Block:
    """A paragraph in a frame."""
    return {"kind": "note", "text": text}


def bullets(items: Iterable[str]) -> Block:
    return {"kind": "list", "items": list(items)}


def linked(text: str, to: str) -> Cell:
    """Text that leads to the term with this anchor."""
    return {"text": text, "to": to}


def words_of(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell["text"]


def terms(items: Iterable[tuple[str, str, str]]) -> Block:
    """A list of terms that cells lead to, each an anchor, the term and what it means."""
    return {"kind": "terms", "items": [list(item) for item in items]}


def chart(title: str, svg: str, alt: str, narrow: str = "") -> Block:
    """A picture that fetches nothing. ``title`` says what it finds, ``alt`` what it shows.

    ``narrow``: the same drawn for a telephone.
    """
    return {"kind": "chart", "title": title, "svg": svg, "alt": alt, "narrow": narrow}


def table(
    caption: Cell,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
    stacked: bool = False,
) -> Block:
    """``widths``: of the columns, as shares of their sum. The first cell of a row is its header.

    The head leads nowhere: paper repeats it on each sheet. ``stacked``: of long texts, so that on a telephone
    each row is a card of labelled lines.
    """
    return {
        "kind": "table",
        "caption": caption,
        "head": list(head),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "stacked": stacked,
    }


def written(text: str) -> list[Block]:
    """What a person wrote: an empty line begins a paragraph, lines that begin with a dash are a list."""
    return [_piece(piece) for piece in text.split("\n\n") if piece.strip()]


def _piece(piece: str) -> Block:
    lines = [line.strip() for line in piece.strip().splitlines()]
    if all(line.startswith(("- ", "• ", "* ")) for line in lines):
        return bullets(line[2:].strip() for line in lines)
    return paragraph("\n".join(lines))
