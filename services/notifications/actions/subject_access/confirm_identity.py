"""We know that it is they: only now is anything looked for."""

from datetime import date

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.take_step import take_step
from services.notifications.domain.subject_access.request import Stage, check_identity
from services.notifications.queries.subject_access import request_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def confirm_identity(tx: Transaction, *, request_id: str, how: str, came_on: date | None) -> None:
    """``came_on``: the day on which the proof was here. Raises NotFound, TransitionRefused, Invalid."""
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    asked = request_to_change(tx, request_id)
    asked.must_go_to(Stage.PREPARING)
    check_identity(how, came_on, on=today(tx), received_on=asked.received_on)
    take_step(tx, request_id, Stage.PREPARING, on=came_on or asked.received_on, words=how)
