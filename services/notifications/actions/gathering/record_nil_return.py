"""An agency holds nothing about the child: a complete answer, not a missing one."""

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.receive_reporting_form import publish_received
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.queries.gathering import links_of_request, opened_by_link, request_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def record_nil_return(tx: Transaction, *, request_id: str, reason: str) -> ReportingFormRequest:
    """The office records what an agency told it by telephone or letter. `reason` is needed."""
    check(tx.person, Permission.GATHER_INFORMATION)
    request = request_to_change(tx, request_id)
    _record(tx, request, reason, "office")
    for link in links_of_request(tx, request_id):
        link.withdrawn_at = link.withdrawn_at or tx.at
    return request


def make_nil_return(tx: Transaction, *, key: str, token: str, reason: str) -> ReportingFormRequest:
    """The agency itself says so, through its link."""
    check(tx.person, Permission.ANSWER_REQUEST)
    link, request = opened_by_link(tx, key=key, token=token, lock=True)
    _record(tx, request, reason, "link")
    link.used_at = tx.at
    return request


def _record(tx: Transaction, request: ReportingFormRequest, reason: str, through: str) -> None:
    request.receive_nil_return(reason=reason, on=today(tx))
    publish_received(tx, request, "nil_return")
    detail = {"through": through}
    tx.audit("record_nil_return", case=request.case_reference, subject=request.request_id, detail=detail)
