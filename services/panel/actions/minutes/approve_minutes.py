"""A later meeting approves the minutes of an earlier one: from then on they read as they did then."""

from sqlalchemy import insert

from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.minutes.minutes import MinutesApproved, MinutesNotReady, check_corrections
from services.panel.domain.nobody_named import said_of
from services.panel.queries.meetings import meeting_for_change, visible_meeting
from services.panel.queries.minutes import (
    MINUTES,
    approved_minutes_of,
    meetings_after,
    minutes_written_now,
)
from services.panel.tables.minutes import approved_minutes
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.case_scope import for_the_record


def approve_minutes(
    tx: Transaction, *, meeting_id: str, at_meeting: str, corrections: str = "", nobody_in: str = ""
) -> None:
    """Record that the meeting ``at_meeting`` approved the minutes, with ``corrections`` it agreed.

    Every case of the agenda is kept, also one closed to who records it; readers are shown theirs. Refuses
    MinutesNotReady, MinutesApproved; Invalid names an unknown meeting and what corrections show.
    ``nobody_in``: the tick that nobody of a case can be known by them.
    """
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    if meeting.status is not MeetingStatus.CLOSED:
        raise MinutesNotReady("Close the meeting first.")
    if approved_minutes_of(tx, meeting.id):
        raise MinutesApproved("What was approved stays as it was.")
    if at_meeting not in {one.id for one in meetings_after(tx, meeting)}:
        raise Invalid([Fault("at_meeting", "Choose the meeting that approved the minutes")])
    with for_the_record(tx) as record:
        whole = visible_meeting(record, meeting.id)
        minutes = minutes_written_now(record, whole, [item.case_reference for item in whole.agenda])
    tx.session.execute(
        insert(approved_minutes).values(
            meeting_id=meeting.id,
            approved_at_meeting=at_meeting,
            approved_at=tx.at,
            approved_by=tx.person.id,
            approved_by_name=tx.person.name,
            corrections=check_corrections(corrections, nobody_in),
            minutes=MINUTES.dump_python(minutes, mode="json"),
        )
    )
    detail = {"at_meeting": at_meeting, **said_of({"corrections": corrections}, nobody_in)}
    tx.audit("approve_minutes", subject=meeting.id, detail=detail)
