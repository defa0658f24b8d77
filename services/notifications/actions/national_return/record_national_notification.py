"""The national database has been notified of a case."""

from datetime import date, datetime

from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.national_return.take_return_step import take_return_step
from services.notifications.domain.national_return.finalising import (
    ReturnState,
    check_step,
    refuse_return_step,
)
from services.notifications.queries.national_return import states_of
from services.notifications.queries.notifications import notification_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def record_national_notification(
    tx: Transaction, *, case: str, on: date | None, receipt: str, at: datetime | None = None
) -> None:
    """``receipt``: what the database answered; ``at`` (UTC): when, where known. It ends a clock."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    notification_to_change(tx, case)
    day = check_step(on=on, today=today(tx), receipt=receipt)
    refuse_return_step(states_of(tx, [case])[case][0], ReturnState.NOTIFIED)
    kind, source = "national_database_notified", "national_return"
    record_milestone(tx, case=case, kind=kind, on=day, source=source, at=at)
    take_return_step(tx, case=case, became=ReturnState.NOTIFIED, on=day, receipt=receipt)
