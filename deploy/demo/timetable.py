"""When the demonstration's children died and when the office was told, by the real working days.

Each row of HALF_YEARS says how many notifications it holds and how many of them came by the next working day.
A death and its notification always fall into the same half-year, so that no count depends on which is used.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from shared.working_days import add_working_days, next_working_day

LONDON = ZoneInfo("Europe/London")
_HOURS = (*range(24), 5, 6, 7)  # a little more often in the early morning


@dataclass(frozen=True)
class HalfYear:
    """First and last day, notifications received, and how many of them were in time."""

    first: date
    last: date
    received: int
    in_time: int


HALF_YEARS = (
    HalfYear(date(2024, 10, 1), date(2025, 3, 31), 103, 69),
    HalfYear(date(2025, 4, 1), date(2025, 9, 30), 110, 77),
    HalfYear(date(2025, 10, 1), date(2026, 3, 31), 105, 68),
    HalfYear(date(2026, 4, 1), date(2026, 9, 30), 107, 72),
)


@dataclass(frozen=True)
class Slot:
    """A death and its notification, London time. ``died_between``: the date of death is known
    only as a span, and ``died_at`` is when the child was found.

    ``aware_at`` is given where the office's clock starts later than the death.
    """

    half_year: int
    died_at: datetime
    notified_at: datetime
    in_time: bool | None
    aware_at: datetime | None = None
    died_between: tuple[date, date] | None = None


def slots(rng: Random) -> list[Slot]:
    """Every slot of the two years, in order of death."""
    found = [_slot(rng, index, half, met) for index, half in enumerate(HALF_YEARS) for met in _outcomes(half)]
    found.sort(key=lambda slot: slot.died_at)
    return _with_uncertain_deaths(found)


def due_on(day: date) -> date:
    """The last day on which a notification of a death on ``day`` is in time."""
    return next_working_day(day)


def _outcomes(half: HalfYear) -> list[bool]:
    return [n < half.in_time for n in range(half.received)]


def _slot(rng: Random, index: int, half: HalfYear, met: bool) -> Slot:
    while True:
        day = half.first + timedelta(days=rng.randrange((half.last - half.first).days + 1))
        died = _at(day, rng.choice(_HOURS), rng.randrange(60))
        notified = _in_time(rng, died) if met else _late(rng, died)
        if notified > died + timedelta(minutes=20) and notified.date() <= half.last:
            return Slot(index, died, notified, met)


def _in_time(rng: Random, died: datetime) -> datetime:
    if rng.random() < 0.4:
        return died + timedelta(minutes=rng.randrange(45, 360))
    return _office_hours(rng, due_on(died.date()))


def _late(rng: Random, died: datetime) -> datetime:
    return _office_hours(rng, add_working_days(due_on(died.date()), rng.choice((1, 1, 1, 2, 2, 3, 5))))


def _office_hours(rng: Random, day: date) -> datetime:
    return _at(day, rng.randrange(8, 18), rng.randrange(60))


def _at(day: date, hour: int, minute: int) -> datetime:
    # 01:00 to 01:59 comes twice or never on two nights a year: an hour later is always plain.
    return datetime.combine(day, time(2 if hour == 1 else hour, minute), LONDON)


def _with_uncertain_deaths(found: list[Slot]) -> list[Slot]:
    """Two deaths of unknown date, which no clock can judge, and one abroad that was heard of later."""
    for half, day in ((0, date(2024, 12, 2)), (2, date(2026, 1, 12))):
        at = _last_met(found, half)
        span = (day, day + timedelta(days=3))
        died, told = _at(span[1], 12, 0), _at(span[1] + timedelta(days=1), 10, 20)
        found[at] = Slot(half, died, told, None, died_between=span)
    at = _last_met(found, 1)
    died, aware = _at(date(2025, 7, 21), 5, 0), _at(date(2025, 8, 11), 9, 30)
    found[at] = replace(found[at], died_at=died, aware_at=aware, notified_at=aware + timedelta(hours=3))
    return sorted(found, key=lambda slot: slot.died_at)


def _last_met(found: list[Slot], half: int) -> int:
    return max(n for n, slot in enumerate(found) if slot.half_year == half and slot.in_time)
