"""The retention schedule: what is kept how long from when, as shipped and as an area has confirmed it."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from shared.errors import Fault, Invalid

SCHEDULE = Path(__file__).with_name("schedule.toml")
EVERYWHERE = "all"
MOST_YEARS = 100
LONGEST_SOURCE = 2_000
BIRTHDAYS = {"eighteenth_birthday": 18, "twenty_fifth_birthday": 25}


@dataclass(frozen=True)
class Clock:
    """What may start the time a record is kept; ``of``: the record types it is for."""

    id: str
    label: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class ShippedRow:
    """A proposal for one record type: whole ``years`` from what ``starts_with`` names."""

    record_type: str
    label: str
    starts_with: str
    years: int
    source: str


@dataclass(frozen=True)
class ShippedSchedule:
    """The schedule as shipped: proposals, none of which disposes of anything."""

    name: str
    version: str
    starts_on: date
    clocks: tuple[Clock, ...]
    rows: tuple[ShippedRow, ...]

    def row(self, record_type: str) -> ShippedRow:
        return next(row for row in self.rows if row.record_type == record_type)

    def clocks_of(self, record_type: str) -> tuple[Clock, ...]:
        return tuple(clock for clock in self.clocks if record_type in clock.of)

    def clock_label(self, clock: str) -> str:
        return next((each.label for each in self.clocks if each.id == clock), clock)


@dataclass(frozen=True)
class ConfirmedRow:
    """What an area decided: the newest of a record type and area holds, from ``holds_from`` on.

    ``area``: an authority as the form codes it, or EVERYWHERE. ``decided_by_body``: who decided it, and where
    that is written down.
    """

    number: int
    record_type: str
    area: str
    starts_with: str
    years: int
    decided_by_body: str
    holds_from: date
    shipped_version: str
    confirmed_by: str
    confirmed_by_name: str
    confirmed_at: datetime


@cache
def shipped() -> ShippedSchedule:
    """The schedule that comes with the product."""
    return TypeAdapter(ShippedSchedule).validate_python(tomllib.loads(SCHEDULE.read_text()))


def row_in_force(
    confirmed: Iterable[ConfirmedRow], record_type: str, area: str, *, on: date
) -> ConfirmedRow | None:
    """The row that holds on a day: the area's own before the one for everywhere; None: nobody decided."""
    held = [
        row
        for row in confirmed
        if row.record_type == record_type and row.area in (area, EVERYWHERE) and row.holds_from <= on
    ]
    return max(held, key=lambda row: (row.area != EVERYWHERE, row.number), default=None)


def due_on(row: ConfirmedRow, starts: Mapping[str, date | None]) -> date | None:
    """The first day on which the record may go; None where what starts the time is not known."""
    start = starts.get(row.starts_with)
    return None if start is None else years_after(start, row.years)


def years_after(day: date, years: int) -> date:
    """So many years later; 29 February becomes 1 March where there is none, never a day earlier."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def check_confirmation(
    record_type: str,
    area: str,
    starts_with: str,
    years: str,
    body: str,
    holds_from: date | None,
    areas: Iterable[str],
) -> int:
    """The years as a number. Raises Invalid naming every fault."""
    known = [row.record_type for row in shipped().rows]
    faults = [
        (record_type not in known, "record_type", "Choose what the row is for"),
        (area not in {EVERYWHERE, *areas}, "area", "Choose an area, or all of them"),
        (
            starts_with not in [clock.id for clock in shipped().clocks_of(record_type)],
            "starts_with",
            "Choose what starts the time",
        ),
        (
            not (years.isdecimal() and len(years) < 4 and int(years) <= MOST_YEARS),
            "years",
            f"Write the years as a whole number from 0 to {MOST_YEARS}",
        ),
        (
            not body.strip() or len(body) > LONGEST_SOURCE,
            "body",
            f"Write who decided this and where it is written down, in at most {LONGEST_SOURCE:,} characters",
        ),
        (holds_from is None, "holds_from", "Write the day from which it holds"),
    ]
    if found := [Fault(field, says) for wrong, field, says in faults if wrong]:
        raise Invalid(found)
    return int(years)
