"""The chair or the office opens the meeting."""

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_steps import start
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def start_meeting(tx: Transaction, *, meeting_id: str, although_early: bool = False) -> None:
    """In session from now on. Invalid before its day unless ``although_early``; refuses MeetingCannotMove."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    start(meeting, today=london_day(tx.at), although_early=although_early)
    keep_step(tx, meeting, "started")
    tx.audit("start_meeting", subject=meeting.id, detail={"cases": len(meeting.agenda)})
