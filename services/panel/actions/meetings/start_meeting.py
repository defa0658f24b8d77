"""The chair or the office opens the meeting; the day on which it takes place is kept with it."""

from datetime import date

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_steps import held_on_another_day, start
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def start_meeting(
    tx: Transaction, *, meeting_id: str, although_early: bool = False, held_on: date | None = None
) -> None:
    """In session from now on. Refuses MeetingCannotMove.

    Invalid before its day unless ``although_early``, and after its day unless ``held_on`` says which it was.
    """
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    start(meeting, today=london_day(tx.at), although_early=although_early, held_on=held_on)
    keep_step(tx, meeting, "started", held_on_another_day(meeting))
    detail = {"cases": len(meeting.agenda), "held_on": meeting.held_on.isoformat()}
    tx.audit("start_meeting", subject=meeting.id, detail=detail)
