"""A notifier answers the office's question: the notification waits in the inbox again."""

from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.intake.questions import LONGEST, NotifierQuestion
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.queries import intake
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def answer_question(tx: Transaction, *, key: str, token: str, answer: str) -> NotifierQuestion:
    """Through the link, which works once. Raises LinkNotValid, or Invalid where nothing is answered."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    question, notification = intake.opened_question(tx, key=key, token=token, lock=True)
    return _answered(tx, question, notification, answer, "link")


def record_answer(tx: Transaction, *, reference: str, answer: str) -> NotifierQuestion:
    """The office writes down what the notifier said on the telephone. Raises Invalid."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification = queries.notification_to_change(tx, reference)
    question = intake.waiting_question(tx, notification)
    if question is None:
        raise Invalid([Fault("answer", "No question waits for an answer")])
    return _answered(tx, question, notification, answer, "office")


def _answered(
    tx: Transaction, question: NotifierQuestion, about: ChildDeathNotification, answer: str, through: str
) -> NotifierQuestion:
    if not answer.strip() or len(answer) > LONGEST:
        raise Invalid([Fault("answer", f"Write the answer, in at most {LONGEST:,} characters")])
    question.take_answer(tidy(answer), changed=question.changed, at=tx.at)
    reason = f"Question {question.number} was answered."
    about.move_to(Status.RECEIVED, by=tx.person.name, at=tx.at, reason=reason)
    detail = {"through": through, "changed": question.changed}
    tx.audit("answer_question", case=about.case_reference, subject=question.question_id, detail=detail)
    return question
