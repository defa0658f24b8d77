"""What was typed or hidden in a form: days and numbers, read strictly."""

from datetime import date

from shared.errors import Fault
from shared.web import PostedForm

EMBARGO_WRONG = "Enter a real date, for example 1 12 2026, or leave it blank"
LONGEST_NUMBER = 6


def embargo_in(posted: PostedForm) -> tuple[date | None, list[Fault]]:
    """The day that was typed; None if all three fields are blank."""
    typed = [posted.text(f"embargo-{part}") for part in ("year", "month", "day")]
    if not any(typed):
        return None, []
    try:
        return date(*(number_from(each) for each in typed)), []
    except ValueError:
        return None, [Fault("embargo", EMBARGO_WRONG)]


def number_in(posted: PostedForm, name: str) -> int:
    """The number in a hidden field; 0 if there is none."""
    try:
        return number_from(posted.text(name))
    except ValueError:
        return 0


def number_from(text: str) -> int:
    """Raises ValueError unless it is a whole number of a few ASCII digits."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise ValueError
    return int(text)
