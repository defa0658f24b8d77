"""Dates and whole numbers that a form must have."""

from datetime import date

from services.panel.pages.dates import date_from
from shared.errors import Fault
from shared.web import PostedForm


def read_date(posted: PostedForm, name: str, missing: str) -> tuple[date | None, list[Fault]]:
    """The date in the fields ``name``-day, -month and -year; ``missing`` is said where all are empty."""
    day, faults = date_from(posted, name)
    return day, faults if day or faults else [Fault(name, missing)]


def read_number(posted: PostedForm, name: str, wrong: str) -> tuple[int, list[Fault]]:
    """A whole number of at most four digits; 0 with a fault where the field holds none."""
    text = posted.text(name)
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text), []
    return 0, [Fault(name, wrong)]
