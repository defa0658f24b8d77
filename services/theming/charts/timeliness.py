"""Whether deaths were notified by the next working day, in periods one after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.theming.charts.beside import TableBeside, share_text
from services.theming.charts.drawing import Drawing
from services.theming.charts.look import (
    BLUE,
    DOTS,
    GREY,
    INK,
    ORANGE,
    PLAIN,
    QUIET,
    SHAPES,
    STRIPES,
    Shape,
    width_of,
)
from services.theming.charts.told import NOT_SHOWN, counted, sentence, unsaid
from services.theming.domain.statistics.shares import Share, differ, in_words, number, of_parts
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero, as_text
from shared.disclosure.policies import DisclosurePolicy


@dataclass(frozen=True)
class Notified:
    """Deaths notified in a period. ``label`` stands under its column, ``within`` (a year) under several."""

    label: str
    within: str
    in_time: Cell
    late: Cell
    cannot_be_judged: Cell
    complete: bool = True


@dataclass(frozen=True)
class Timeliness:
    """``periods`` are drawn; ``year`` is the one asked for and ``before`` the year before it."""

    periods: tuple[Notified, ...]
    year: Notified
    before: Notified | None
    policy: DisclosurePolicy

    def share(self, of: Notified) -> Share:
        """Of those that can be judged: of the others nobody knows whether they were in time."""
        return of_parts(of.in_time, of.late, self.policy)


BANDS: tuple[tuple[str, str, str, Callable[[Notified], Cell]], ...] = (
    ("By the next working day", PLAIN, BLUE, lambda period: period.in_time),
    ("Later", STRIPES, ORANGE, lambda period: period.late),
    ("Cannot be judged", DOTS, GREY, lambda period: period.cannot_be_judged),
)


def finding(data: Timeliness) -> str:
    """The share of the year, and whether it differs from the year before by more than chance makes."""
    share, then = data.share(data.year), _before(data)
    when = data.year.label if data.year.complete else f"{data.year.label} so far"
    if not share.known:
        of = f"deaths notified in {when}"
        said = unsaid(share, of, _asked(data.year, of, data.policy))
        return sentence("; ".join(filter(None, (said.rstrip("."), then))))
    said = f"{in_words(share, 'deaths')} were notified by the next working day in {when}"
    if not then or data.before is None:
        return sentence(said)
    far = differ(share, data.share(data.before))
    chance = "more than chance alone would make" if far else "which chance alone could make"
    return sentence(f"{said}; {then}, a difference {chance}")


def _asked(year: Notified, of: str, policy: DisclosurePolicy) -> str:
    """What is not shown: where the number of those in time is, the share alone."""
    in_time = number(year.in_time)
    if in_time is None:
        return f"How many of the {of} were notified by the next working day"
    if in_time == 0:
        return f"None of the {of} were notified by the next working day; how many were later"
    return f"{counted(year.in_time, policy)} {of} were notified by the next working day; their share"


def _before(data: Timeliness) -> str:
    """The share of the year before, or nothing where it is not known."""
    share = data.share(data.before) if data.before else None
    if data.before is None or share is None or not share.known:
        return ""
    return f"in {data.before.label} it was {share.percent} of {share.base}"


def table(data: Timeliness) -> TableBeside:
    """Each period that is drawn and the years that the finding compares, with shares of those judged."""
    years = [year for year in (data.before, data.year) if year and year not in data.periods]
    rows = [
        (_name(p), p.in_time, p.late, p.cannot_be_judged, share_text(data.share(p)))
        for p in (*data.periods, *years)
    ]
    return TableBeside(("Period", *(title for title, *_ in BANDS), "Share in time"), tuple(rows))


def as_svg(data: Timeliness, shape: str = "wide") -> str:
    """Three rows of columns on one scale: in time, later, and those nobody can judge if there are any."""
    columns = _Columns(data, SHAPES[shape])
    hidden = any(isinstance(cell_of(p), Suppressed) for *_, cell_of in BANDS for p in data.periods)
    for title, fill, colour, cell_of in BANDS:
        cells = [cell_of(period) for period in data.periods]
        if title != BANDS[2][0] or not all(isinstance(cell, TrueZero) for cell in cells):
            columns.band(title, fill, colour, cells)
    columns.labels()
    y = columns.bottom
    y = columns.drawing.legend(y, [("gap", "", NOT_SHOWN)]) if hidden else y
    told = "; ".join(f"{_name(period)}: {period_told(data, period)}" for period in data.periods)
    return columns.drawing.as_svg(y, finding(data), sentence(f"Deaths notified. {told}"))


def _name(period: Notified) -> str:
    return f"{period.label} {period.within}".strip()


def period_told(data: Timeliness, period: Notified) -> str:
    parts = [f"{counted(cell_of(period), data.policy)} {title.lower()}" for title, *_, cell_of in BANDS]
    share = data.share(period)
    return ", ".join(parts) + (f" ({share.percent} in time)" if share.known else "")


class _Columns:
    """Rows of columns above each other, one column for each period."""

    def __init__(self, data: Timeliness, shape: Shape) -> None:
        self.data, self.shape, self.drawing = data, shape, Drawing(shape)
        every = [number(cell_of(p)) or 0 for *_, cell_of in BANDS for p in data.periods]
        self.unit = (150 if shape.narrow else 170) / max(*every, 1)
        self.wide = shape.width / len(data.periods)
        self.bottom = 0.0

    def band(self, title: str, fill: str, colour: str, cells: Sequence[Cell]) -> None:
        size = self.shape.size
        tallest = max([(number(cell) or 0) * self.unit for cell in cells] + [size * 2.2])
        self.drawing.text((0, self.bottom + size), title, bold=True)
        floor = self.bottom + self.shape.line * 2.2 + tallest
        for place, cell in enumerate(cells):
            self._column(place, floor, fill, colour, cell)
        self.drawing.path([(0, floor), (self.shape.width, floor)], colour=INK)
        self.bottom = floor + size * 0.9

    def _column(self, place: int, floor: float, fill: str, colour: str, cell: Cell) -> None:
        size, wide = self.shape.size, min(self.wide * 0.7, 60)
        left = (place + 0.5) * self.wide - wide / 2
        if isinstance(cell, Suppressed):
            self.drawing.gap((left, floor - size * 2), (wide, size * 2 - 1))
            return
        tall = (number(cell) or 0) * self.unit
        if tall:
            self.drawing.bar((left, floor - tall), (wide, tall), fill=fill, colour=colour)
        ink = QUIET if isinstance(cell, Missing) else INK
        at = ((place + 0.5) * self.wide, floor - tall - size * 0.35)
        self.drawing.text(at, as_text(cell), anchor="middle", colour=ink)

    def labels(self) -> None:
        """The name of each period, and once under all of its periods the year."""
        size, periods = self.shape.size, self.data.periods
        y = self.bottom + size * 0.3
        for place, period in enumerate(periods):
            small = min(size, 0.95 * size * self.wide / width_of(period.label, size))
            at = ((place + 0.5) * self.wide, y)
            self.drawing.text(at, period.label, anchor="middle", colour=QUIET, size=small)
        years = list(dict.fromkeys(period.within for period in periods if period.within))
        for year in years:
            places = [place for place, period in enumerate(periods) if period.within == year]
            middle = (sum(places) / len(places) + 0.5) * self.wide
            self.drawing.text((middle, y + self.shape.line), year, anchor="middle", colour=QUIET)
        self.bottom = y + size * 0.9 + (self.shape.line if years else 0)
