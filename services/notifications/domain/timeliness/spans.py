"""The time that a report is about: a period of the reporting year, or any two dates."""

from dataclasses import dataclass
from datetime import date

from shared.errors import Fault, Invalid
from shared.periods import Period, parse_period

FREQUENCIES = {"Q": "Quarter", "H": "Half Year", "Y": "Year"}
LONGEST_DAYS = 366 * 20
FIRST_YEAR, LAST_YEAR = 1990, 2199


@dataclass(frozen=True)
class Span:
    """``starts_on`` to ``ends_on``, both included. ``period``: the period it is, if it is one."""

    starts_on: date
    ends_on: date
    period: Period | None = None

    @property
    def name(self) -> str:
        return (
            self.period.name if self.period else f"{self.starts_on.isoformat()}-to-{self.ends_on.isoformat()}"
        )

    @property
    def label(self) -> str:
        return self.period.label if self.period else "Dates as given"

    @property
    def frequency(self) -> str:
        return FREQUENCIES[self.period.kind] if self.period else "Dates as given"

    @property
    def is_half_year(self) -> bool:
        return self.period is not None and self.period.kind == "H"

    def complete_on(self, today: date) -> bool:
        return self.ends_on < today

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def span_of(period: Period) -> Span:
    return Span(period.starts_on, period.ends_on, period)


def read_span(period: str, first: date | None, last: date | None) -> Span:
    """What was asked for: a period's name, or both dates. Raises Invalid naming each field at fault."""
    if period.strip():
        return span_of(parse_period(period))
    faults = []
    if first is None:
        faults.append(Fault("first", "Write the first day"))
    if last is None:
        faults.append(Fault("last", "Write the last day"))
    if first and last and last < first:
        faults.append(Fault("last", "The last day is before the first day"))
    for name, day in (("first", first), ("last", last)):
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            faults.append(Fault(name, f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}"))
    if first and last and (last - first).days > LONGEST_DAYS:
        faults.append(Fault("last", "Choose at most 20 years"))
    if faults or first is None or last is None:
        raise Invalid(faults)
    return Span(first, last)
