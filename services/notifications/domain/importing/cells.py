"""A cell of a spreadsheet as it is kept: what kind of thing stood there, and its text made safe to read."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# Letters, marks, numbers, punctuation, signs and spaces may stand in a name. Controls, direction marks,
# zero-width characters, halves of characters and private ones may not: nobody could see them.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_LINE_ENDS = {"\r": " ", "\n": "\n", "\t": " "}
_FORMULA = re.compile(r"=|[@+\-][A-Za-z][A-Za-z0-9.]*\(")


class CellKind(StrEnum):
    """DATE is ISO 8601, with a time only where the cell shows one; TIME is "22:05"; NUMBER as written."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    FORMULA = "formula"
    ERROR = "error"
    MERGED = "merged"


@dataclass(frozen=True)
class Cell:
    """``removed`` is how many invisible characters were taken out of ``text``."""

    kind: CellKind
    text: str
    removed: int = 0

    @property
    def fault(self) -> str:
        """Why the cell cannot be read at all, in plain words; "" if it can."""
        return _UNREADABLE.get(self.kind, "")


Row = Mapping[str, Cell]
"""The filled cells of a row by the letters of their column."""

_UNREADABLE: Mapping[CellKind, str] = {
    CellKind.FORMULA: "this is a formula. Paste its value in its place",
    CellKind.ERROR: "the spreadsheet shows an error here",
    CellKind.MERGED: "this cell is merged with others. Split them, so that each row has its own value",
}


def text_cell(text: str, kind: CellKind = CellKind.TEXT) -> Cell | None:
    """A cell of written text without what cannot be seen; None for a blank one. A formula stays a formula."""
    seen, removed = visible(text)
    if not seen and not removed:
        return None
    if kind is CellKind.TEXT and _FORMULA.match(seen):
        kind = CellKind.FORMULA
    return Cell(kind, seen, removed)


def visible(text: str) -> tuple[str, int]:
    """The text without invisible characters, trimmed, and how many were removed. Any space is a space."""
    if text.isascii() and text.isprintable():
        return text.strip(), 0
    kept = [_kept(character) for character in text]
    return "".join(kept).strip(), kept.count("")


def _kept(character: str) -> str:
    if character in _LINE_ENDS:
        return _LINE_ENDS[character]
    category = unicodedata.category(character)
    if category in _UNSEEN:
        return ""
    return " " if category.startswith("Z") else character


def column_letters(number: int) -> str:
    """The letters of a column, from 1: A, ..., Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column from 1, so that columns sort as they stand."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def address(sheet: str, column: str, row: int) -> str:
    """Where a cell is, as a spreadsheet writes it: "Deaths 2024!B17"."""
    return f"{sheet}!{column}{row}"
