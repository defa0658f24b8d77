"""The notifier's side of a returned notification: read the question, correct the answers, answer."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.intake.answer_question import answer_question
from services.notifications.actions.intake.correct_answers import correct_answers
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.gathering.refusals import LinkNotValid
from services.notifications.domain.intake.corrections import FIRST_TOLD, corrected
from services.notifications.pages.document_files import offered
from services.notifications.pages.notify import form_page
from services.notifications.pages.posted_notification import given_from, values_of
from services.notifications.pages.signed_addresses import NOTIFIER, key_of
from services.notifications.queries.documents import documents_of_notifier
from services.notifications.queries.intake import opened_question
from shared.errors import Invalid
from shared.web import HtmlRouter, PostedToShowAgain, Tx, page, redirect, url_for
from shared.web.site import site_of

router = HtmlRouter()
_WHY = "Correct what you sent"


@router.get("/notify/questions/{token}", name="notifier_question")
def question(request: Request, tx: Tx, token: str) -> Response:
    return _question_page(request, tx, token)


@router.post("/notify/questions/{token}", name="answer_question")
def answer(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    tx.person = NOTIFIER
    if posted.expired:
        return _question_page(request, tx, token, posted.texts(), expired=True)
    try:
        answer_question(tx, key=key_of(request), token=token, answer=posted.text("answer"))
    except Invalid as invalid:
        return _question_page(request, tx, token, posted.texts(), faults=invalid.faults)
    return redirect(request, "question_answered")


@router.get("/notify/answered", name="question_answered")
def answered(request: Request) -> Response:
    """It says nothing of any notification: there is nothing more to see."""
    return page(request, "question_answered.html")


@router.get("/notify/questions/{token}/corrections", name="corrections")
def corrections(request: Request, tx: Tx, token: str) -> Response:
    tx.person = NOTIFIER
    _, notification = opened_question(tx, key=key_of(request), token=token)
    tx.audit("view_own_notification", case=notification.case_reference, reading=True)
    return _form(request, token, values_of(notification.answers))


@router.post("/notify/questions/{token}/corrections", name="send_corrections")
def correct(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    """A new version of the answers; the question still waits for its answer."""
    tx.person = NOTIFIER
    _, notification = opened_question(tx, key=key_of(request), token=token, lock=True)
    if posted.expired:
        return _form(request, token, posted, expired=True)
    old = notification.answers
    given = {**given_from(posted, old), FIRST_TOLD: old.get(FIRST_TOLD)}
    try:
        new = read_form(given, now=tx.at, demonstration=site_of(request).settings.demo)
    except Invalid as invalid:
        return _form(request, token, posted, faults=invalid.faults)
    correct_answers(tx, key=key_of(request), token=token, answers=corrected(old, new))
    said = "Your corrections are kept. Now answer the question, so that the office sees them."
    return redirect(request, "notifier_question", flash=said, token=token)


def _form(request: Request, token: str, values: Any, **shown: Any) -> Response:
    send_to = url_for(request, "send_corrections", token=token)
    return form_page(request, values, send_to=send_to, heading=_WHY, correcting=True, **shown)


def _question_page(
    request: Request, tx: Tx, token: str, values: Any = None, faults: Any = (), expired: bool = False
) -> Response:
    tx.person = NOTIFIER
    try:
        asked, notification = opened_question(tx, key=key_of(request), token=token)
    except LinkNotValid as refused:
        return page(request, "link_spent.html", status_code=404, title=refused.title, why=refused.detail)
    tx.audit("view_question", case=notification.case_reference, subject=asked.question_id, reading=True)
    return page(
        request,
        "notifier_question.html",
        status_code=422 if faults or expired else 200,
        asked=asked,
        token=token,
        corrected=bool(asked.changed),
        documents=len(documents_of_notifier(tx, notification.case_reference)),
        values=values or {},
        faults=faults,
        expired=expired,
        **offered(request),
    )
