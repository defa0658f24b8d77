"""An agency refuses, or does not know the child: the request ends without a form, and the panel is told."""

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.keep_step import keep_step
from services.notifications.domain.gathering.requests import ReportingFormRequest, RequestStatus
from services.notifications.queries.gathering import links_of_request, request_to_change
from shared.contracts import ReportingFormClosed
from shared.people import Permission, check
from shared.storage import Transaction


def record_refusal(tx: Transaction, *, request_id: str, reason: str) -> ReportingFormRequest:
    """The duty to answer stays (Children Act 2004, section 16N), so the request can still be escalated."""
    return _close(tx, request_id, RequestStatus.REFUSED, reason)


def record_not_known(tx: Transaction, *, request_id: str, reason: str) -> ReportingFormRequest:
    """The child was never known to the agency: an answer, and not the same as a nil return."""
    return _close(tx, request_id, RequestStatus.NOT_KNOWN, reason)


def _close(tx: Transaction, request_id: str, outcome: RequestStatus, reason: str) -> ReportingFormRequest:
    check(tx.person, Permission.GATHER_INFORMATION)
    request = request_to_change(tx, request_id)
    request.close_without(outcome, reason=reason, on=today(tx))
    keep_step(tx, request)
    close_links(tx, request_id)
    publish_closed(tx, request)
    detail = {"became": outcome.value}
    tx.audit("close_request_without_form", case=request.case_reference, subject=request_id, detail=detail)
    return request


def close_links(tx: Transaction, request_id: str) -> None:
    for link in links_of_request(tx, request_id):
        link.withdrawn_at = link.withdrawn_at or tx.at


def publish_closed(tx: Transaction, request: ReportingFormRequest) -> None:
    """Tell the panel that no form comes from this source."""
    tx.publish(
        ReportingFormClosed(
            case_reference=request.case_reference,
            source_id=request.source_id,
            outcome=request.status.value,
            closed_on=today(tx),
        )
    )
