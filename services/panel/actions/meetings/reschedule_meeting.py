"""The office moves a meeting to another day, time or place; its agenda stays, and who knows of it is told."""

from datetime import date

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.actions.meetings.tell_invited import tell_invited
from services.panel.domain.cases.sources import day
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.invitations import MOVED, Inviting
from services.panel.domain.meetings.meeting_plan import move_faults
from services.panel.queries.meetings import meeting_for_change
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def reschedule_meeting(
    tx: Transaction,
    *,
    meeting_id: str,
    held_on: date,
    starts: str,
    place: str,
    inviting: Inviting | None = None,
) -> int:
    """How many people were told. Invalid names every fault; refuses MeetingHasBegun."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    before, stands = meeting.held_on, (meeting.held_on, meeting.starts, meeting.place)
    if faults := move_faults(stands, (held_on, starts, place), today=london_day(tx.at)):
        raise Invalid(faults)
    meeting.reschedule(held_on, starts, place.strip())
    keep_step(tx, meeting, "moved", f"From {day(before)}, {stands[1]}")
    detail = {"from": before.isoformat(), "to": held_on.isoformat(), "sequence": meeting.sequence}
    tx.audit("reschedule_meeting", subject=meeting.id, detail=detail)
    return tell_invited(tx, meeting, kind=MOVED, inviting=inviting)
