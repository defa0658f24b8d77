"""What has to be right before a meeting is planned."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from services.panel.domain.meetings.meeting_dates import series_dates
from services.panel.domain.meetings.meetings import PANEL_KINDS
from services.panel.domain.meetings.panels import PANEL_TYPES
from services.panel.domain.quorum.quorum import QUORUM_RULES
from shared.errors import Fault
from shared.working_days import FIRST_DAY, LAST_DAY, PastTheCalendar, why_not_working

MOST_MONTHS = 24
MOST_CASES = 40
LONGEST_PLACE = 200  # characters: a room, or how to join by video
_TOO_LONG = f"Write the place in at most {LONGEST_PLACE} characters"
EVERY: dict[int, str] = {1: "Each month", 2: "Every second month", 3: "Each quarter", 6: "Twice a year"}


def plan_faults(
    held_on: date,
    starts: str,
    place: str,
    kind: str,
    theme: str,
    quorum_rules: str,
    target_cases: int,
    months: int,
    every: int = 1,
    rules: Collection[str] = tuple(QUORUM_RULES),
) -> list[Fault]:
    """Every fault of the plan, in the order of the form. ``rules``: ids of the quorum rules there are."""
    return [
        *when_and_where_faults(held_on, starts, place),
        *([] if kind in PANEL_KINDS else [Fault("kind", "Choose the kind of panel")]),
        *([Fault("theme", "Say what the theme is")] if _lacks_theme(kind, theme) else []),
        *([] if quorum_rules in rules else [Fault("quorum_rules", "Choose the quorum rules")]),
        *_number_faults("target_cases", target_cases, 0, MOST_CASES, "cases"),
        *_number_faults("months", months, 1, MOST_MONTHS, "meetings"),
        *([] if every in EVERY else [Fault("every", "Choose how often the panel meets")]),
        *_series_faults(held_on, months, every),
    ]


def when_and_where_faults(held_on: date, starts: str, place: str) -> list[Fault]:
    """What is wrong with the day, the time and the place."""
    return [
        *_date_faults(held_on),
        *([] if _is_time(starts) else [Fault("starts", "Enter the start as a time, for example 09:30")]),
        *([] if place.strip() else [Fault("place", "Say where the meeting is held, or that it is by video")]),
        *([Fault("place", _TOO_LONG)] if len(place.strip()) > LONGEST_PLACE else []),
    ]


def afterwards_faults(held_on: date, because: str, *, today: date) -> list[Fault]:
    """A meeting on a day that is over is entered only with a reason: its agenda and its notice come late."""
    if held_on >= today or because.strip():
        return []
    return [Fault("because", "That day is over: say why the meeting is recorded afterwards")]


def move_faults(before: tuple[date, str, str], after: tuple[date, str, str], *, today: date) -> list[Fault]:
    """What is wrong with moving a meeting; each is its day, start and place. A move writes to people."""
    faults = when_and_where_faults(*after)
    if faults:
        return faults
    held_on, starts, place = after
    if (held_on, starts, place.strip()) == before:
        return [Fault("held_on", "The meeting is already on this day, at this time and place")]
    if held_on < today and held_on != before[0]:
        return [Fault("held_on", "That day is over: a meeting is moved to today or a later day")]
    return []


def _series_faults(held_on: date, months: int, every: int) -> Iterator[Fault]:
    if every not in EVERY or not 1 < months <= MOST_MONTHS or not FIRST_DAY <= held_on <= LAST_DAY:
        return
    try:
        series_dates(held_on, months, why_not_working, every)
    except PastTheCalendar:
        yield Fault("months", f"Plan fewer: bank holidays are known to the end of {LAST_DAY.year}")


def _lacks_theme(kind: str, theme: str) -> bool:
    return kind in PANEL_KINDS and PANEL_TYPES[kind].needs_theme and not theme.strip()


def _date_faults(held_on: date) -> Iterator[Fault]:
    if not FIRST_DAY <= held_on <= LAST_DAY:
        yield Fault("held_on", f"Enter a date from {FIRST_DAY.year} to {LAST_DAY.year}")
    elif reason := why_not_working(held_on):
        yield Fault("held_on", f"Panels meet on working days: that day is a {_lower_weekend(reason)}")


def _lower_weekend(reason: str) -> str:
    return reason if reason in ("Saturday", "Sunday") else f"bank holiday ({reason})"


def _is_time(text: str) -> bool:
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII) is not None


def _number_faults(field: str, number: int, least: int, most: int, things: str) -> Iterator[Fault]:
    if not least <= number <= most:
        yield Fault(field, f"Enter a number of {things} from {least} to {most}")
