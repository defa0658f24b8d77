"""How many months a review took from the death, with and without the time it was on hold."""

from dataclasses import dataclass

from services.theming.charts.beside import TableBeside
from services.theming.charts.look import BLUE, ORANGE, SHAPES
from services.theming.charts.rows import Rows
from services.theming.charts.told import NOT_SHOWN, counted, sentence
from services.theming.domain.statistics.shares import HIDDEN, NOTHING_HELD, number
from shared.counted_words import counted as words_for
from shared.disclosure.cells import Cell, Missing, as_text
from shared.disclosure.policies import DisclosurePolicy

NO_REVIEWS = "N/A: no reviews"
WHY_NONE = {
    HIDDEN: "How long the reviews completed in {} took is not shown: there are too few to say",
    NOTHING_HELD: "Nothing is held of reviews completed in {}",
    NO_REVIEWS: "No review was completed in {}",
}
WITHIN = 12
"""Months: the national figure most compared is the share of reviews completed within so many."""


@dataclass(frozen=True)
class ReviewTimes:
    """Reviews completed in a period; ``gross`` and ``net`` are their medians in whole months, as cells.

    Both are None where no review was completed.
    """

    label: str
    reviews: Cell
    gross: Cell | None
    net: Cell | None

    @property
    def medians(self) -> tuple[int, int] | None:
        """With and without holds, where both are shown."""
        gross = number(self.gross) if self.gross else None
        net = number(self.net) if self.net else None
        return None if gross is None or net is None else (gross, net)

    @property
    def status(self) -> str:
        """Why no median is shown."""
        if self.gross is None:
            return NO_REVIEWS
        return NOTHING_HELD if isinstance(self.gross, Missing) else HIDDEN


@dataclass(frozen=True)
class TimeToReview:
    """The last of ``periods`` is the one asked for."""

    periods: tuple[ReviewTimes, ...]
    policy: DisclosurePolicy


def finding(data: TimeToReview) -> str:
    """The median of the last period, and what holds are of it."""
    last = data.periods[-1]
    when = last.label[0].lower() + last.label[1:]
    if last.medians is None:
        return sentence(WHY_NONE[last.status].format(when))
    gross, net = last.medians
    base = f"reviews completed in {when} ({counted(last.reviews, data.policy)})"
    said = f"Half of the {base} took {_months(gross)} or less from the death"
    if net == gross:
        return sentence(f"{said}; time on hold does not change this")
    return sentence(f"{said}; without the time on hold, {_months(net)} or less")


def _months(number_of: int) -> str:
    return "less than a month" if number_of == 0 else words_for(number_of, "month")


def table(data: TimeToReview) -> TableBeside:
    head = ("Year", "Reviews", "Months from death to review (median)", "Without time on hold (median)")
    rows = ((p.label, p.reviews, p.gross or "N/A", p.net or "N/A") for p in data.periods)
    return TableBeside(head, tuple(rows))


def as_svg(data: TimeToReview, shape: str = "wide") -> str:
    """For each period a dot with and a ring without holds; the line between them is time on hold."""
    shown = [max(period.medians or (0, 0)) for period in data.periods]
    rows = Rows(
        SHAPES[shape],
        [period.label for period in data.periods],
        [as_text(period.reviews) for period in data.periods],
        "Reviews",
        max(*shown, WITHIN + 1, 0),
    )
    rows.line_at(WITHIN, words_for(WITHIN, "month"))
    for place, period in enumerate(data.periods):
        _draw(rows, place, period)
    y = rows.scale(lambda value: f"{value:.0f}", "Months from death to review: half took so long or less")
    entries = [("dot", BLUE, "From death to review"), ("ring", BLUE, "Without time on hold")]
    hidden = any(period.medians is None and period.status == HIDDEN for period in data.periods)
    y = rows.drawing.legend(y, entries + ([("gap", "", NOT_SHOWN)] if hidden else []))
    told = "; ".join(f"{period.label}: {period_told(period, data.policy)}" for period in data.periods)
    return rows.drawing.as_svg(y, finding(data), sentence(f"Median months from death to review. {told}"))


def period_told(period: ReviewTimes, policy: DisclosurePolicy) -> str:
    """Both medians and their base, or why there are none."""
    if period.medians is None:
        return "not shown" if period.status == HIDDEN else period.status
    gross, net = period.medians
    return f"{words_for(gross, 'month')}, {net} without holds, of {counted(period.reviews, policy)} reviews"


def _draw(rows: Rows, place: int, period: ReviewTimes) -> None:
    if period.medians is None:
        if period.status == HIDDEN:
            rows.gap(place)
        else:
            rows.says(place, ":" if period.status == NOTHING_HELD else period.status)
        return
    gross, net = period.medians
    y = rows.middles[place]
    rows.drawing.path([(rows.x(net), y), (rows.x(gross), y)], colour=ORANGE, width=4, dashed="3 2")
    rows.drawing.dot((rows.x(gross), y), colour=BLUE, radius=7)
    rows.drawing.dot((rows.x(net), y), colour=BLUE, radius=4.5, hollow=True)
