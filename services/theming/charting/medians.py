"""Medians of how long reviews took: said only of a number of reviews that is shown, and of at least eight."""

from collections.abc import Sequence

from services.theming.charts.time_to_review import ReviewTimes
from services.theming.domain.statistics.shares import number
from services.theming.domain.statistics.tree import areas_holding
from services.theming.queries.waiting import times_to_review
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero, Value
from shared.periods import Period
from shared.storage import Transaction

LEAST_FOR_A_MEDIAN = 8


def review_times(tx: Transaction, year: Period, total: Cell, area: str) -> ReviewTimes:
    """A year's reviews with both medians; ``total`` is their number as the statistics publish it."""
    if isinstance(total, TrueZero):
        return ReviewTimes(year.name, total, None, None)
    found = times_to_review(tx, first_day=year.starts_on, last_day=year.ends_on)
    waits = [wait for wait in found if area in areas_holding(wait.area)]
    gross, net = [w.months for w in waits], [w.months_not_held for w in waits]
    return ReviewTimes(year.name, total, *(median_cell(each, total) for each in (gross, net)))


def median_cell(months: Sequence[int | None], total: Cell) -> Cell:
    """So many months or less took half of those of which it is known."""
    known = sorted(each for each in months if each is not None)
    if isinstance(total, Missing):
        return Missing()
    if number(total) is None or len(known) < LEAST_FOR_A_MEDIAN:
        return Suppressed()
    median = known[(len(known) - 1) // 2]
    return Value(median) if median else TrueZero()
