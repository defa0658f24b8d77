"""Dates and times as spreadsheets hold them: written by hand day first, counted in days, or as a date.

The day comes before the month, as people in England write; a year has four figures. What could be meant in
two ways is refused, never guessed.
"""

import re
from datetime import date, time, timedelta

from services.notifications.domain.importing.cells import Cell, CellKind

# Spreadsheets count days from here; the two days before 1 March 1900 that they get wrong are long past.
_FIRST_DAY = date(1899, 12, 30)
_SERIALS = (10_000, 80_000)  # 18 May 1927 to 10 January 2119
_HOW = "Write day, month and a year of four figures, for example 15/03/2026"
_HOW_TIME = "Write it with the 24-hour clock, for example 22:05"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPLIT = re.compile(
    r"(?P<day>.*?\d{4}|\d{4}-\d\d-\d\d)(?:[T ,]+(?P<time>\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?))?"
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_NAMED = re.compile(r"(?:[A-Za-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})[ \-,]+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})(?::\d\d(?:\.\d+)?)?")


def moment_of(cell: Cell) -> str:
    """A cell as ISO 8601: a date, with a time where there is one. Raises ValueError in plain words."""
    if cell.kind is CellKind.DATE:
        return cell.text
    if cell.kind is CellKind.NUMBER:
        return _counted(cell.text)
    found = _SPLIT.fullmatch(cell.text)
    if not found:
        raise ValueError(f"this is not a date that can be read. {_HOW}")
    day = _day(found["day"]).isoformat()
    return f"{day}T{_clock(found['time'])}" if found["time"] else day


def day_of(cell: Cell) -> str:
    """The date of a cell; a time beside it is left out."""
    return moment_of(cell)[:10]


def time_of(cell: Cell) -> str:
    """A cell as a time of day, "22:05". Raises ValueError in plain words."""
    if cell.kind is CellKind.DATE and "T" in cell.text:
        return cell.text[11:16]
    if cell.kind is CellKind.NUMBER and "." in cell.text:
        return _fraction_of_a_day(cell.text)
    return _clock(cell.text.zfill(4) if cell.kind is CellKind.NUMBER else cell.text)


def _day(text: str) -> date:
    text = text.strip()
    if found := _ISO.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return _made(int(found[3]), int(found[2]), int(found[1]))
    found = _NAMED.fullmatch(text)
    if not found or found[2][:3].casefold() not in _MONTHS:
        raise ValueError(f"this is not a date that can be read. {_HOW}")
    return _made(int(found[3]), _MONTHS.index(found[2][:3].casefold()) + 1, int(found[1]))


def _made(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"this is not a date in the calendar; the day comes first. {_HOW}") from None


def _counted(text: str) -> str:
    """A number of days, as a spreadsheet stores a date, and what is left of it as a time."""
    try:
        days = float(text)
    except ValueError:
        raise ValueError(f"this is not a date that can be read. {_HOW}") from None
    if not _SERIALS[0] <= days < _SERIALS[1]:
        raise ValueError(f"the number {text} is no date. {_HOW}")
    whole = int(days)
    day = _FIRST_DAY + timedelta(days=whole)
    return day.isoformat() if days == whole else f"{day.isoformat()}T{_fraction_of_a_day(str(days - whole))}"


def _fraction_of_a_day(text: str) -> str:
    minutes = round(float(text) * 24 * 60)
    if not 0 <= minutes < 24 * 60:
        raise ValueError(f"the number {text} is no time of day. {_HOW_TIME}")
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _clock(text: str) -> str:
    found = _TIME.fullmatch(text.strip())
    try:
        return f"{time(int(found[1]), int(found[2])):%H:%M}" if found else _no_time()
    except ValueError:
        return _no_time()


def _no_time() -> str:
    raise ValueError(f"this is not a time of day. {_HOW_TIME}")
