"""The chair or the office opens the meeting."""

from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def start_meeting(tx: Transaction, *, meeting_id: str) -> None:
    """In session from now on. Refuses MeetingCannotMove."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    meeting.move_to(MeetingStatus.IN_SESSION)
    tx.audit("start_meeting", subject=meeting.id, detail={"cases": len(meeting.agenda)})
