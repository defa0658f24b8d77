"""The steps of a meeting as they are taken and kept: who took which, when, and why."""

from dataclasses import dataclass
from datetime import date, datetime

from services.panel.domain.cases.sources import day
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_refusals import AgendaEmpty, MeetingCannotMove
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from shared.errors import Fault, Invalid

STEPS: dict[str, str] = {
    "planned": "Planned",
    "published": "Agenda published",
    "taken_back": "Agenda taken back",
    "moved": "Moved",
    "started": "Started",
    "not_started": "Not started after all",
    "closed": "Closed",
    "cancelled": "Cancelled",
}


@dataclass(frozen=True)
class MeetingStep:
    """``step``: a key of STEPS. ``because`` is "" where no reason is asked for."""

    step: str
    at: datetime
    by_name: str
    because: str = ""

    @property
    def label(self) -> str:
        return STEPS[self.step]


def publish_agenda_of(meeting: PanelMeeting, *, at: datetime) -> None:
    """Open the agenda to those invited. Refuses AgendaEmpty, and MeetingCannotMove unless it is planned."""
    if meeting.status is not MeetingStatus.PLANNED:
        raise MeetingCannotMove(f"It is now “{meeting.status_label}”; “Agenda published” does not follow.")
    if not meeting.agenda:
        raise AgendaEmpty("Put at least one case on it first: those invited would be told of papers to read.")
    meeting.publish(at)


def start(
    meeting: PanelMeeting, *, today: date, although_early: bool = False, held_on: date | None = None
) -> None:
    """In session. The day on which it takes place counts from now on, the planned one stands beside it.

    Before its day Invalid unless ``although_early``; after it unless ``held_on`` says on which day it was.
    """
    meeting.check_step(MeetingStatus.IN_SESSION)
    if is_early(meeting, today) and not although_early:
        asked = f"Confirm that the meeting planned for {day(meeting.held_on)} starts today, {day(today)}"
        raise Invalid([Fault("early", asked)])
    late = is_late(meeting, today)
    _take_place(meeting, _day_held(held_on, first=meeting.published_at, today=today) if late else today)
    meeting.move_to(MeetingStatus.IN_SESSION)


def is_early(meeting: PanelMeeting, today: date) -> bool:
    """Whether the day for which the meeting is planned is still to come."""
    return meeting.held_on > today


def is_late(meeting: PanelMeeting, today: date) -> bool:
    """Whether the day for which the meeting is planned has passed."""
    return meeting.held_on < today


def held_on_another_day(meeting: PanelMeeting) -> str:
    """A sentence where the meeting took place on another day than planned; else ""."""
    if meeting.planned_on is None:
        return ""
    return f"Held on {day(meeting.held_on)}, planned for {day(meeting.planned_on)}"


def _take_place(meeting: PanelMeeting, on: date) -> None:
    planned = meeting.planned_on or meeting.held_on
    meeting.planned_on = planned if planned != on else None
    meeting.held_on = on


def _day_held(held_on: date | None, *, first: datetime | None, today: date) -> date:
    """The day on which a meeting was held that is started after its day; Invalid where it cannot be."""
    if held_on is None:
        raise Invalid([Fault("held_on", "Say on which day the meeting is, or was, held")])
    if held_on > today:
        raise Invalid([Fault("held_on", "That day is still to come")])
    if first and held_on < (published := london_day(first)):
        raise Invalid([Fault("held_on", f"The agenda went out later than that, on {day(published)}")])
    return held_on


def take_start_back(meeting: PanelMeeting, *, because: str, decided: int) -> None:
    """Back to the published agenda. Invalid without a reason.

    ``decided``: how many of its cases have been discussed or signed off since; MeetingCannotMove if any.
    """
    if meeting.status is not MeetingStatus.IN_SESSION:
        raise MeetingCannotMove(f"It is now “{meeting.status_label}”: only a started meeting is taken back.")
    if decided:
        raise MeetingCannotMove("A case has been signed off at it. Close the meeting when it is over.")
    needs_reason(because, "Say why the meeting has not started after all")
    _take_place(meeting, meeting.planned_on or meeting.held_on)
    meeting.move_to(MeetingStatus.AGENDA_PUBLISHED)


def cancel(meeting: PanelMeeting, *, because: str) -> None:
    """Invalid without a reason; refuses MeetingCannotMove."""
    if meeting.may_move_to(MeetingStatus.CANCELLED):
        needs_reason(because, "Say why the meeting is cancelled")
    meeting.cancel()


def needs_reason(because: str, asked: str) -> None:
    """Invalid, naming the field "because", where nothing is written."""
    if not because.strip():
        raise Invalid([Fault("because", asked)])
