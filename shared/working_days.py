"""Working days in England: not a Saturday, a Sunday, a bank holiday, Christmas Day or Good Friday.

Source of the definition: Coroners (Investigations) Regulations 2013, regulation 2. The days come from the
``holidays`` package (England), corrected by the one-off days of ``working_days.toml``; a date that is not
between FIRST_DAY and LAST_DAY is refused, never assumed to be an ordinary day.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import holidays

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CALENDAR: str = _DATA["calendar"]
CALENDAR_VERSION: str = _DATA["version"]
FIRST_DAY: date = _DATA["first_day"]
LAST_DAY: date = _DATA["last_day"]
_ONE_DAY = timedelta(days=1)


class PastTheCalendar(ValueError):
    """A date that the bank holiday calendar does not reach."""


@dataclass(frozen=True)
class Override:
    """A day on which the calendar is corrected. ``name`` is "" where the day is *not* a holiday."""

    day: date
    name: str
    source: str


OVERRIDES: tuple[Override, ...] = tuple(Override(**row) for row in _DATA["one_off_days"])
# The package's names where ours differ.
_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


@dataclass(frozen=True)
class SkippedDay:
    """A day that does not count, and why."""

    day: date
    reason: str

    def __str__(self) -> str:
        """ "Friday 3 April (Good Friday)"."""
        return f"{self.day:%A} {self.day.day} {self.day:%B} ({self.reason})"


def is_working_day(day: date) -> bool:
    """Raises PastTheCalendar outside the calendar."""
    return why_not_working(day) is None


def why_not_working(day: date) -> str | None:
    """The reason a day does not count ("Saturday", "Good Friday"); None for a working day."""
    check_within_calendar(day)
    holiday = _bank_holidays(day.year).get(day)
    weekend = f"{day:%A}" if day.weekday() >= 5 else None
    return holiday or weekend


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    return add_working_days(day, 1)


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day`` (``count`` >= 0; 0 gives ``day`` itself)."""
    if count < 0:
        raise ValueError("working days are counted forwards")
    for _ in range(count):
        day = _following(day)
    return day


def skipped_between(day: date, due: date) -> tuple[SkippedDay, ...]:
    """The days after ``day`` and before ``due`` that do not count, each with its reason."""
    days = ((each, why_not_working(each)) for each in _days_between(day, due))
    return tuple(SkippedDay(each, reason) for each, reason in days if reason)


@lru_cache(maxsize=8192)  # a list of a thousand cases asks for the same few days again and again
def working_days_between(day: date, end: date) -> int:
    """How many working days lie after ``day`` up to and including ``end`` (0 if ``end`` is not later)."""
    return sum(is_working_day(each) for each in _days_between(day, end + _ONE_DAY))


def check_within_calendar(day: date) -> None:
    """Raise PastTheCalendar for a day the calendar does not reach."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise PastTheCalendar(
            f"{day.day} {day:%B} {day.year} is outside the bank holiday calendar, "
            f"which runs from {FIRST_DAY.day} {FIRST_DAY:%B %Y} to {LAST_DAY.day} {LAST_DAY:%B %Y}"
        )


def _following(day: date) -> date:
    day += _ONE_DAY
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def _days_between(day: date, end: date) -> Iterator[date]:
    return (day + timedelta(days=n) for n in range(1, (end - day).days))


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> dict[date, str]:
    found = holidays.country_holidays("GB", subdiv="ENG", years=year)
    days = {day: _name(found[day]) for day in found}
    for override in OVERRIDES:
        if override.day.year == year:
            days.pop(override.day, None)
            days.update({override.day: override.name} if override.name else {})
    return days


def _name(given: str) -> str:
    plain = given.replace(" (observed)", "")
    return _NAMES.get(plain, plain) + (" (substitute day)" if plain != given else "")
