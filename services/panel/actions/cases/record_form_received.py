"""A source answered: a return, or a nil return."""

from services.panel.queries.cases import case_for_change
from shared.contracts import ReportingFormReceived
from shared.storage import Transaction


def record_form_received(tx: Transaction, event: ReportingFormReceived) -> None:
    """Record the answer; a nil return counts as complete."""
    case = case_for_change(tx, event.case_reference)
    source = case.source(event.source_id, role="", sector="")
    source.outcome, source.received_on = event.outcome, event.received_on
    tx.audit(
        "record_form_received",
        case=case.reference,
        subject=source.source_id,
        detail={"outcome": event.outcome},
    )
