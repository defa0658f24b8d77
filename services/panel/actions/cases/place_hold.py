"""A case waits for another process; several holds can be open at once."""

from datetime import date
from uuid import uuid4

from services.panel.domain.cases.holds import Hold, hold_faults
from services.panel.domain.london_days import london_day
from services.panel.queries.rights import case_to_act_on
from shared.errors import Fault, Invalid
from shared.storage import Transaction


def place_hold(
    tx: Transaction, *, case_reference: str, kind: str, reason: str, placed_on: date | None
) -> None:
    """Put a case on hold from a day on. Invalid names every fault."""
    case = case_to_act_on(tx, case_reference, "place_hold")
    faults = hold_faults(kind, reason, placed_on, notified_on=case.notified_on, today=london_day(tx.at))
    if faults or placed_on is None:
        raise Invalid(faults)
    if any(one.open and one.says_the_same(kind, reason, placed_on) for one in case.holds):
        raise Invalid([Fault("kind", "The case is already on hold for this, since that day")])
    hold = Hold(str(uuid4()), kind, reason.strip(), placed_on, placed_by=tx.person.id)
    case.place_hold(hold, by=tx.person.id, at=tx.at)
    tx.audit("place_hold", case=case.reference, subject=hold.id, detail={"kind": kind})
