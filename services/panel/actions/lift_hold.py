"""What a case waited for is over, or the panel may go ahead without it: one hold is lifted."""

from services.panel.domain.london_days import london_day
from services.panel.queries.cases import case_for_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def lift_hold(tx: Transaction, *, case_reference: str, hold_id: str, because: str) -> None:
    """Lift this hold and no other. Refuses HoldAlreadyLifted, and Invalid without a reason."""
    check(tx.person, Permission.HOLD_CASE)
    if not because.strip():
        raise Invalid([Fault("because", "Say why the hold is lifted")])
    case = case_for_change(tx, case_reference)
    hold = case.lift_hold(hold_id, on=london_day(tx.at), by=tx.person.id, because=because.strip())
    tx.audit("lift_hold", case=case.reference, subject=hold.id, detail={"kind": hold.kind})
