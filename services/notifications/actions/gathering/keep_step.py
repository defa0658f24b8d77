"""Every step of a request that needs a reason is written down beside it."""

from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.tables.gathering import request_step
from shared.storage import Transaction


def keep_step(tx: Transaction, request: ReportingFormRequest) -> None:
    """The status it has just taken, the reason and the day it is due now."""
    tx.session.execute(
        request_step.insert().values(
            request_id=request.request_id,
            taken_at=tx.at,
            taken_by=tx.person.name,
            became=request.status,
            reason=request.reason,
            due_on=request.due_on,
        )
    )
