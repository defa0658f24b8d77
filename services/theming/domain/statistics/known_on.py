"""As known on which day the statistics may be asked: what was known by the end of that day in London.

Whoever sees exact counts may ask any day that is over. Everybody else asks as known on the last day of a
quarter: from what was known on one day and the next, rounded counts would show on which day a count passed
from one step of the rounding to the other, and with that the exact count.
"""

from datetime import date

from shared.errors import Fault
from shared.periods import period_of, periods_of_year

FIELD = "as_known_on"


def read_known_on(written: str, *, today: date, any_day: bool) -> tuple[date | None, list[Fault]]:
    """The day as written, such as 2026-09-30 (None: as known now), and what is wrong with it."""
    if not written:
        return None, []
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None, [Fault(FIELD, "This is not a date. Write year, month and day, for example 2026-09-30.")]
    return day, known_on_faults(day, today=today, any_day=any_day)


def known_on_faults(day: date, *, today: date, any_day: bool) -> list[Fault]:
    """``any_day``: who asks sees exact counts, so any day that is over will do."""
    if day >= today:
        return [Fault(FIELD, "Choose a day that is over, or leave it out for what is known now.")]
    if not any_day and not _ends_a_quarter(day):
        return [Fault(FIELD, "Choose the last day of a quarter, for example 2026-09-30.")]
    return []


def quarter_ends(first: date | None, today: date) -> list[date]:
    """The last days of quarters that are over, from the one ``first`` lies in; the latest first."""
    start = first or today
    years = range(period_of(start, "Y").year, period_of(today, "Y").year + 1)
    ends = [period.ends_on for year in years for period in periods_of_year(year) if period.kind == "Q"]
    return sorted((day for day in ends if start <= day < today), reverse=True)


def _ends_a_quarter(day: date) -> bool:
    return period_of(day, "Q").ends_on == day
