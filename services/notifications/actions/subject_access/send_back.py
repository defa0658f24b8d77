"""The second person does not let the answer out yet, and says what is to be looked at again."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.take_step import take_step
from services.notifications.domain.subject_access.request import Stage, check_release, check_sending_back
from services.notifications.queries.subject_access import request_to_change, worked_on
from shared.people import Permission, check
from shared.storage import Transaction


def send_back(tx: Transaction, *, request_id: str, why: str) -> None:
    """Raises NotFound, TransitionRefused, Invalid; NotPermitted for whoever had a hand in it."""
    check(tx.person, Permission.RELEASE_SUBJECT_ACCESS)
    check_release(request_to_change(tx, request_id), worked_on(tx, request_id), by=tx.person.id)
    check_sending_back(why)
    take_step(tx, request_id, Stage.PREPARING, on=today(tx), words=why)
