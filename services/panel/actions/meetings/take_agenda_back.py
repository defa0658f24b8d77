"""The office takes a published agenda back: those invited no longer see its cases."""

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def take_agenda_back(tx: Transaction, *, meeting_id: str) -> None:
    """Back to planned. Refuses MeetingCannotMove once the meeting is in session."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    meeting.take_back()
    keep_step(tx, meeting, "taken_back")
    tx.audit("take_agenda_back", subject=meeting.id)
