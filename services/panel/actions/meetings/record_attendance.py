"""The office or the chair writes the attendance register, a line at a time."""

from uuid import uuid4

from services.panel.actions.meetings.tell_of_meeting import tell_of_meeting
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.meeting_refusals import NotOnThePanel
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.register_corrections import corrected
from services.panel.queries.meetings import deputies_on, meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def record_attendance(
    tx: Transaction,
    *,
    meeting_id: str,
    person_id: str,
    mark: Mark,
    deputy_id: str | None = None,
    reason: str = "",
) -> None:
    """Write one line. A named deputy must be one of the member's deputies on the day (NotOnThePanel).

    Once the meeting is closed a line is changed only with a ``reason``, and what it said is kept.
    """
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    known = {one.person_id for one in deputies_on(tx, meeting.held_on).get(person_id, [])}
    if deputy_id and deputy_id not in known:
        raise NotOnThePanel("This person is not a deputy for that seat on the day of the meeting.")
    seat = meeting.seat(person_id)
    was = (seat.mark, seat.deputy_id)
    meeting.record(person_id, mark, deputy_id=deputy_id)
    if meeting.status is MeetingStatus.CLOSED and was != (seat.mark, seat.deputy_id):
        tx.session.add(
            corrected(
                id=str(uuid4()),
                meeting_id=meeting.id,
                person_id=person_id,
                was=was[0],
                became=mark,
                reason=reason,
                by=tx.person.id,
                by_name=tx.person.name,
                at=tx.at,
            )
        )
        tell_of_meeting(tx, meeting)
    detail = {"person": person_id, "mark": mark.value, "deputy": deputy_id}
    tx.audit("record_attendance", subject=meeting.id, detail=detail)
