"""A request for a reporting form ended without one: nobody waits for it any longer."""

from services.panel.queries.cases import case_for_change
from shared.contracts import ReportingFormClosed
from shared.storage import Transaction


def record_form_closed(tx: Transaction, event: ReportingFormClosed) -> None:
    """Record why there is no form. A refusal is named among what is missing; nobody is waited for."""
    case = case_for_change(tx, event.case_reference)
    source = case.source(event.source_id, role="", sector="")
    source.outcome, source.received_on = event.outcome, event.closed_on
    tx.audit(
        "record_form_closed",
        case=case.reference,
        subject=source.source_id,
        detail={"outcome": event.outcome},
    )
