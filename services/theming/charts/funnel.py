"""The share of reviews with modifiable factors in each area and year, beside the share of England.

The funnel is where chance would keep an area's share, were the national share true of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.theming.charts.beside import TableBeside, interval_text, share_text
from services.theming.charts.drawing import Drawing, Point
from services.theming.charts.look import BLUE, GRID, ORANGE, QUIET, SHAPES, Shape, ticks, width_of, wrapped
from services.theming.charts.told import sentence, share_told
from services.theming.domain.statistics.chance import funnel_limits
from services.theming.domain.statistics.national_figures import NationalFigure
from services.theming.domain.statistics.shares import HIDDEN, Share, number
from shared.disclosure.cells import Cell
from shared.disclosure.policies import DisclosurePolicy

INNER, OUTER = 0.95, 0.998
SMALLEST = 10
"""No share is said of fewer reviews, so the funnel begins here."""
SIGNS = (("dot", BLUE), ("box", ORANGE), ("square", BLUE), ("ring", ORANGE))
"""The mark of each area, in their order: no two differ by colour alone."""


@dataclass(frozen=True)
class AreaYear:
    """An area's reviews of one year, and in how many of them modifiable factors were identified."""

    area: str
    year: str
    modifiable: Cell
    reviews: Cell


@dataclass(frozen=True)
class Funnel:
    """``national``: the figure of England to compare with, if there is one of nearly these years."""

    period: str
    points: tuple[AreaYear, ...]
    national: NationalFigure | None
    policy: DisclosurePolicy

    def share(self, point: AreaYear) -> Share:
        return Share(point.modifiable, point.reviews, self.policy)

    @property
    def known(self) -> tuple[AreaYear, ...]:
        return tuple(point for point in self.points if self.share(point).known)

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(point.area for point in self.points))


def beyond(share: Share, national: float, level: float) -> str:
    """ "above" or "below" if the share is outside the limits, whatever its rounding hides; else nothing."""
    (low, of_low), (high, of_high) = share.lowest, share.highest
    if low / of_low > funnel_limits(of_low, national, level)[1]:
        return "above"
    return "below" if high / of_high < funnel_limits(of_high, national, level)[0] else ""


def finding(data: Funnel) -> str:
    """Which areas are further from England's share than chance would take them."""
    if data.national is None:
        return sentence(f"No national figure of {data.period} or a year beside is held to compare areas with")
    if not data.known:
        return sentence(f"The reviews of {data.period} are too few to compare areas with England")
    england = f"England’s share ({data.national.text} in {data.national.year_name})"
    far = [f"{point.area} in {point.year} is {where}" for point, where in _beyond(data, OUTER)]
    if far:
        named = " and ".join(far)
        return sentence(
            f"{named} {england} by more than chance would make in 1 of 500; how reviews are recorded can"
        )
    near, every = len(_beyond(data, INNER)), len(data.known)
    if near:
        return sentence(
            f"{near} of {every} shares {'is' if near == 1 else 'are'} outside the 95% limits around "
            f"{england} and none outside the 99.8% limits: chance alone puts 1 in 20 outside the first"
        )
    each = {1: "The one share that can be shown differs", 2: "Both shares that can be shown differ"}.get(
        every, f"All {every} shares that can be shown differ"
    )
    return sentence(f"{each} from {england} by no more than chance could make")


def _beyond(data: Funnel, level: float) -> list[tuple[AreaYear, str]]:
    if data.national is None:
        return []
    found = [(point, beyond(data.share(point), data.national.value / 100, level)) for point in data.known]
    return [(point, where) for point, where in found if where]


def as_svg(data: Funnel, shape: str = "wide") -> str:
    """Each area and year as a mark at its number of reviews, with the national share and its limits."""
    plot = _Plot(data, SHAPES[shape])
    plot.axes()
    if data.national:
        plot.limits(data.national.value / 100)
    plot.points()
    y = plot.legend()
    told = "; ".join(point_told(data, point) for point in data.points)
    return plot.drawing.as_svg(
        y, finding(data), sentence(f"Share of reviews with modifiable factors. {told}")
    )


def point_told(data: Funnel, point: AreaYear) -> str:
    return f"{point.area} {point.year}: {share_told(data.share(point))}"


def table(data: Funnel) -> TableBeside:
    head = ("Area and year", "With modifiable factors", "Reviews", "Share", "95% interval", "Beside England")
    rows = []
    for point in data.points:
        share = data.share(point)
        told = (share_text(share), interval_text(share), standing(data, point))
        rows.append((f"{point.area}, {point.year}", point.modifiable, point.reviews, *told))
    return TableBeside(head, tuple(rows))


def standing(data: Funnel, point: AreaYear) -> str:
    """Where a point lies in the funnel, in words for the table."""
    if data.national is None or not data.share(point).known:
        return ""
    national = data.national.value / 100
    for level, words in ((OUTER, "outside the 99.8% limits"), (INNER, "outside the 95% limits")):
        where = beyond(data.share(point), national, level)
        if where:
            return f"{where} England, {words}"
    return "within the 95% limits"


