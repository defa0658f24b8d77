"""Who may chair a meeting in the chair's place, and what has to be said of it."""

from collections.abc import Iterator

from services.panel.domain.cases.steps_by_hand import reason_faults
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from shared.errors import Fault

# An expert comes for a case or two; whoever chairs has to see all of them. The chair stands in for nobody.
NEVER_IN_THE_CHAIRS_PLACE = frozenset({"expert", "chair"})
STILL_TO_BE_CHAIRED = frozenset(
    {MeetingStatus.PLANNED, MeetingStatus.AGENDA_PUBLISHED, MeetingStatus.IN_SESSION}
)


def may_be_named(meeting: PanelMeeting) -> list[tuple[str, str]]:
    """Id and name with the organisation of everybody with a seat who can chair in the chair's place."""
    return [
        (seat.person_id, f"{seat.name} ({seat.organisation})")
        for seat in meeting.seats
        if seat.role not in NEVER_IN_THE_CHAIRS_PLACE
    ]


def acting_chair_faults(meeting: PanelMeeting, person_id: str, because: str) -> Iterator[Fault]:
    """Everything wrong with naming somebody, or ("") nobody any longer, in the order of the form."""
    if person_id and person_id not in dict(may_be_named(meeting)):
        yield Fault("person_id", "Choose somebody with a seat at this meeting, other than the chair")
    if meeting.status not in STILL_TO_BE_CHAIRED:
        yield Fault("person_id", f"The meeting is “{meeting.status_label}”: nobody is named any more")
    yield from reason_faults(because, "Say why: for example, the chair cannot come", "because")
