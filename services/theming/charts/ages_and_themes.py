"""How often each theme was confirmed at each age: a table with its cells shaded."""

from dataclasses import dataclass
from math import ceil

from services.theming.charts.beside import TableBeside
from services.theming.charts.drawing import Drawing, Point
from services.theming.charts.look import (
    GREY,
    GRID,
    INK,
    QUIET,
    SHADES,
    SHAPES,
    WHITE,
    Shape,
    width_of,
    wrapped,
)
from services.theming.charts.told import NOT_SHOWN, counted, sentence
from services.theming.domain.statistics.shares import number
from shared.disclosure.cells import Cell, Missing, Suppressed, as_text
from shared.disclosure.policies import DisclosurePolicy

MOST_DRAWN = 12
SHORT = {"Not recorded": "Blank"}


@dataclass(frozen=True)
class ThemeByAge:
    """A theme and the reviews in which it was confirmed, of each age and of all."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell

    @property
    def shown(self) -> int:
        """As many reviews as its numbers show: of all, or where that is hidden of the ages together."""
        return number(self.total) or sum(number(cell) or 0 for cell in self.cells)


@dataclass(frozen=True)
class AgesAndThemes:
    """``rows``: every theme, in any order; ``grouped``: groups of them. A case can have several themes."""

    period: str
    ages: tuple[str, ...]
    rows: tuple[ThemeByAge, ...]
    policy: DisclosurePolicy
    grouped: bool = False

    @property
    def noun(self) -> str:
        return "group of themes" if self.grouped else "theme"

    @property
    def nouns(self) -> str:
        return "groups of themes" if self.grouped else "themes"

    @property
    def drawn(self) -> tuple[ThemeByAge, ...]:
        """Those of which any number is shown, the most frequent first; the table beside has every one."""
        shown = [row for row in self.rows if row.shown]
        return tuple(sorted(shown, key=lambda row: (-row.shown, row.label))[:MOST_DRAWN])

    @property
    def most(self) -> int:
        return max((number(cell) or 0 for row in self.drawn for cell in row.cells), default=0)


def finding(data: AgesAndThemes) -> str:
    """Which theme is found most often, and at what age, as far as rounding lets that be said."""
    if not data.drawn:
        shown = "No theme’s number can be shown for" if _some_hidden(data) else "No theme was confirmed in"
        return sentence(f"{shown} the reviews completed in {data.period}")
    if rivals := _rivals(data):
        return sentence(_not_settled(data, rivals))
    first = _leaders(data)
    if len(first) > 3:
        return sentence(f"Several {data.nouns} are as frequent in the reviews completed in {data.period}")
    named = " and ".join(f"{row.label.lower()} ({counted(row.total, data.policy)} reviews)" for row in first)
    are = f"is the {data.noun}" if len(first) == 1 else f"are the {data.nouns}"
    among = "of those whose numbers are shown, " if _some_hidden(data) else ""
    said = f"{among}{named} {are} most often confirmed in the reviews completed in {data.period}"
    return sentence(said + (_age_of(data, first[0]) if len(first) == 1 else ""))


def _some_hidden(data: AgesAndThemes) -> bool:
    """A theme is hidden for its own small number or for another's sake: then it can be a frequent one."""
    return any(isinstance(row.total, Suppressed) for row in data.rows)


def _rivals(data: AgesAndThemes) -> list[ThemeByAge]:
    """Those whose total is hidden, though the ages shown come to as many as the most frequent has."""
    most = max((number(row.total) or 0 for row in data.rows), default=0)
    least = data.policy.interval(most)[0]
    return [row for row in data.drawn if not number(row.total) and row.shown >= least]


def _not_settled(data: AgesAndThemes, rivals: list[ThemeByAge]) -> str:
    about = "" if data.policy.round_to == 1 else "about "
    named = " or ".join(f"{row.label.lower()} ({about}{row.shown} reviews or more)" for row in rivals[:3])
    return (
        f"It cannot be said which {data.noun} was confirmed most often in the reviews completed in "
        f"{data.period}, as some numbers are not shown: it may be {named}"
    )


def _leaders(data: AgesAndThemes) -> list[ThemeByAge]:
    """The themes that can be the most frequent, given how counts are rounded."""
    known = [row for row in data.drawn if number(row.total)]
    least = data.policy.interval(number(known[0].total) or 0)[0]
    return [row for row in known if data.policy.interval(number(row.total) or 0)[1] >= least]


def _age_of(data: AgesAndThemes, row: ThemeByAge) -> str:
    """The age at which most of a theme's reviews are, where that is more than half of them for certain."""
    half = data.policy.interval(number(row.total) or 0)[1] / 2
    for age, cell in zip(data.ages, row.cells, strict=True):
        shown = number(cell) or 0
        if shown and data.policy.interval(shown)[0] > half:
            return f", most of them of children who died at {age.lower()} ({counted(cell, data.policy)})"
    return ""


