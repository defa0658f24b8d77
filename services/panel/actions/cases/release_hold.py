"""The office tells that a process has ended, or that the panel may go ahead without it."""

from services.panel.actions.cases.raise_hold import release
from services.panel.queries.cases import case_for_change
from services.panel.tables.cases import early_release
from shared.contracts import HoldReleased
from shared.storage import Transaction

BECAUSE = {
    "concluded": "The process has ended",
    "may_proceed": "The panel may go ahead although the process has not ended",
    "recorded_in_error": "The process was recorded in error",
}


def release_hold(tx: Transaction, event: HoldReleased) -> None:
    """Lift this hold and no other. One lifted by hand stays as it is; an unknown one is remembered."""
    case = case_for_change(tx, event.case_reference)
    hold = next((hold for hold in case.holds if hold.id == event.hold_id), None)
    if hold is None:
        row = {"hold_id": event.hold_id, "case_reference": case.reference, "lifted_on": event.lifted_on}
        tx.session.execute(early_release.insert(), row)
    elif hold.open or event.outcome == "recorded_in_error":
        release(hold, event.lifted_on, by=tx.person.id, because=BECAUSE[event.outcome])
    tx.audit("release_hold", case=case.reference, subject=event.hold_id)
