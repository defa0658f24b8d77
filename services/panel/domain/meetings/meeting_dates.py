"""Monthly dates for panels."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class SeriesDate:
    """A date of a series; ``instead_of`` is the day that gave way to it, and why that is no working day."""

    day: date
    instead_of: date | None = None
    because: str = ""


def series_dates(
    first: date, count: int, why_not_working: Callable[[date], str | None], every: int = 1
) -> list[SeriesDate]:
    """``count`` dates from ``first``, ``every`` so many months: the same weekday of the same week of each.

    A date that is not a working day gives way to the next working day; a month without a fifth such weekday
    takes its fourth. ``why_not_working`` names a holiday or a day of the weekend; None for a working day.
    """
    week = (first.day - 1) // 7
    months = [divmod(first.month - 1 + step * every, 12) for step in range(count)]
    days = [
        _weekday_of_month(first.year + years, month + 1, first.weekday(), week) for years, month in months
    ]
    return [_series_date(day, why_not_working) for day in days]


def monthly_dates(first: date, count: int, is_working_day: Callable[[date], bool]) -> list[date]:
    """``count`` dates from ``first``, one a month."""
    why_not = {True: None, False: "not a working day"}
    return [one.day for one in series_dates(first, count, lambda day: why_not[is_working_day(day)])]


def _weekday_of_month(year: int, month: int, weekday: int, week: int) -> date:
    first = date(year, month, 1)
    day = 1 + (weekday - first.weekday()) % 7 + 7 * week
    return date(year, month, day if day <= monthrange(year, month)[1] else day - 7)


def _series_date(wanted: date, why_not_working: Callable[[date], str | None]) -> SeriesDate:
    day, because = wanted, why_not_working(wanted) or ""
    while why_not_working(day):
        day += timedelta(days=1)
    return SeriesDate(day, wanted if because else None, because)
