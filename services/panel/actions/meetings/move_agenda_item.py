"""The office, or the chair in the meeting, changes the order of an agenda."""

from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def move_agenda_item(tx: Transaction, *, meeting_id: str, case_reference: str, places: int) -> None:
    """Move an item by ``places`` (-1 is up, 1 is down). Refuses AgendaFixed and NotOnTheAgenda."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    meeting.move_item(case_reference, places=places)
    detail = {"position": meeting.item(case_reference).position}
    tx.audit("move_agenda_item", case=case_reference, subject=meeting.id, detail=detail)
