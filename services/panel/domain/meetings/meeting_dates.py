"""Monthly dates for panels, and how many panels were held against one each month."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction


@dataclass(frozen=True)
class MeetingRate:
    """Meetings held in ``months`` whole or part calendar months; ``difference`` is against one each month."""

    held: int
    months: int

    @property
    def a_month(self) -> str:
        """Two decimals, or "N/A" for no months."""
        return f"{float(Fraction(self.held, self.months)):.2f}" if self.months else "N/A"

    @property
    def difference(self) -> int:
        return self.held - self.months

    @property
    def sentence(self) -> str:
        if self.difference == 0:
            return "exactly one each month"
        more_or_fewer = "more" if self.difference > 0 else "fewer"
        return f"{abs(self.difference)} {more_or_fewer} than one each month"


def meeting_rate(held: int, first: date, last: date) -> MeetingRate:
    """The rate over the calendar months from that of ``first`` to that of ``last``, both counted."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return MeetingRate(held, max(months, 0))


def monthly_dates(first: date, count: int, is_working_day: Callable[[date], bool]) -> list[date]:
    """``count`` dates from ``first``: the same weekday of the same week of each month.

    A date that is not a working day gives way to the next working day; a month without a fifth such weekday
    takes its fourth.
    """
    week = (first.day - 1) // 7
    months = [divmod(first.month - 1 + step, 12) for step in range(count)]
    days = [
        _weekday_of_month(first.year + years, month + 1, first.weekday(), week) for years, month in months
    ]
    return [_working(day, is_working_day) for day in days]


def _weekday_of_month(year: int, month: int, weekday: int, week: int) -> date:
    first = date(year, month, 1)
    day = 1 + (weekday - first.weekday()) % 7 + 7 * week
    return date(year, month, day if day <= monthrange(year, month)[1] else day - 7)


def _working(day: date, is_working_day: Callable[[date], bool]) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