def table(data: AgesAndThemes) -> TableBeside:
    """Every theme, drawn or not, in the order of the codebook."""
    rows = tuple((row.label, *row.cells, row.total) for row in data.rows)
    return TableBeside((data.noun.capitalize(), *data.ages, "All ages"), rows)


def as_svg(data: AgesAndThemes, shape: str = "wide") -> str:
    """Numbers in cells, the darker the more; a dashed cell is not shown, a white 0 is nobody."""
    grid = _Grid(data, SHAPES[shape])
    drawing = grid.drawing
    for row in data.drawn:
        grid.row(row)
    if not data.drawn:
        grid.says("Nothing to draw")
    y = drawing.legend(grid.bottom + drawing.shape.size * 0.7, _legend(data))
    told = "; ".join(f"{row.label}: {row_told(data, row)}" for row in data.drawn)
    return drawing.as_svg(
        y, finding(data), sentence(f"Reviews by {data.noun} and age. {told or 'No number is shown'}")
    )


def row_told(data: AgesAndThemes, row: ThemeByAge) -> str:
    cells = zip(data.ages, row.cells, strict=True)
    every = ", ".join(f"{age} {counted(cell, data.policy)}" for age, cell in cells)
    return f"{every}, all ages {counted(row.total, data.policy)}"


def _legend(data: AgesAndThemes) -> list[tuple[str, str, str]]:
    hidden = any(isinstance(cell, Suppressed) for row in data.drawn for cell in (*row.cells, row.total))
    return [("gap", "", NOT_SHOWN)] if hidden else []


class _Grid:
    """Where the cells lie: labels at the left, or above each row on a narrow screen; totals at the right."""

    def __init__(self, data: AgesAndThemes, shape: Shape) -> None:
        self.data, self.shape, self.drawing = data, shape, Drawing(shape)
        heads = [SHORT.get(age, age) for age in (*data.ages, "All")]
        self.left = 0.0 if shape.narrow else self._label_width()
        self.wide = (shape.width - self.left) / len(heads)
        self.high = shape.size * 1.9
        self.small = shape.size * (0.86 if shape.narrow else 0.9)
        lines = [wrapped(head, self.small, self.wide) for head in heads]
        for place, words in enumerate(lines):
            at = (self.left + (place + 0.5) * self.wide, shape.size)
            self.drawing.lines(at, words, anchor="middle", size=self.small, colour=QUIET)
        self.bottom = max(map(len, lines)) * shape.line + shape.size * 0.4

    def _label_width(self) -> float:
        widest = max((width_of(row.label, self.shape.size) for row in self.data.drawn), default=0.0)
        return min(widest, self.shape.width * 0.36) + self.shape.size * 0.6

    def says(self, words: str) -> None:
        """Words where the rows would be."""
        self.drawing.text((0, self.bottom + self.shape.line), words, colour=QUIET)
        self.bottom += self.shape.line * 1.5

    def row(self, row: ThemeByAge) -> None:
        size, line = self.shape.size, self.shape.line
        lines = wrapped(row.label, size, self.shape.width if self.shape.narrow else self.left - size * 0.6)
        above = len(lines) * line + size * 0.2 if self.shape.narrow else 0.0
        high = self.high if self.shape.narrow else max(self.high, len(lines) * line + size * 0.3)
        label = self.bottom + (
            line if self.shape.narrow else (high - (len(lines) - 1) * line) / 2 + size * 0.35
        )
        self.drawing.lines((0, label - (size * 0.15 if self.shape.narrow else 0)), lines)
        for number_of, cell in enumerate(row.cells):
            self._cell((self.left + number_of * self.wide, self.bottom + above), high, cell)
        total = (self.left + (len(row.cells) + 0.5) * self.wide, self.bottom + above + high / 2 + size * 0.35)
        self.drawing.text(total, as_text(row.total), anchor="middle", bold=True)
        self.bottom += above + high + (size * 0.3 if self.shape.narrow else 0)

    def _cell(self, corner: Point, high: float, cell: Cell) -> None:
        inner, size = (corner[0] + 1.5, corner[1] + 1.5), (self.wide - 3, high - 3)
        if isinstance(cell, Suppressed):
            self.drawing.gap(inner, size)
            return
        shade = shade_of(cell, self.data.most)
        self.drawing.bar(inner, size, colour=shade, edge=GRID if shade == WHITE else GREY)
        middle = (corner[0] + self.wide / 2, corner[1] + high / 2 + self.shape.size * 0.35)
        self.drawing.text(middle, as_text(cell), anchor="middle", colour=ink_on(shade))


def shade_of(cell: Cell, most: int) -> str:
    """The shade of a cell: white where nobody is, or nothing is held."""
    shown = number(cell)
    if not shown or isinstance(cell, Missing):
        return WHITE
    return SHADES[min(len(SHADES) - 1, ceil((len(SHADES) - 1) * shown / most))]


def ink_on(shade: str) -> str:
    """Letters that can be read on a shade."""
    return WHITE if shade in SHADES[4:] else INK
