"""A hold began or ended: how long a review waited for other processes is told beside how long it took."""

from datetime import date

from services.theming.actions.cases.keep_fact_version import keep_fact_version
from services.theming.queries.versions import newest_version
from services.theming.tables.facts import HOLD
from shared.contracts import HoldRaised, HoldReleased
from shared.storage import Transaction

IN_ERROR = "recorded_in_error"


def record_hold_raised(tx: Transaction, event: HoldRaised) -> None:
    """A hold begins once; one whose end came first has ended already."""
    source = HOLD + event.hold_id
    held = newest_version(tx, case=event.case_reference, source=source) or {}
    if not held.get("placed_on"):
        facts = {
            "hold_kind": event.kind,
            "placed_on": event.placed_on,
            "lifted_on": _not_before(event.placed_on, held.get("lifted_on")),
            "hold_outcome": held.get("hold_outcome"),
        }
        keep_fact_version(tx, case=event.case_reference, source=source, facts=facts)
    tx.audit("record_hold_raised", case=event.case_reference, subject=event.hold_id)


def record_hold_released(tx: Transaction, event: HoldReleased) -> None:
    """The first end stands, unless the hold is said to have been recorded in error."""
    source = HOLD + event.hold_id
    held = newest_version(tx, case=event.case_reference, source=source) or {}
    if not held.get("lifted_on") or event.outcome == IN_ERROR:
        facts = {
            "hold_kind": held.get("hold_kind"),
            "placed_on": held.get("placed_on"),
            "lifted_on": _not_before(held.get("placed_on"), event.lifted_on),
            "hold_outcome": event.outcome,
        }
        keep_fact_version(tx, case=event.case_reference, source=source, facts=facts)
    tx.audit("record_hold_released", case=event.case_reference, subject=event.hold_id)


def _not_before(placed_on: date | None, lifted_on: date | None) -> date | None:
    """A hold is never lifted before it was placed, whatever the dates say."""
    return max(placed_on, lifted_on) if placed_on and lifted_on else lifted_on
