"""Which days the records cover: children are counted for those days alone, as deaths are."""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_WITHIN_DAYS = 31
"""A year's first death comes days into it: records that begin so soon after a period cover its beginning."""


@dataclass(frozen=True)
class Held:
    """From the first day of which anything is known, if any, to the last."""

    first: date | None
    last: date

    def days_of(self, starts_on: date, ends_on: date) -> tuple[date, date] | None:
        """The first and the last day of a period that are covered; None if none is."""
        if self.first is None:
            return None
        soon = self.first - starts_on <= timedelta(days=FIRST_WITHIN_DAYS)
        first, last = starts_on if soon else self.first, min(ends_on, self.last)
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
