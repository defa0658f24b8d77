"""A text cut where mentions of themes begin and end, so that a page can mark each and say which it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """Characters ``start`` to ``end`` of the text, with what is said of them; ``target`` says more."""

    start: int
    end: int
    label: str
    kind: str
    target: str = ""


@dataclass(frozen=True)
class Segment:
    """A stretch of text with the same marks throughout; ``ending`` are the marks whose last stretch it is."""

    text: str
    marks: tuple[Mark, ...]
    ending: tuple[Mark, ...]

    @property
    def kind(self) -> str:
        """The kind that decides the colour: affirmed wins where marks overlap; "" without any."""
        kinds = [mark.kind for mark in self.marks]
        return "affirmed" if "affirmed" in kinds else next(iter(kinds), "")


def segments(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> list[Segment]:
    """The stretches of ``text`` from ``start`` to ``end``, in order; joined they are that part, unchanged."""
    end = len(text) if end is None else min(end, len(text))
    within = [mark for mark in marks if start <= mark.start < mark.end <= end]
    cuts = sorted({start, end, *(mark.start for mark in within), *(mark.end for mark in within)})
    return [_segment(text, within, first, last) for first, last in pairwise(cuts)]


def _segment(text: str, marks: list[Mark], first: int, last: int) -> Segment:
    covering = tuple(mark for mark in marks if mark.start <= first and mark.end >= last)
    return Segment(text[first:last], covering, tuple(mark for mark in covering if mark.end == last))
