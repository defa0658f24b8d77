"""The office tells of another process that the panel waits for."""

from datetime import date

from services.panel.domain.cases.holds import OFFICE, Hold
from services.panel.queries.cases import case_for_change
from services.panel.queries.holds import early_release_of
from shared.contracts import HoldRaised
from shared.storage import Transaction

REASON = "Recorded by the office as open"


def raise_hold(tx: Transaction, event: HoldRaised) -> None:
    """Place the hold once; one whose release came first is placed as released."""
    case = case_for_change(tx, event.case_reference)
    if any(hold.id == event.hold_id for hold in case.holds):
        return
    hold = Hold(event.hold_id, event.kind, REASON, event.placed_on, tx.person.id)
    hold.origin, hold.blocks = OFFICE, event.blocks
    released_on = early_release_of(tx, event.hold_id)
    if released_on:
        release(hold, released_on, by=tx.person.id)
    case.take_hold(hold, by=tx.person.id, at=tx.at)
    tx.audit("raise_hold", case=case.reference, subject=hold.id, detail={"kind": hold.kind})


def release(hold: Hold, on: date, *, by: str, because: str = "The process has ended") -> None:
    """A hold is never lifted before it was placed, whatever the dates say."""
    hold.lifted_on, hold.lifted_by, hold.lifted_because = max(on, hold.placed_on), by, because
