"""Who left the room and came back to it, at one meeting."""

from sqlalchemy import select

from services.panel.domain.quorum.movements import Movement
from services.panel.queries.meetings import visible_meeting
from services.panel.queries.relations import cases_of_interest_to
from services.panel.tables.quorum import room_movement
from shared.storage import Transaction


def movements_of(tx: Transaction, meeting_id: str, case_reference: str | None = None) -> list[Movement]:
    """The movements of a meeting, or of one of its cases, earliest first; none of a case that is closed."""
    meeting = visible_meeting(tx, meeting_id)
    seats = {seat.attendee.person_id: seat.name for seat in meeting.seats}
    names = seats | {seat.person_id: seat.name for seat in meeting.seats}
    moved = room_movement.c
    found = select(moved.case_reference, moved.person_id, moved.way, moved.at).where(
        moved.meeting_id == meeting.id, moved.case_reference.not_in(cases_of_interest_to(tx.person.id))
    )
    if case_reference is not None:
        found = found.where(moved.case_reference == case_reference)
    rows = tx.session.execute(found.order_by(moved.at, moved.id))
    return [Movement(case, person, names.get(person, person), way, at) for case, person, way, at in rows]
