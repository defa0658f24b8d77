"""A chart of rows under each other with one scale: labels beside it, or above each row on a narrow screen."""

from collections.abc import Callable, Sequence

from services.theming.charts.drawing import Drawing
from services.theming.charts.look import GRID, QUIET, Shape, ticks, width_of, wrapped


class Rows:
    """Where each row and each value lies. ``beside``: a short text at the right of each row, under a head."""

    def __init__(
        self, shape: Shape, labels: Sequence[str], beside: Sequence[str], head: str, top: float
    ) -> None:
        self.shape, self.drawing = shape, Drawing(shape)
        size = shape.size
        self.right = shape.width - max(width_of(text, size) for text in (head, *beside)) - size * 0.6
        widest = max((width_of(label, size) for label in labels), default=0.0)
        self.left = size * 0.7 if shape.narrow else min(widest, shape.width * 0.38) + size
        room = shape.width if shape.narrow else self.left - size
        self.marks = ticks(top, 4 if shape.narrow else 6)
        self.top = self.marks[-1]
        self.first = shape.line * 1.3
        self._lay_out([wrapped(label, size, room) for label in labels], beside, head)

    def _lay_out(self, labels: Sequence[list[str]], beside: Sequence[str], head: str) -> None:
        size, line, y = self.shape.size, self.shape.line, self.first
        self.middles: list[float] = []
        places: list[float] = []
        for lines in labels:
            above = len(lines) * line + size * 0.5 if self.shape.narrow else 0.0
            high = size * 1.9 if self.shape.narrow else max(len(lines) * line + size * 0.7, size * 2.2)
            self.middles.append(y + above + high / 2)
            places.append(
                y + line + size * 0.5 if self.shape.narrow else y + high / 2 - (len(lines) - 1) * line / 2
            )
            y += above + high
        self.bottom = y
        self._grid()
        self.drawing.text((self.shape.width, size), head, anchor="end", colour=QUIET)
        for lines, place, text, middle in zip(labels, places, beside, self.middles, strict=True):
            down = -size * 0.2 if self.shape.narrow else size * 0.35
            self.drawing.lines((0, place + down), lines)
            self.drawing.text((self.shape.width, middle + size * 0.35), text, anchor="end")

    def _grid(self) -> None:
        for value in self.marks:
            for above, below in self._spans():
                self.drawing.path([(self.x(value), above), (self.x(value), below)], colour=GRID)

    def _spans(self) -> list[tuple[float, float]]:
        """Between which heights the scale's lines run: on a narrow screen not through the labels."""
        if not self.shape.narrow:
            return [(self.first, self.bottom)]
        half = self.shape.size
        return [(middle - half * 0.8, middle + half * 0.8) for middle in self.middles]

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * value / self.top

    def interval(self, row: int, low: float, high: float, *, colour: str) -> None:
        """A line from low to high with ends; one that leaves the scale has no end there."""
        y, end = self.middles[row], self.shape.size * 0.35
        stop = min(high, self.top)
        self.drawing.path([(self.x(low), y), (self.x(stop), y)], colour=colour, width=2)
        for value in {low, high} - ({high} if high > self.top else set()):
            at = self.x(value)
            self.drawing.path([(at, y - end), (at, y + end)], colour=colour, width=2)

    def gap(self, row: int) -> None:
        """A short stub whose length says nothing, and the words."""
        half = self.shape.size * 0.6
        self.drawing.gap((self.left, self.middles[row] - half), (2.4 * half, 2 * half))
        place = (self.left + 3.4 * half, self.middles[row] + self.shape.size * 0.35)
        self.drawing.text(place, "not shown", colour=QUIET, clear=True)

    def says(self, row: int, words: str, *, at: float = 0.0) -> None:
        """Words in place of a mark."""
        place = (self.x(at) + self.shape.size * 0.7, self.middles[row] + self.shape.size * 0.35)
        self.drawing.text(place, words, colour=QUIET, clear=True)

    def scale(self, written: Callable[[float], str], title: str) -> float:
        """The scale's numbers and what they are; gives where the next thing may go."""
        size, y = self.shape.size, self.bottom + self.shape.line
        for value in self.marks:
            self.drawing.text((self.x(value), y), written(value), anchor="middle", colour=QUIET)
        lines = wrapped(title, size, self.shape.width - self.left)
        self.drawing.lines((self.left, y + self.shape.line), lines, colour=QUIET)
        return y + self.shape.line * len(lines) + size

    def source(self, y: float, words: str) -> float:
        """Where figures that are not ours come from."""
        size = self.shape.size * 0.9
        lines = wrapped(words, size, self.shape.width)
        self.drawing.lines((0, y + size), lines, colour=QUIET, size=size)
        return y + self.shape.line * len(lines) + size * 0.6

    def line_at(self, value: float, words: str) -> None:
        """A dashed line across all rows, named above them."""
        at, size = self.x(value), self.shape.size
        for above, below in self._spans():
            self.drawing.path([(at, above), (at, below)], colour=QUIET, width=1.5, dashed="6 4")
        anchor = "middle" if at - width_of(words, size) / 2 > 0 else "start"
        self.drawing.text((at, size), words, anchor=anchor, colour=QUIET)
