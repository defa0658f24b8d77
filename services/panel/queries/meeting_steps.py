"""What has happened to a meeting, for whoever prepares or chairs it."""

from sqlalchemy import select

from services.panel.domain.meetings.meeting_steps import MeetingStep
from services.panel.queries.meetings import visible_meeting
from services.panel.tables.meeting_steps import meeting_step
from shared.people import Permission, check
from shared.storage import Transaction


def steps_of(tx: Transaction, meeting_id: str) -> list[MeetingStep]:
    """Every step of one meeting, earliest first; meetings of long ago may have none recorded."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    taken = meeting_step.c
    found = select(taken.step, taken.taken_at, taken.taken_by_name, taken.because).where(
        taken.meeting_id == visible_meeting(tx, meeting_id).id
    )
    return [MeetingStep(*row) for row in tx.session.execute(found.order_by(taken.id))]
