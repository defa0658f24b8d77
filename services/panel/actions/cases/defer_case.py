"""The panel puts a case off to a later meeting, and says what it waits for."""

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.steps_by_hand import StepByHand, deferral_faults
from services.panel.queries.cases import case_for_change
from services.panel.queries.relations import relations_to
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def defer_case(tx: Transaction, *, case_reference: str, ground: str, reason: str) -> None:
    """Defer a case that is listed or was discussed. Refuses CaseCannotMove, and Invalid with every fault."""
    check(tx.person, Permission.RECORD_ANALYSIS, relations_to(tx, case_reference))
    if faults := deferral_faults(StepByHand(CaseStatus.DEFERRED, reason, ground)):
        raise Invalid(faults)
    case = case_for_change(tx, case_reference)
    case.move_to(CaseStatus.DEFERRED, by=tx.person.id, at=tx.at, reason=reason.strip(), ground=ground)
    tx.audit("defer_case", case=case.reference, detail={"ground": ground})
