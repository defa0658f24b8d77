"""The day on which something happens is the day in London."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(at: datetime) -> date:
    """The London date of an instant (any time zone, never naive)."""
    return at.astimezone(LONDON).date()
