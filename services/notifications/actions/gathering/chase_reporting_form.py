"""The office takes the next step of the chase ladder with an agency that has not answered."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.gathering.requests import ChaseStep
from services.notifications.queries.gathering import request_to_change
from services.notifications.tables.gathering import request_chase
from shared.people import Permission, check
from shared.storage import Transaction


def chase_reporting_form(tx: Transaction, *, request_id: str) -> ChaseStep:
    """Record the step that is due. Raises RequestTransitionRefused where none is."""
    check(tx.person, Permission.GATHER_INFORMATION)
    request = request_to_change(tx, request_id)
    step = request.chase(on=today(tx))
    tx.session.execute(
        request_chase.insert().values(
            request_id=request_id,
            chased_at=tx.at,
            chased_by=tx.person.name,
            became=step.becomes,
            action=step.action,
        )
    )
    detail = {"became": step.becomes.value}
    tx.audit("chase_reporting_form", case=request.case_reference, subject=request_id, detail=detail)
    return step
