"""The day in London at an instant: what a reader, and a clock of the field, calls today."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(at: datetime) -> date:
    """``at`` in UTC, or any zone."""
    return at.astimezone(LONDON).date()
