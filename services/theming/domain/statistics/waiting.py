"""How long a review took from the death, and how much of that it waited for other processes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DAYS_IN_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Hold:
    """``lifted_on`` is None while it lasts."""

    placed_on: date
    lifted_on: date | None


@dataclass(frozen=True)
class ReviewWait:
    """A review of one area, placed by ``day``, its first completion; both are None if the month of death is.

    ``months``: whole calendar months from the month of death. ``months_not_held``: those without its holds.
    """

    day: date
    area: str
    months: int | None
    months_not_held: int | None


def review_wait(day: date, area: str, died_in: str | None, holds: Iterable[Hold]) -> ReviewWait:
    """``died_in``: a month such as "2025-11". A death after the review is a slip, and cannot be judged."""
    died = date.fromisoformat(f"{died_in}-01") if died_in else None
    if died is None or died > day:
        return ReviewWait(day, area, None, None)
    months = (day.year - died.year) * 12 + day.month - died.month
    held = round(days_held(holds, died, day) / DAYS_IN_MONTH)
    return ReviewWait(day, area, months, max(months - held, 0))


def days_held(holds: Iterable[Hold], first: date, last: date) -> int:
    """Days between the two with at least one hold; a day under two holds counts once."""
    held, counted_to = 0, first
    for hold in sorted(holds, key=lambda hold: hold.placed_on):
        begins = max(hold.placed_on, counted_to)
        ends = min(hold.lifted_on or last, last)
        held += max((ends - begins).days, 0)
        counted_to = max(counted_to, ends)
    return held
