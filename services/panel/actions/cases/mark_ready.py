"""The manager decides that a case can go to the panel."""

from services.panel.domain.london_days import london_day
from services.panel.queries.rights import case_to_act_on
from shared.storage import Transaction


def mark_ready(tx: Transaction, *, case_reference: str, without_because: str = "") -> None:
    """Mark ready for panel; ``without_because`` is why it goes without what is missing.

    Refuses CaseNotReady (naming what is missing, and from whom), CaseHeld, CaseCannotMove.
    """
    case = case_to_act_on(tx, case_reference, "mark_ready")
    on = london_day(tx.at)
    missing = case.missing(on)
    case.make_ready(by=tx.person.id, at=tx.at, on=on, without_because=without_because)
    tx.audit("mark_ready", case=case.reference, detail={"without": len(missing)})
