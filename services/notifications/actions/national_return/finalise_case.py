"""A case is finalised in the national database; with that it is closed for the office."""

from datetime import date

from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.national_return.take_return_step import take_return_step
from services.notifications.domain.national_return.finalising import (
    FinalisingBlocked,
    ReturnState,
    blocks_of,
    check_step,
    refuse_return_step,
)
from services.notifications.queries.national_return import standings_of
from services.notifications.queries.notifications import notification_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def finalise_case(tx: Transaction, *, case: str, on: date | None, receipt: str) -> None:
    """Raises FinalisingBlocked naming everything that is in the way."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    notification = notification_to_change(tx, case)
    day = check_step(on=on, today=today(tx), receipt=receipt)
    standing = standings_of(tx, [notification])[case]
    blocks = blocks_of(standing)
    if blocks:
        raise FinalisingBlocked(blocks)
    refuse_return_step(standing.state, ReturnState.FINALISED)
    record_milestone(tx, case=case, kind="national_database_finalised", on=day, source="national_return")
    take_return_step(tx, case=case, became=ReturnState.FINALISED, on=day, receipt=receipt)
