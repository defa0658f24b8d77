"""What a joint agency response leaves behind: calls, visits, meetings with short minutes, actions."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shared.errors import Conflict


class MeetingKind(StrEnum):
    """The three meetings of a joint agency response."""

    INITIAL = "initial"
    FOLLOW_UP = "follow_up"
    FINAL = "final"


MEETING_LABELS = {
    MeetingKind.INITIAL: "Initial meeting: sharing information and planning",
    MeetingKind.FOLLOW_UP: "Follow-up meeting",
    MeetingKind.FINAL: "Final meeting: case discussion",
}


@dataclass(eq=False)
class AgencyCall:
    """Somebody was called. ``called_time`` is the London clock, "" if not recorded."""

    call_id: str
    case_reference: str
    role: str
    who: str
    called_on: date
    called_time: str
    reached: str
    note: str
    recorded_by: str
    recorded_at: datetime


@dataclass(eq=False)
class AgencyVisit:
    """A visit to the scene or the home: made, planned, declined by the family, or not needed."""

    visit_id: str
    case_reference: str
    kind: str
    outcome: str
    visited_on: date | None
    visited_time: str
    roles: list[str]
    told_of_review: str
    note: str
    recorded_by: str
    recorded_at: datetime


@dataclass(eq=False)
class MeetingAction:
    """Something agreed at a meeting. ``state`` "open", "done" or "not_done"; ``settled_note`` says how."""

    action_id: str
    case_reference: str
    meeting_id: str
    text: str
    owner: str
    due_on: date
    state: str = "open"
    settled_on: date | None = None
    settled_note: str = ""
    settled_by: str = ""

    def is_late(self, on: date) -> bool:
        return self.state == "open" and self.due_on < on

    def settle(self, *, done: bool, note: str, by: str, on: date) -> None:
        """Say that it was done, or will not be. Raises ActionAlreadySettled."""
        if self.state != "open":
            raise ActionAlreadySettled("The record of it stays as it is.")
        self.state = "done" if done else "not_done"
        self.settled_on, self.settled_note, self.settled_by = on, note, by


class ActionAlreadySettled(Conflict):
    title = "This action has been settled already"


@dataclass(eq=False)
class JointAgencyMeeting:
    """A meeting and its short minutes. ``attendees`` are role codes; ``others`` those no role fits.

    ``is_review_meeting``: this final meeting is also the child death review meeting.
    """

    meeting_id: str
    case_reference: str
    kind: str
    held_on: date
    held_time: str
    chair: str
    attendees: list[str]
    others: str
    known: str
    planned: str
    risks: str
    is_review_meeting: bool
    recorded_by: str
    recorded_at: datetime
    actions: list[MeetingAction] = field(default_factory=list)

    @property
    def label(self) -> str:
        return MEETING_LABELS[MeetingKind(self.kind)]

    def minutes(self) -> str:
        """The minutes as one text: what a child death review meeting hands on, with nothing typed again."""
        parts = (
            ("What is known", self.known),
            ("What is planned", self.planned),
            ("Risks to brothers, sisters and others", self.risks),
            ("Actions", "\n".join(f"{each.text} ({each.owner})" for each in self.actions)),
        )
        return "\n\n".join(f"{title}\n{text}" for title, text in parts if text)
