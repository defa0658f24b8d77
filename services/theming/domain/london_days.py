"""The day in London at an instant: what a reader, and a clock of the field, calls today."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(at: datetime) -> date:
    """``at`` in UTC, or any zone."""
    return at.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """The last instant of ``day`` in London, in UTC."""
    following = datetime.combine(day + timedelta(days=1), time.min, LONDON)
    return (following - timedelta(microseconds=1)).astimezone(UTC)
