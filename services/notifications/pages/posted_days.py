"""A day as it is posted in three boxes: read, or said to be unreadable beside every other fault."""

from collections.abc import Iterable
from datetime import date

from services.notifications.pages.posted_records import day_typed
from shared.errors import Fault, Invalid
from shared.web import PostedForm


def posted_day(posted: PostedForm, name: str) -> tuple[date | None, list[Fault]]:
    """The day in the boxes called ``name``, and what is wrong with it; None where they are empty or wrong."""
    typed = day_typed(posted, name)
    try:
        return (date.fromisoformat(typed) if typed else None), []
    except ValueError:
        return None, [Fault(name, "This is not a day in the calendar, for example 15 3 2026")]


def on_page(refusal: Invalid, unread: Iterable[Fault] = (), **names: str) -> list[Fault]:
    """The faults under the names the page's fields have; an unreadable day is not also said to be missing."""
    found = [Fault(names.get(fault.field, fault.field), fault.message) for fault in refusal.faults]
    unreadable = {fault.field: fault for fault in unread}
    return [unreadable.pop(fault.field, fault) for fault in found] + list(unreadable.values())
