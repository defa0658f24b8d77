"""The office takes a request back: the wrong person was named, or another form covers it."""

from services.notifications.actions.gathering.close_without_form import close_links, publish_closed
from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.keep_step import keep_step
from services.notifications.domain.gathering.requests import ReportingFormRequest, RequestStatus
from services.notifications.domain.refusals import ReasonMissing
from services.notifications.queries.gathering import request_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def cancel_reporting_form_request(tx: Transaction, *, request_id: str, reason: str) -> ReportingFormRequest:
    """Close the request and its links. The source counts as not asked again."""
    check(tx.person, Permission.GATHER_INFORMATION)
    if not reason.strip():
        raise ReasonMissing()
    request = request_to_change(tx, request_id)
    request.move_to(RequestStatus.CANCELLED, on=today(tx))
    request.reason = reason.strip()
    keep_step(tx, request)
    close_links(tx, request_id)
    publish_closed(tx, request)
    tx.audit("cancel_reporting_form_request", case=request.case_reference, subject=request_id)
    return request
