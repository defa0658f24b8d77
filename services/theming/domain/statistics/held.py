"""Which days the records cover: children are counted for those days alone, as deaths are."""

from dataclasses import dataclass
from datetime import date


def records_begin(first: date | None) -> date | None:
    """The first of the month of ``first``: the day itself is that of one child, and is told to nobody."""
    return first.replace(day=1) if first else None


@dataclass(frozen=True)
class Held:
    """From the day with which the records begin, if there are any, to the last."""

    first: date | None
    last: date

    def days_of(self, starts_on: date, ends_on: date) -> tuple[date, date] | None:
        """The first and the last day of a period that are covered; None if none is."""
        if self.first is None:
            return None
        first, last = max(starts_on, self.first), min(ends_on, self.last)
        return (first, last) if first <= last else None

    def share_of(self, starts_on: date, ends_on: date) -> float:
        """How much of a period is covered, between 0 and 1."""
        covered = self.days_of(starts_on, ends_on)
        return _days(*covered) / _days(starts_on, ends_on) if covered else 0.0

    def part_of(self, starts_on: date, ends_on: date) -> tuple[date, date] | None:
        """The days covered, where they are some of a period and not all."""
        covered = self.days_of(starts_on, ends_on)
        return covered if covered != (starts_on, ends_on) else None


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
