"""Two months more, because the request is complex or one of several; the person has been told why."""

from datetime import date

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.take_step import take_step
from services.notifications.domain.subject_access.request import check_extension
from services.notifications.queries.subject_access import request_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def extend_time(tx: Transaction, *, request_id: str, why: str, told_on: date | None) -> None:
    """Raises NotFound, Conflict, Invalid naming every fault."""
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    asked = request_to_change(tx, request_id)
    check_extension(asked, why, told_on, on=today(tx))
    take_step(tx, request_id, "extended", on=told_on or asked.received_on, words=why)
