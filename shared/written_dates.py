"""How a date is written for a person, on a page or in a letter."""

from datetime import date


def written_date(day: date | None) -> str:
    """A date as "12 March 2026"; "" for None."""
    return f"{day.day} {day:%B %Y}" if day else ""
