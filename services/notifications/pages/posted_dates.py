"""A date typed in three boxes, for a form that needs nothing but a date."""

from datetime import date

from services.notifications.pages.posted_records import day_typed
from shared.web import PostedForm


def posted_date(posted: PostedForm, name: str) -> date | None:
    """None where the boxes are empty or make no date: whoever needs it says what to write."""
    try:
        return date.fromisoformat(day_typed(posted, name))
    except ValueError:
        return None
