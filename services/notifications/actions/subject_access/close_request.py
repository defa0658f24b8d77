"""A request ends without an answer: withdrawn, or nobody could confirm who asks."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.take_step import take_step
from services.notifications.domain.subject_access.request import CLOSED_BECAUSE, Stage, check_closing
from services.notifications.queries.subject_access import must_see_all, request_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def close_request(tx: Transaction, *, request_id: str, because: str, words: str) -> None:
    """Not by who sees a half of it, and could take it for a mistake.

    Raises NotFound, TransitionRefused, NotAllOpen, Invalid naming every fault.
    """
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    request_to_change(tx, request_id).must_go_to(Stage.CLOSED)
    check_closing(because, words)
    must_see_all(tx, request_id)
    said = f"{CLOSED_BECAUSE[because]}. {words.strip()}"
    take_step(tx, request_id, Stage.CLOSED, on=today(tx), words=said)
