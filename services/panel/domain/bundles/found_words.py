"""A page on which searched words were found, with the words marked."""

import re
from dataclasses import dataclass

START, STOP = "\ue000", "\ue001"  # characters of private use: no text has them


@dataclass(frozen=True)
class FoundPage:
    """``passages``: text and whether it is one of the words, in reading order."""

    page: str
    passages: tuple[tuple[str, bool], ...]


def found_page(page: str, headline: str) -> FoundPage:
    """From the database's excerpt, in which START and STOP stand around each word found."""
    pieces = re.split(f"({START}[^{STOP}]*{STOP})", headline)
    marked = ((piece.strip(START + STOP), piece.startswith(START)) for piece in pieces)
    return FoundPage(page, tuple((words, hit) for words, hit in marked if words))
