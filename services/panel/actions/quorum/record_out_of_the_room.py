"""The office or the chair records who was out of the room for a case."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import insert

from services.panel.domain.cases.case_status import CLOSED
from services.panel.domain.quorum.movements import changes, check_order, time_of_movement
from services.panel.queries.meetings import cases_of, meeting_for_change
from services.panel.queries.room import movements_of
from services.panel.tables.quorum import room_movement
from shared.people import Permission, check
from shared.storage import Transaction


def record_out_of_the_room(
    tx: Transaction,
    *,
    meeting_id: str,
    case_reference: str,
    person_ids: Collection[str],
    and_later: bool = False,
    at: str = "",
) -> datetime | None:
    """Say who of the register was out for this case and, with ``and_later``, for those still to come.

    Whoever left or came back is put down with the time: ``at`` ("10:40", London), or now. Invalid for what
    is no time of the meeting, or before the same person's movement before it. Gives the time that was put
    down, None where nobody moved.
    """
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    when = time_of_movement(at, held_on=meeting.held_on, now=tx.at)
    before = set(meeting.item(case_reference).out_of_the_room)
    decided = [reference for reference, case in cases_of(tx, meeting).items() if case.status in CLOSED]
    for item in meeting.set_out_of_the_room(case_reference, person_ids, and_later=and_later, decided=decided):
        detail = {"people": sorted(item.out_of_the_room)}
        tx.audit("record_out_of_the_room", case=item.case_reference, subject=meeting.id, detail=detail)
    after = set(meeting.item(case_reference).out_of_the_room)
    moved = changes(before, after)
    check_order(movements_of(tx, meeting.id, case_reference), [person for person, _ in moved], when)
    _put_down(tx, meeting.id, case_reference, moved, when)
    return when if moved else None


def _put_down(
    tx: Transaction, meeting_id: str, case_reference: str, moved: Iterable[tuple[str, str]], at: datetime
) -> None:
    row = {"meeting_id": meeting_id, "case_reference": case_reference, "at": at}
    written = {"recorded_by": tx.person.id, "recorded_at": tx.at}
    for person_id, way in moved:
        tx.session.execute(insert(room_movement).values(person_id=person_id, way=way, **row, **written))
