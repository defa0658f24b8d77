"""The office or the chair records who was out of the room for a case."""

from collections.abc import Collection

from services.panel.domain.cases.case_status import CLOSED
from services.panel.queries.meetings import cases_of, meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def record_out_of_the_room(
    tx: Transaction,
    *,
    meeting_id: str,
    case_reference: str,
    person_ids: Collection[str],
    and_later: bool = False,
) -> None:
    """Say who of the register was out for this case and, with ``and_later``, for those still to come."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    decided = [reference for reference, case in cases_of(tx, meeting).items() if case.status in CLOSED]
    for item in meeting.set_out_of_the_room(case_reference, person_ids, and_later=and_later, decided=decided):
        detail = {"people": sorted(item.out_of_the_room)}
        tx.audit("record_out_of_the_room", case=item.case_reference, subject=meeting.id, detail=detail)
