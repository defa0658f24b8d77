"""Ask the notifier a question; the notification waits for the answer."""

from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.intake.links_to import LinksTo
from services.notifications.domain.intake.questions import (
    DAYS_TO_ANSWER,
    LONGEST,
    NotifierQuestion,
    new_question,
)
from services.notifications.domain.notification import Status
from services.notifications.queries import intake
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.messages.queue_message import is_address, queue_message
from shared.people import Permission, check
from shared.storage import Transaction
from shared.working_days import add_working_days


def return_to_sender(
    tx: Transaction, *, reference: str, question: str, links: LinksTo, email: str = ""
) -> NotifierQuestion:
    """Set it aside until the notifier has answered; the link is sent where there is an ``email``."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if faults := _faults(question, email):
        raise Invalid(faults)
    notification = queries.notification_to_change(tx, reference)
    if not notification.is_open:  # a merge is taken back to "returned", but never asked about
        raise notification.refusal_of(Status.RETURNED)
    notification.move_to(Status.RETURNED, by=tx.person.name, at=tx.at, reason=question)
    asked = _asked(tx, reference, tidy(question), email.strip(), links)
    tx.audit("return_to_sender", case=reference, subject=asked.question_id, detail={"question": question})
    return asked


def _asked(tx: Transaction, reference: str, text: str, email: str, links: LinksTo) -> NotifierQuestion:
    asked = new_question(
        question_id=uuid4().hex,
        case=reference,
        number=len(intake.questions_of(tx, reference)) + 1,
        text=text,
        email=email,
        due_on=add_working_days(today(tx), DAYS_TO_ANSWER),
        key=links.key,
        by=tx.person.name,
        at=tx.at,
    )
    tx.session.add(asked)
    if email:
        address, about = links.address(asked.question_id), asked.question_id
        queue_message(
            tx, kind="question_to_notifier", to=email, link=address, due_on=asked.due_on, about=about
        )
    return asked


def _faults(question: str, email: str) -> list[Fault]:
    faults = []
    if not question.strip() or len(question) > LONGEST:
        faults.append(Fault("question", f"Write the question, in at most {LONGEST:,} characters"))
    if email.strip() and not is_address(email):
        faults.append(Fault("question_email", "Write one e-mail address, like name@agency.example"))
    return faults
