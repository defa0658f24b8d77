"""Rows of a page, numbered from 0: how many a form had, and those neither blank nor taken out."""

from collections.abc import Callable
from typing import TypeVar

from shared.web import PostedForm

MOST_ROWS = 60
Row = TypeVar("Row")


def rows_from(
    read: Callable[[int], Row], posted: PostedForm, kind: str, keep: Callable[[Row], bool]
) -> list[Row]:
    """The rows ``kind``-0, ``kind``-1 ... as ``read``; the field ``remove`` names one that is taken out."""
    removed = posted.text("remove")
    numbers = (number for number in range(how_many(posted, kind)) if f"{kind}-{number}" != removed)
    return [row for number in numbers if keep(row := read(number))]


def how_many(posted: PostedForm, kind: str) -> int:
    """How many rows of a kind the page had, as its field ``kind``s says."""
    written = posted.text(f"{kind}s")
    return min(int(written), MOST_ROWS) if written.isdecimal() and len(written) < 4 else 0
