"""By when a request is answered: one calendar month, and at most two more where there is good reason.

UK GDPR, article 12(3). How a month is counted: the Information Commissioner's guide on the right of access.
"""

from calendar import monthrange
from datetime import date

from shared.working_days import is_working_day, next_working_day

MONTHS, FURTHER_MONTHS = 1, 2
OPINION_MONTHS = 6


def due_on(started_on: date, *, extended: bool = False) -> date:
    """The last day: the same day of a later month, or that month's last; then the next working day.

    ``started_on`` counts itself, whether it is a working day or not. Raises PastTheCalendar.
    """
    day = _months_after(started_on, MONTHS + (FURTHER_MONTHS if extended else 0))
    return day if is_working_day(day) else next_working_day(day)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def opinion_holds(given_on: date, on: date) -> bool:
    """Whether a health professional's opinion is at most six months old (DPA 2018, Schedule 3)."""
    return given_on <= on <= _months_after(given_on, OPINION_MONTHS)
