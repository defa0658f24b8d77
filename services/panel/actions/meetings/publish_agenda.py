"""The office publishes an agenda: from now on those invited see its cases and read their bundles."""

from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def publish_agenda(tx: Transaction, *, meeting_id: str) -> None:
    """Open the agenda to those invited. Refuses MeetingCannotMove."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    meeting.move_to(MeetingStatus.AGENDA_PUBLISHED)
    detail = {"cases": len(meeting.agenda), "invited": len(meeting.seats)}
    tx.audit("publish_agenda", subject=meeting.id, detail=detail)