class _Plot:
    """Number of reviews from left to right, share from bottom to top."""

    def __init__(self, data: Funnel, shape: Shape) -> None:
        self.data, self.shape, self.drawing = data, shape, Drawing(shape)
        self.left, self.right = width_of("100%", shape.size) + 8, shape.width - shape.size
        self.high = shape.line * 1.2
        self.low = self.high + (300 if shape.narrow else 380)
        self.marks = ticks(max([data.share(p).lowest[1] for p in data.known], default=50) * 1.1, 5)
        self.taken: list[tuple[float, float, float, float]] = []

    def at(self, reviews: float, share: float) -> Point:
        across = self.left + (self.right - self.left) * reviews / self.marks[-1]
        return across, self.low - (self.low - self.high) * share

    def axes(self) -> None:
        size, line = self.shape.size, self.shape.line
        self.drawing.text((0, size * 0.8), "Share with modifiable factors", colour=QUIET)
        for percent in range(0, 101, 20):
            left, right = self.at(0, percent / 100), self.at(self.marks[-1], percent / 100)
            self.drawing.path([left, right], colour=GRID)
            at = (self.left - 8, left[1] + size * 0.35)
            self.drawing.text(at, f"{percent}%", anchor="end", colour=QUIET)
        for mark in self.marks:
            x, _ = self.at(mark, 0)
            self.drawing.text((x, self.low + line), f"{mark:g}", anchor="middle", colour=QUIET)
        middle = ((self.left + self.right) / 2, self.low + 2 * line)
        self.drawing.text(middle, "Reviews completed in the year", anchor="middle", colour=QUIET)

    def limits(self, national: float) -> None:
        """The national share, and the limits on both sides of it."""
        last = int(self.marks[-1])
        numbers = range(SMALLEST, last + 1, max(1, last // 60))
        self.drawing.path([self.at(0, national), self.at(last, national)], colour=QUIET, width=1.5)
        for level, dashed, colour in ((INNER, "7 4", QUIET), (OUTER, "2 3", QUIET)):
            for end in (0, 1):
                curve = [self.at(each, funnel_limits(each, national, level)[end]) for each in numbers]
                self.drawing.path(curve, colour=colour, width=1.5, dashed=dashed)

    def points(self) -> None:
        known = self.data.known
        middles = [self.at(number(p.reviews) or 0, self.data.share(p).value) for p in known]
        self.taken = [(x - 8, y - 8, x + 8, y + 8) for x, y in middles]
        for point, middle in zip(known, middles, strict=True):
            mark, colour = SIGNS[self.data.areas.index(point.area) % len(SIGNS)]
            self.drawing.sign(mark, middle, colour)
        for point, middle in zip(known, middles, strict=True):
            self._name(middle, point.year)

    def _name(self, middle: Point, words: str) -> None:
        """The year beside its mark, where it covers nothing else; if there is no such place, none."""
        size = self.shape.size * 0.85
        wide = width_of(words, size)
        for left, base in _beside(middle, wide, size):
            box = (left, base - size, left + wide, base + size * 0.25)
            inside = self.left <= box[0] and box[2] <= self.shape.width
            if inside and not any(_overlap(box, other) for other in self.taken):
                self.taken.append(box)
                self.drawing.text((left, base), words, size=size, clear=True)
                return

    def _not_shown(self) -> list[tuple[str, str, str]]:
        """Which marks are left out, so that none is taken for missing."""
        hidden = [point for point in self.data.points if self.data.share(point).status == HIDDEN]
        named = ", ".join(f"{point.area} {point.year}" for point in hidden)
        return [("gap", "", f"Not shown: {named}")] if hidden else []

    def legend(self) -> float:
        size, line = self.shape.size, self.shape.line
        areas = [(*SIGNS[place % len(SIGNS)], area) for place, area in enumerate(self.data.areas)]
        y = self.drawing.legend(self.low + 2.8 * line, [*areas, *self._not_shown()])
        if not self.data.national:
            return y
        figure = self.data.national
        words = (
            f"Solid line: England {figure.text}, {figure.year_name} ({figure.source}). Dashed: 95% limits. "
            "Dotted: 99.8% limits."
        )
        lines = wrapped(words, size * 0.9, self.shape.width)
        self.drawing.lines((0, y + size * 0.6), lines, colour=QUIET, size=size * 0.9)
        return y + len(lines) * line + size * 0.3


Box = tuple[float, float, float, float]


def _beside(middle: Point, wide: float, size: float) -> Sequence[Point]:
    """Where a name can begin: right, left, above, below of its mark, then further off."""
    (x, y), half = middle, wide / 2
    near = [(x + 11, y + size * 0.35), (x - 11 - wide, y + size * 0.35), (x - half, y - 12)]
    far = [(x - half, y + size + 10), (x + 8, y - 12), (x + 8, y + size + 10), (x - wide - 8, y - 12)]
    return [*near, *far, (x - wide - 8, y + size + 10)]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
