"""The manager takes a case back to gathering, or out of review, for a stated reason."""

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.steps_by_hand import (
    BY_HAND,
    NO_REASON,
    StepByHand,
    reason_faults,
    step_faults,
)
from services.panel.domain.rights import OF_STEPS
from services.panel.queries.cases import case_named
from services.panel.queries.rights import case_to_act_on
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def move_case(
    tx: Transaction,
    *,
    case_reference: str,
    status: CaseStatus,
    reason: str,
    ground: str = "",
    concerns: str = "",
) -> None:
    """Move a case to one of BY_HAND. Refuses CaseCannotMove, and Invalid naming every fault.

    ``ground``: the rule by which it is out of scope. ``concerns``: the panel that takes it over, or the case
    that it duplicates.
    """
    check(tx.person, Permission.PREPARE_MEETING)
    if status not in BY_HAND:
        raise Invalid([Fault("status", "Choose a step from the list"), *reason_faults(reason, NO_REASON)])
    step = StepByHand(status, reason, ground, concerns.strip())
    other = case_named(tx, step.concerns) if status is CaseStatus.DUPLICATE else None
    this = case_named(tx, case_reference)
    if faults := step_faults(step, reference=case_reference, this=this, other=other):
        raise Invalid(faults)
    case = case_to_act_on(tx, case_reference, OF_STEPS[status])
    said = {"reason": reason.strip(), "ground": ground, "concerns": step.concerns}
    case.move_to(status, by=tx.person.id, at=tx.at, **said)
    tx.audit("move_case", case=case.reference, detail={"to": status.value, "ground": ground})
