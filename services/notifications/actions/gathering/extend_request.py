"""An agency has asked for more time, and the office gives it."""

from datetime import date

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.keep_step import keep_step
from services.notifications.actions.gathering.request_reporting_forms import publish_requested
from services.notifications.actions.gathering.write_to_source import Links, write_to_source
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.queries.gathering import request_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def extend_request(
    tx: Transaction, *, request_id: str, until: date | None, reason: str, key: str, address: str = ""
) -> ReportingFormRequest:
    """A new due date with its reason; the ladder moves with it. Raises Invalid naming every fault."""
    check(tx.person, Permission.GATHER_INFORMATION)
    request = request_to_change(tx, request_id)
    request.extend(until=until, reason=reason, on=today(tx))
    keep_step(tx, request)
    write_to_source(tx, request, kind="more_time", links=Links(key, address))
    publish_requested(tx, request)
    tx.audit("extend_request", case=request.case_reference, subject=request_id)
    return request
