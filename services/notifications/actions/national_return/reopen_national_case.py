"""A finalised case is opened again in the national database: it is open for the office too."""

from services.notifications.actions.clocks.withdraw_milestone import withdraw_milestone
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.national_return.take_return_step import take_return_step
from services.notifications.domain.national_return.finalising import ReturnState
from services.notifications.queries.notifications import notification_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def reopen_national_case(tx: Transaction, *, case: str, reason: str) -> None:
    """``reason`` is needed and kept; what was finalised before stays in the steps."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    if not reason.strip():
        raise Invalid([Fault("reopen_reason", "Write why the case is opened again")])
    notification_to_change(tx, case)
    take_return_step(tx, case=case, became=ReturnState.REOPENED, on=today(tx), reason=reason)
    withdraw_milestone(tx, case=case, kind="national_database_finalised", because=reason)
