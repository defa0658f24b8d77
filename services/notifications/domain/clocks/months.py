"""Calendar months."""

from datetime import date


def months_after(start: date, months: int) -> date:
    """The same day so many calendar months later; the last of the month where there is no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    for day in range(start.day, start.day - 4, -1):
        try:
            return date(start.year + years, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has at least 28 days")
