"""Documents from people without an account: with a receipt, an answer, or a request for a reporting form."""

from fastapi import Request, Response

from services.notifications.domain.documents.origin import Origin
from services.notifications.domain.material.deidentify import deidentified
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.pages.document_files import SendingPage
from services.notifications.pages.receipts import notification_of_token
from services.notifications.pages.respond import RESPONDER
from services.notifications.pages.signed_addresses import NOTIFIER, key_of
from services.notifications.queries.documents import documents_of_notifier, documents_of_request
from services.notifications.queries.gathering import opened_by_link
from services.notifications.queries.intake import opened_question
from shared.web import HtmlRouter, PostedToShowAgain, Tx, url_for

router = HtmlRouter()


@router.get("/notify/received/{token}/documents", name="receipt_documents")
def of_receipt(request: Request, tx: Tx, token: str) -> Response:
    return _of_receipt(request, tx, token).show(request)


@router.post("/notify/received/{token}/documents", name="send_receipt_documents")
def sent_with_receipt(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    return _of_receipt(request, tx, token).take(request, tx, posted)


@router.get("/notify/questions/{token}/documents", name="question_documents")
def of_question(request: Request, tx: Tx, token: str) -> Response:
    return _of_question(request, tx, token).show(request)


@router.post("/notify/questions/{token}/documents", name="send_question_documents")
def sent_with_answer(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    return _of_question(request, tx, token).take(request, tx, posted)


@router.get("/respond/{token}/documents", name="respond_documents")
def of_request(request: Request, tx: Tx, token: str) -> Response:
    return _of_request(request, tx, token).show(request)


@router.post("/respond/{token}/documents", name="send_respond_documents")
def sent_with_form(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    return _of_request(request, tx, token).take(request, tx, posted)


def _of_receipt(request: Request, tx: Tx, token: str) -> SendingPage:
    tx.person = NOTIFIER
    notification = notification_of_token(request, tx, token)
    back = url_for(request, "receipt", token=token)
    return _from_notifier(tx, notification, "receipt", token, back, "Your receipt")


def _of_question(request: Request, tx: Tx, token: str) -> SendingPage:
    tx.person = NOTIFIER
    _, notification = opened_question(tx, key=key_of(request), token=token)
    back = url_for(request, "notifier_question", token=token)
    return _from_notifier(tx, notification, "question", token, back, "The office's question")


def _from_notifier(
    tx: Tx, notification: ChildDeathNotification, through: str, token: str, back: str, back_to: str
) -> SendingPage:
    case = notification.case_reference
    origin = Origin(case=case, through=through, role=deidentified(notification.answers).notifier_role)
    sent = documents_of_notifier(tx, case)
    return SendingPage(f"{through}_documents", token, origin, lambda: sent, back, back_to)


def _of_request(request: Request, tx: Tx, token: str) -> SendingPage:
    tx.person = RESPONDER
    _, asked = opened_by_link(tx, key=key_of(request), token=token)
    origin = Origin(
        case=asked.case_reference,
        through="respond",
        role=asked.role,
        source_id=asked.source_id,
        request_id=asked.request_id,
    )
    sent = documents_of_request(tx, asked.request_id)
    back = url_for(request, "respond", token=token)
    return SendingPage("respond_documents", token, origin, lambda: sent, back, "The reporting form")
