"""How the person who asks is reached is written down: their own details are not taken out of texts."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.take_step import take_step
from services.notifications.domain.subject_access.request import OWN_DETAILS, check_own_details, in_lines
from services.notifications.queries.subject_access import must_see_all, request_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def record_own_details(tx: Transaction, *, request_id: str, details: str, against: str) -> None:
    """``details``: one to a line, in place of what was written down before; "" for none. ``against``: digest
    of that, as it was looked at. Not by who does not see what stands, and would put theirs in its place.

    Raises NotFound, NotAllOpen, OwnDetailsMeanwhile, Conflict once it is proposed, Invalid naming every
    fault.
    """
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    asked = request_to_change(tx, request_id)
    must_see_all(tx, request_id)
    check_own_details(asked, details, against=against)
    take_step(tx, request_id, OWN_DETAILS, on=today(tx), words="\n".join(in_lines(details)))
