"""The manager takes a case back to gathering, or out of review, for a stated reason."""

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.queries.cases import case_for_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

BY_HAND = (CaseStatus.GATHERING, CaseStatus.OUT_OF_SCOPE, CaseStatus.TRANSFERRED, CaseStatus.DUPLICATE)


def move_case(tx: Transaction, *, case_reference: str, status: CaseStatus, reason: str) -> None:
    """Move a case to one of BY_HAND. Refuses CaseCannotMove, and Invalid without a reason."""
    check(tx.person, Permission.PREPARE_MEETING)
    wrong_step = [] if status in BY_HAND else [Fault("status", "Choose a step from the list")]
    no_reason = [] if reason.strip() else [Fault("reason", "Give the reason for this step")]
    if wrong_step or no_reason:
        raise Invalid([*wrong_step, *no_reason])
    case = case_for_change(tx, case_reference)
    case.move_to(status, by=tx.person.id, at=tx.at, reason=reason.strip())
    tx.audit("move_case", case=case.reference, detail={"to": status.value})
