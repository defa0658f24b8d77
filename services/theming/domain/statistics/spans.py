"""What a table can be about in time: one quarter, half-year or year, or several whole years together.

Three to five years are taken together where one year holds too few cases to be published.
"""

from dataclasses import dataclass
from datetime import date

from shared.counted_words import counted
from shared.errors import Fault, Invalid
from shared.periods import Period, parse_period

BETWEEN = ".."
MONTH = "month "
LONGEST = 10


@dataclass(frozen=True, order=True)
class Span:
    """From the first day of ``first`` to the last of ``last``: one period, or whole years."""

    first: Period
    last: Period

    @property
    def name(self) -> str:
        return self.first.name if self.first == self.last else f"{self.first.name}{BETWEEN}{self.last.name}"

    @property
    def label(self) -> str:
        if self.first == self.last:
            return self.first.label
        return (
            f"{counted(self.last.year - self.first.year + 1, 'year')}, {self.first.name} to {self.last.name}"
        )

    @property
    def starts_on(self) -> date:
        return self.first.starts_on

    @property
    def ends_on(self) -> date:
        return self.last.ends_on

    @property
    def years(self) -> tuple[int, ...]:
        """The financial years it touches."""
        return tuple(range(self.first.year, self.last.year + 1))

    @property
    def months(self) -> frozenset[str]:
        """Its months, "month 2025-04" and so on: what periods have in common."""
        first = self.starts_on.year * 12 + self.starts_on.month - 1
        last = self.ends_on.year * 12 + self.ends_on.month - 1
        return frozenset(f"{MONTH}{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1))

    def complete_on(self, today: date) -> bool:
        return self.last.complete_on(today)


def parse_span(text: str) -> Span:
    """Read "2025-26-Q1", "2025-26" or "2021-22..2025-26". Raises Invalid with a fault on ``period``."""
    first, between, last = text.partition(BETWEEN)
    span = Span(parse_period(first), parse_period(last if between else first))
    if between and (span.first.kind != "Y" or span.last.kind != "Y"):
        raise _wrong("Only whole years can be taken together, for example 2021-22..2025-26.")
    if span.last < span.first:
        raise _wrong("The last year is before the first.")
    if len(span.years) > LONGEST:
        raise _wrong(f"At most {counted(LONGEST, 'year')} can be taken together.")
    return span


def _wrong(message: str) -> Invalid:
    return Invalid([Fault("period", message)])
