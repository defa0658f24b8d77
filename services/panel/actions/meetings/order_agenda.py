"""The office, or the chair in the meeting, puts the whole agenda in order."""

from collections.abc import Sequence

from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def order_agenda(tx: Transaction, *, meeting_id: str, case_references: Sequence[str]) -> None:
    """Every case of the agenda, in its new order. Refuses AgendaFixed and AgendaHasChanged."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    meeting.put_in_order(case_references)
    tx.audit("order_agenda", subject=meeting.id, detail={"order": list(case_references)})
