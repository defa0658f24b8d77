"""What a case waited for is over, or the panel may go ahead without it: one hold is lifted."""

from services.panel.domain.cases.holds import lift_faults
from services.panel.domain.london_days import london_day
from services.panel.queries.rights import case_to_act_on
from shared.errors import Invalid
from shared.storage import Transaction


def lift_hold(
    tx: Transaction, *, case_reference: str, hold_id: str, because: str, although_open: bool = False
) -> None:
    """Lift this hold and no other. Refuses HoldAlreadyLifted, and Invalid naming every fault.

    ``although_open``: said of a hold that the office's record of the process keeps open.
    """
    case = case_to_act_on(tx, case_reference, "lift_hold")
    kept_open = any(hold.id == hold_id and hold.from_the_office for hold in case.open_holds)
    faults = lift_faults(because, kept_open=kept_open, although_open=although_open)
    if faults:
        raise Invalid(faults)
    hold = case.lift_hold(hold_id, on=london_day(tx.at), by=tx.person.id, because=because.strip())
    tx.audit("lift_hold", case=case.reference, subject=hold.id, detail={"kind": hold.kind})
