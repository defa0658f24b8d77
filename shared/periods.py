"""Reporting periods of the financial year, 1 April to 31 March.

A period has a name: ``2025-26`` (the year), ``2025-26-H1`` (April to September) or
``2025-26-Q1`` (April to June). Source: NCMD and gov.uk count in financial years.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from shared.errors import Fault, Invalid

FIRST_MONTH = 4
MONTHS_IN = {"Q": 3, "H": 6, "Y": 12}
LAST_NUMBER = {"Q": 4, "H": 2, "Y": 1}
KIND_LABEL = {"Q": "quarter", "H": "half-year", "Y": "year"}
EXAMPLES = "2025-26-Q1 for a quarter, 2025-26-H1 for a half-year or 2025-26 for a year"
_NAME = re.compile(r"(\d{4})-(\d{2})(?:-([QH])(\d))?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Period:
    """One period: the calendar year its financial year starts in, its kind (Q, H, Y) and its number."""

    year: int
    kind: str
    number: int

    @property
    def name(self) -> str:
        return year_name(self.year) + ("" if self.kind == "Y" else f"-{self.kind}{self.number}")

    @property
    def starts_on(self) -> date:
        return _first_day(self.year, MONTHS_IN[self.kind] * (self.number - 1))

    @property
    def ends_on(self) -> date:
        """The last day that belongs to the period."""
        return _first_day(self.year, MONTHS_IN[self.kind] * self.number) - timedelta(days=1)

    @property
    def parts(self) -> tuple["Period", ...]:
        """The two next smaller periods it is the sum of; none for a quarter."""
        smaller = {"Y": "H", "H": "Q"}.get(self.kind)
        if smaller is None:
            return ()
        return tuple(Period(self.year, smaller, 2 * self.number - back) for back in (1, 0))

    @property
    def label(self) -> str:
        """``Quarter 1 of 2025-26``, as a heading says it."""
        kind = KIND_LABEL[self.kind].capitalize()
        return (
            f"{kind} {year_name(self.year)}"
            if self.kind == "Y"
            else f"{kind} {self.number} of {year_name(self.year)}"
        )

    def complete_on(self, today: date) -> bool:
        return self.ends_on < today


def year_name(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


def _first_day(year: int, months_after_april: int) -> date:
    month = FIRST_MONTH - 1 + months_after_april
    return date(year + month // 12, month % 12 + 1, 1)


def period_of(day: date, kind: str) -> Period:
    """The quarter (Q), half-year (H) or year (Y) that ``day`` belongs to."""
    months = (day.month - FIRST_MONTH) % 12
    return Period(day.year - (day.month < FIRST_MONTH), kind, months // MONTHS_IN[kind] + 1)


def periods_of_year(year: int) -> tuple[Period, ...]:
    """Four quarters, two half-years and the year, in the order in which they end."""
    every = [Period(year, kind, number) for kind in "QHY" for number in range(1, LAST_NUMBER[kind] + 1)]
    return tuple(sorted(every, key=lambda period: (period.ends_on, MONTHS_IN[period.kind])))


def parse_period(text: str) -> Period:
    """Read a period's name. Raises ``Invalid`` with one fault on ``period`` that says what would do."""
    found = _NAME.fullmatch(text.strip())
    if not found:
        raise _not_understood(f"This is not a period. Write {EXAMPLES}.")
    year, next_year = int(found[1]), int(found[2])
    kind, number = (found[3] or "Y").upper(), int(found[4] or 1)
    if not 1990 <= year <= 2199 or next_year != (year + 1) % 100:
        raise _not_understood(f"“{found[1]}-{found[2]}” is not a financial year. Write {EXAMPLES}.")
    if not 1 <= number <= LAST_NUMBER[kind]:
        label = KIND_LABEL[kind]
        raise _not_understood(f"There is no {label} {number}: a year has {label}s 1 to {LAST_NUMBER[kind]}.")
    return Period(year, kind, number)


def in_a_sentence(period: Period) -> str:
    """``quarter 1 of 2025-26``; of a year its name alone: ``2025-26``."""
    label = period.label
    return period.name if period.kind == "Y" else label[0].lower() + label[1:]


def _not_understood(message: str) -> Invalid:
    return Invalid([Fault("period", message)])
