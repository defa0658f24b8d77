"""A reporting form was asked of a source: the case is being gathered for."""

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.queries.cases import case_for_change
from shared.contracts import ReportingFormRequested
from shared.storage import Transaction


def record_form_request(tx: Transaction, event: ReportingFormRequested) -> None:
    """Record who was asked and by when they should answer; asked anew, an earlier answer no longer counts."""
    case = case_for_change(tx, event.case_reference)
    source = case.source(event.source_id, event.role, event.sector)
    source.requested_on, source.due_on = event.requested_on, event.due_on
    source.outcome, source.received_on = None, None
    if case.status is CaseStatus.NOTIFIED:
        case.move_to(CaseStatus.GATHERING, by=tx.person.id, at=tx.at, reason="First reporting form requested")
    tx.audit("record_form_request", case=case.reference, subject=source.source_id)
