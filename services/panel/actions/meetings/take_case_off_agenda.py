"""The office takes a case off an agenda; it waits for another meeting."""

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.queries.cases import case_for_change
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def take_case_off_agenda(tx: Transaction, *, meeting_id: str, case_reference: str, reason: str = "") -> None:
    """Take the case off. If it was listed it is ready for panel again; otherwise it stays where it stands."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting, case = meeting_for_change(tx, meeting_id), case_for_change(tx, case_reference)
    meeting.take_off(case_reference)
    if case.status is CaseStatus.LISTED:
        case.move_to(CaseStatus.READY_FOR_PANEL, by=tx.person.id, at=tx.at, reason=reason.strip())
    tx.audit("take_case_off_agenda", case=case.reference, subject=meeting.id)
