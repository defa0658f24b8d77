"""What triage shows of questions to the notifier, of documents and of transfers, and their two outcomes."""

from typing import Any

from fastapi import Request

from services.notifications.actions.documents.take_up_text import take_up_waiting_texts
from services.notifications.actions.documents.vault import vault_of
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.intake.return_to_sender import return_to_sender
from services.notifications.actions.intake.transfer_notification import Handover, transfer_notification
from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.intake import questions, transfers
from services.notifications.domain.intake.panels import neighbouring_panels
from services.notifications.domain.intake.questions import NotifierQuestion
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.pages.signed_addresses import links_to
from services.notifications.pages.transfers import STATES
from services.notifications.queries import intake
from services.notifications.queries.documents import documents_of
from shared.web import PostedForm, Tx
from shared.web.site import site_of


def intake_context(request: Request, tx: Tx, notification: ChildDeathNotification) -> dict[str, Any]:
    """For a page about one notification; ``intake_parts.html`` shows it."""
    reference, panels = notification.case_reference, neighbouring_panels()
    waiting = intake.waiting_question(tx, notification)
    return {
        "asked": [(each, _corrected(each)) for each in intake.questions_of(tx, reference)],
        "question_waits": waiting is not None,
        "question_link": _link(request, tx, waiting),
        "versions": intake.earlier_versions(tx, reference) + 1,
        "notifier_email": notification.answers.get("notifier.email"),
        "documents": len([each for each in documents_of(tx, [reference]) if not each.discarded_at]),
        "panels": [(panel.id, panel.name) for panel in panels.panels],
        "transfers": [(each, STATES[each.state(today(tx))]) for each in intake.transfers_of(tx, [reference])],
    }


def return_with_question(request: Request, tx: Tx, posted: PostedForm, reference: str) -> NotifierQuestion:
    """The outcome "something is missing". Raises Invalid."""
    return return_to_sender(
        tx,
        reference=reference,
        question=posted.text("question"),
        email=posted.text("question_email"),
        links=links_to(request, questions.PURPOSE),
    )


def hand_over(request: Request, tx: Tx, posted: PostedForm, reference: str) -> None:
    """The outcome "another panel leads". Raises Invalid."""
    handover = Handover(
        panel=posted.text("transfer_panel"),
        other_panel=posted.text("transfer_to"),
        reason=posted.text("transfer_reason"),
        email=posted.text("transfer_email"),
        receipt=posted.text("receipt"),
    )
    links = links_to(request, transfers.PURPOSE)
    transfer_notification(tx, reference=reference, handover=handover, links=links)


def take_up_documents(request: Request, tx: Tx, reference: str) -> None:
    """What was sent as a file before the notification was accepted waits to be confirmed from now on."""
    settings = site_of(request).settings
    if settings.sealing_keys is not None:
        take_up_waiting_texts(tx, case=reference, vault=vault_of(settings))


def _link(request: Request, tx: Tx, waiting: NotifierQuestion | None) -> str:
    """The address to pass on; "" where none works."""
    if waiting is None or tx.at >= waiting.expires_at:
        return ""
    return links_to(request, questions.PURPOSE).address(waiting.question_id)


def _corrected(question: NotifierQuestion) -> list[str]:
    """What was corrected with an answer, in the words of the form."""
    form = notification_form()
    words = {each.name: each.in_record for each in form.questions()} | {
        group.id: group.title for group in form.groups
    }
    return [words.get(name, name) for name in question.changed]
