"""The panel puts a case off to a later meeting, and says what it waits for."""

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.steps_by_hand import StepByHand, deferral_faults
from services.panel.domain.nobody_named import naming_faults, said_of
from services.panel.queries.rights import case_to_act_on
from shared.errors import Invalid
from shared.storage import Transaction


def defer_case(
    tx: Transaction, *, case_reference: str, ground: str, reason: str, nobody_in: str = ""
) -> None:
    """Defer a case that is listed or was discussed. Refuses CaseCannotMove, and Invalid with every fault.

    ``nobody_in``: the tick that the reason names nobody.
    """
    case, typed = case_to_act_on(tx, case_reference, "defer_case"), {"reason": reason}
    faults = deferral_faults(StepByHand(CaseStatus.DEFERRED, reason, ground))
    if faults := [*faults, *naming_faults(typed, nobody_in)]:
        raise Invalid(faults)
    case.move_to(CaseStatus.DEFERRED, by=tx.person.id, at=tx.at, reason=reason.strip(), ground=ground)
    tx.audit("defer_case", case=case.reference, detail={"ground": ground, **said_of(typed, nobody_in)})
