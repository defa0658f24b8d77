"""Dates as people type them: day, month and year in three fields."""

from datetime import date

from shared.errors import Fault
from shared.web import PostedForm


def date_from(posted: PostedForm, name: str, label: str = "") -> tuple[date | None, list[Fault]]:
    """The date in the fields ``name-day``, ``-month`` and ``-year``; None and no fault if all are blank."""
    typed = [posted.text(f"{name}-{part}") for part in ("day", "month", "year")]
    if not any(typed):
        return None, []
    try:
        day, month, year = (int(part) for part in typed)
        return date(year, month, day), []
    except (ValueError, OverflowError):
        return None, [
            Fault(name, label + "enter a real date, such as 15 3 2027" if label else "Enter a real date")
        ]
