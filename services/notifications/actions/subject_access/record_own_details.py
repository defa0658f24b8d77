"""How the person who asks is reached is written down: their own details are not taken out of texts."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.take_step import take_step
from services.notifications.domain.subject_access.request import OWN_DETAILS, check_own_details, in_lines
from services.notifications.queries.subject_access import request_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def record_own_details(tx: Transaction, *, request_id: str, details: str) -> None:
    """``details``: one to a line, in place of what was written down before; "" for none.

    Raises NotFound, Conflict once it is proposed, Invalid naming every fault.
    """
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    asked = request_to_change(tx, request_id)
    check_own_details(asked, details)
    take_step(tx, request_id, OWN_DETAILS, on=today(tx), words="\n".join(in_lines(details)))
