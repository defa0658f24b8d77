"""The office takes the next step of the chase ladder with an agency that has not answered."""

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.request_reporting_forms import publish_requested
from services.notifications.actions.gathering.write_to_source import Links, write_to_source
from services.notifications.domain.gathering.refusals import ChasingIsPaused
from services.notifications.domain.gathering.requests import ChaseStep, ReportingFormRequest, RequestStatus
from services.notifications.queries.agencies import open_pauses
from services.notifications.queries.gathering import request_to_change
from services.notifications.tables.gathering import request_chase
from shared.people import Permission, check
from shared.storage import Transaction


def chase_reporting_form(tx: Transaction, *, request_id: str, key: str = "", address: str = "") -> ChaseStep:
    """Record the step that is due and, with `address`, write to whom it concerns.

    Raises RequestTransitionRefused where none is due, ChasingIsPaused while nobody is to be chased.
    """
    check(tx.person, Permission.GATHER_INFORMATION)
    request = _to_chase(tx, request_id)
    step = request.chase(on=today(tx))
    _keep(tx, request, step, Links(key, address))
    return step


def escalate_request(tx: Transaction, *, request_id: str, key: str, address: str = "") -> ChaseStep:
    """To the agency's lead at once, before the ladder would, or after a refusal."""
    check(tx.person, Permission.GATHER_INFORMATION)
    request = _to_chase(tx, request_id)
    refused = request.status is RequestStatus.REFUSED
    step = request.escalate(on=today(tx))
    _keep(tx, request, step, Links(key, address))
    if refused:
        publish_requested(tx, request)
    return step


def _to_chase(tx: Transaction, request_id: str) -> ReportingFormRequest:
    request = request_to_change(tx, request_id)
    pause = open_pauses(tx, [request.case_reference]).get(request.case_reference)
    if pause:
        raise ChasingIsPaused(pause["reason"])
    return request


def _keep(tx: Transaction, request: ReportingFormRequest, step: ChaseStep, links: Links) -> None:
    sent = write_to_source(tx, request, kind=step.message, links=links, to_lead=step.to_lead)
    tx.session.execute(
        request_chase.insert().values(
            request_id=request.request_id,
            chased_at=tx.at,
            chased_by=tx.person.name,
            became=step.becomes,
            action=step.action,
        )
    )
    detail = {"became": step.becomes.value, "message": sent}
    tx.audit("chase_reporting_form", case=request.case_reference, subject=request.request_id, detail=detail)
