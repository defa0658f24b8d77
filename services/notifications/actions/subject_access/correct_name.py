"""The name of who asks was logged wrongly: it is corrected with a reason, and the old one stays on record."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.take_step import take_step
from services.notifications.domain.subject_access.request import NAMED, check_correction
from services.notifications.queries.subject_access import request_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def correct_name(tx: Transaction, *, request_id: str, name: str, why: str, against: str) -> None:
    """``against``: digest of the name that stood, as it was looked at.

    Raises NotFound, NamedMeanwhile, Conflict once it is proposed, Invalid naming every fault.
    """
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    asked = request_to_change(tx, request_id)
    written = " ".join(name.split())
    check_correction(asked, written, why, against=against)
    take_step(tx, request_id, NAMED, on=today(tx), words=why, person_name=written)
