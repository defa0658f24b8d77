"""When something happened, as exactly as it is known: an instant, a day, a span, or not known at all.

A Moment is an interval in UTC. Nothing here picks a point inside it: what follows for every point follows.
Local times without an offset are Europe/London, where one hour a year comes twice and one never comes.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from shared.working_days import check_within_calendar

LONDON = ZoneInfo("Europe/London")
_TICK = timedelta(microseconds=1)
SPECIMEN = "for example 2026-03-10T14:05, or 2026-03-10 where the time is not known"


class Precision(StrEnum):
    """How a moment is known. REPEATED_HOUR: local time that came twice, when clocks went back."""

    INSTANT = "instant"
    REPEATED_HOUR = "repeated_hour"
    DAY = "day"
    BETWEEN = "between"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Moment:
    """Somewhere from ``earliest`` to ``latest``, both included, both UTC; None: no bound on that side."""

    earliest: datetime | None
    latest: datetime | None
    precision: Precision

    @property
    def is_exact(self) -> bool:
        return self.precision is Precision.INSTANT

    @property
    def is_timed(self) -> bool:
        """Whether a time of day was given."""
        return self.precision in (Precision.INSTANT, Precision.REPEATED_HOUR)

    @cached_property
    def first_date(self) -> date | None:
        """The earliest date in London."""
        return self.earliest.astimezone(LONDON).date() if self.earliest else None

    @cached_property
    def last_date(self) -> date | None:
        """The latest date in London."""
        return self.latest.astimezone(LONDON).date() if self.latest else None

    @property
    def date(self) -> date | None:
        """The one date in London it can be; None if it can be several."""
        return self.first_date if self.first_date == self.last_date else None


UNKNOWN = Moment(None, None, Precision.UNKNOWN)


def instant(at: datetime) -> Moment:
    """A moment known exactly; ``at`` has an offset."""
    if at.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return Moment(at.astimezone(UTC), at.astimezone(UTC), Precision.INSTANT)


def on_day(day: date) -> Moment:
    """Some time on a day in London (23 to 25 hours long)."""
    return Moment(_midnight(day), _midnight(day + timedelta(days=1)) - _TICK, Precision.DAY)


def between(first: date, last: date) -> Moment:
    """Some time from the beginning of ``first`` to the end of ``last``. Raises ValueError if out of order."""
    if last < first:
        raise ValueError("the earliest date is after the latest date")
    return Moment(on_day(first).earliest, on_day(last).latest, Precision.BETWEEN)


def no_later_than(last: date) -> Moment:
    """Not known, but not after ``last``."""
    return Moment(None, on_day(last).latest, Precision.UNKNOWN)


def at_london(day: date, at: time) -> Moment:
    """A local time in London. Raises ValueError for one that the clock change left out."""
    wall = datetime.combine(day, at)
    first, second = (wall.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(LONDON).replace(tzinfo=None) != wall:
        raise ValueError(
            f"{at:%H:%M} on {written_date(day)} did not exist: the clocks went forward that night"
        )
    if first != second:
        return Moment(first, second, Precision.REPEATED_HOUR)
    return instant(first)


def read(text: str) -> Moment:
    """A moment from ISO 8601: date and time (with offset, or London), a date alone, or ``start/end`` dates.

    Raises ValueError in plain words, also for a date that the working-day calendar does not reach.
    """
    text = text.strip()
    if "/" in text:
        first, _, last = text.partition("/")
        return between(_read_date(first), _read_date(last))
    if _is_date(text):
        return on_day(_read_date(text))
    return _read_date_time(text)


def end_of(day: date) -> datetime:
    """23:59:59 in London at the end of a day, in UTC."""
    return datetime.combine(day, time(23, 59, 59), LONDON).astimezone(UTC)


def written_date(day: date) -> str:
    """ "Friday 3 April 2026"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def written(at: datetime) -> str:
    """An instant in London: "Friday 3 April 2026, 22:00"; the offset is named around clock changes."""
    local = at.astimezone(LONDON)
    return f"{written_date(local.date())}, {local:%H:%M}"


def written_moment(moment: Moment) -> str:
    """A moment in words, with what is not known about it."""
    if moment.earliest is None or moment.latest is None:
        limit = f" (not after {written_date(moment.last_date)})" if moment.last_date else ""
        return "not known" + limit
    if moment.precision is Precision.REPEATED_HOUR:
        return f"{written(moment.earliest)} (an hour that came twice: the clocks went back)"
    if moment.is_exact:
        return written(moment.earliest)
    if moment.date:
        return f"{written_date(moment.date)}, time not known"
    return f"between {written(moment.earliest)} and {written(moment.latest)}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def _is_date(text: str) -> bool:
    return not re.search(r"\d[T ]\d|:", text, re.IGNORECASE)


def _read_date(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(_unreadable(text)) from None
    check_within_calendar(day)
    return day


def _read_date_time(text: str) -> Moment:
    try:
        wall = datetime.fromisoformat(text.upper().replace(" ", "T", 1))
    except ValueError:
        raise ValueError(_unreadable(text)) from None
    check_within_calendar(wall.date())
    if wall.tzinfo is None:
        return at_london(wall.date(), wall.time())
    return instant(wall)


def _unreadable(text: str) -> str:
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", text)
    if match and text[:10] == match.group() and not _exists(*map(int, match.groups())):
        return f"{text[:10]} is not a date in the calendar"
    return f"this is not a date and time that can be read ({SPECIMEN})"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
