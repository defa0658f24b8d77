"""The manager proposes the answer as it stands: nothing in it changes until somebody else has looked."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.take_step import take_step
from services.notifications.domain.subject_access.answer import Answer, answer_to
from services.notifications.domain.subject_access.request import Stage, SubjectAccessRequest
from services.notifications.queries.subject_access import (
    cases_of,
    items_judged,
    must_see_all,
    request_to_change,
)
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction


class AnswerChanged(Conflict):
    title = "The answer has changed since you looked at it"

    def __init__(self) -> None:
        super().__init__("Nothing has been done. Look at the answer as it now is.")


def drafted(tx: Transaction, asked: SubjectAccessRequest, panel_name: str) -> Answer:
    """What would go out now: the dry run."""
    return answer_to(asked, items_judged(tx, asked), panel_name=panel_name)


def propose_answer(tx: Transaction, *, request_id: str, seen: str, panel_name: str) -> None:
    """``seen``: digest of the draft that was looked at.

    Raises NotFound, NotAllOpen, AnswerChanged, Conflict.
    """
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    asked = request_to_change(tx, request_id)
    asked.must_go_to(Stage.WAITING)
    must_see_all(tx, request_id)
    if not cases_of(tx, request_id):
        raise Conflict("No case has been looked through yet.")
    if drafted(tx, asked, panel_name).digest != seen:
        raise AnswerChanged()
    take_step(tx, request_id, Stage.WAITING, on=today(tx), words="", digest=seen)
