"""A long text sheet by sheet, for a person to read before confirming it: at its pages, or by length."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SHEET_LENGTH = 8_000  # characters: two or three sides of A4
_PAGE = re.compile(r"^\[Page (\d{1,4})(?:\]|,| is withheld)", re.MULTILINE)


@dataclass(frozen=True)
class Sheet:
    """A stretch of a text. `label` names the pages of the original in it, "" where it had none."""

    start: int
    end: int
    label: str = ""


def sheets(text: str, removals: Iterable[tuple[int, int]]) -> list[Sheet]:
    """The text in stretches that join to the whole; none begins inside one of the `removals`."""
    cuts = [0]
    inside = sorted(removals)
    for place in [*(found.start() for found in _PAGE.finditer(text)), len(text)]:
        while place - cuts[-1] > SHEET_LENGTH:
            cuts.append(_outside(_paragraph_end(text, cuts[-1]), inside))
        if place - cuts[-1] > SHEET_LENGTH // 2 and place < len(text):
            cuts.append(_outside(place, inside))
    ends = [*cuts[1:], len(text)]
    return [Sheet(start, end, _label(text[start:end])) for start, end in zip(cuts, ends, strict=True)]


def _paragraph_end(text: str, start: int) -> int:
    """Where a stretch of at most SHEET_LENGTH from `start` ends best: after a paragraph, a line or a word."""
    latest = start + SHEET_LENGTH
    for sign in ("\n\n", "\n", " "):
        found = text.rfind(sign, start + SHEET_LENGTH // 2, latest)
        if found > 0:
            return found + len(sign)
    return latest


def _outside(place: int, removals: list[tuple[int, int]]) -> int:
    return next((end for start, end in removals if start < place < end), place)


def _label(text: str) -> str:
    numbers = _PAGE.findall(text)
    if not numbers:
        return ""
    return f"page {numbers[0]}" if len(numbers) == 1 else f"pages {numbers[0]} to {numbers[-1]}"
