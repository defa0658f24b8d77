"""The panel discussed a case without signing it off, for want of a quorum or of an answer."""

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.queries.cases import case_for_change
from services.panel.queries.relations import relations_to
from shared.people import Permission, check
from shared.storage import Transaction


def record_discussion(tx: Transaction, *, case_reference: str, reason: str) -> None:
    """Mark a listed case as discussed; what was concluded stays provisional until a chair completes it."""
    check(tx.person, Permission.COMPLETE_REVIEW, relations_to(tx, case_reference))
    case = case_for_change(tx, case_reference)
    case.move_to(CaseStatus.REVIEWED, by=tx.person.id, at=tx.at, reason=reason.strip())
    tx.audit("record_discussion", case=case.reference)
