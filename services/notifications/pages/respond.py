"""The form that an agency fills in through its own link, without an account. It sees its own request
and no more.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.gathering.record_nil_return import make_nil_return
from services.notifications.actions.gathering.save_reporting_form_draft import save_reporting_form_draft
from services.notifications.domain.forms.reporting_form import REPORTING_FORM, WITHOUT_ANSWER
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.domain.identity.nhs_numbers import formatted
from services.notifications.pages.gathering import key_of
from services.notifications.queries import gathering as gathered
from shared.errors import Fault, Invalid
from shared.people import Person, Role
from shared.reference_lists import ROLES
from shared.storage import Transaction
from shared.web import HtmlRouter, PostedForm, PostedToShowAgain, Tx, page, redirect

html = HtmlRouter()
RESPONDER = Person("agency-responder", "Agency responder with a link", frozenset({Role.AGENCY_RESPONDER}))


@html.get("/respond/{token}", name="respond")
def respond(request: Request, tx: Tx, token: str) -> Response:
    asked = _opened(request, tx, token)
    draft, saved_at = gathered.draft_of(tx, asked.request_id)
    return _form(request, tx, token, asked, draft, saved_at=saved_at)


@html.post("/respond/{token}", name="send_response")
def send(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    """Save what is written so far, or send the form. A form with faults is shown again as it was typed."""
    asked, given = _opened(request, tx, token), posted.texts()
    if posted.expired:
        return _form(request, tx, token, asked, given, expired=True)
    if posted.text("do") == "save":
        save_reporting_form_draft(tx, key=key_of(request), token=token, given=_answers(given))
        said = "Saved. Come back with the same link to go on."
        return redirect(request, "respond", flash=said, token=token)
    try:
        receive_reporting_form(tx, key=key_of(request), token=token, given=given)
    except Invalid as invalid:
        return _form(request, tx, token, asked, given, faults=invalid.faults)
    return redirect(request, "response_receipt", token=token)


@html.post("/respond/{token}/nothing-held", name="nothing_held")
def nothing_held(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    asked = _opened(request, tx, token)
    if posted.expired:
        return _form(request, tx, token, asked, _with_draft(tx, asked, posted), expired=True)
    try:
        make_nil_return(tx, key=key_of(request), token=token, reason=posted.text("nil_reason"))
    except Invalid as invalid:
        faults = [Fault("nil_reason", fault.message) for fault in invalid.faults]
        return _form(request, tx, token, asked, _with_draft(tx, asked, posted), faults=faults)
    return redirect(request, "response_receipt", token=token)


@html.get("/respond/{token}/receipt", name="response_receipt")
def receipt(request: Request, tx: Tx, token: str) -> Response:
    """What was received and when. It names no child."""
    link = gathered.used_link(tx, key=key_of(request), token=token)
    return page(
        request, "response_receipt.html", receipt=link.request_id[:8].upper(), received_at=link.used_at
    )


def _opened(request: Request, tx: Transaction, token: str) -> ReportingFormRequest:
    """The one request this link opens. From here on it is the responder who acts, whoever is signed in."""
    tx.person = RESPONDER
    _, asked = gathered.opened_by_link(tx, key=key_of(request), token=token)
    return asked


def _with_draft(tx: Transaction, asked: ReportingFormRequest, posted: PostedForm) -> dict[str, str]:
    """What is shown again after the small form: the draft of the large one stays in its fields."""
    return {**gathered.draft_of(tx, asked.request_id)[0], **posted.texts()}


def _form(
    request: Request,
    tx: Transaction,
    token: str,
    asked: ReportingFormRequest,
    values: Mapping[str, str],
    **shown: Any,
) -> Response:
    answers = gathered.notification_of_request(tx, asked.case_reference).answers
    tx.audit("view_own_request", case=asked.case_reference, subject=asked.request_id, reading=True)
    return page(
        request,
        "respond.html",
        status_code=422 if shown.get("faults") or shown.get("expired") else 200,
        token=token,
        asked=asked,
        role=ROLES.label(asked.role),
        child={
            "Name": answers.child_name,
            "Date of birth": answers.born_on,
            "NHS number": formatted(answers.get("child.nhs_number")) or "Not known",
        },
        form=REPORTING_FORM,
        without=WITHOUT_ANSWER,
        values=values,
        **{"faults": [], "saved_at": None, "expired": False, **shown},
    )


def _answers(given: Mapping[str, str]) -> dict[str, str]:
    """Only the fields of the form, within the length a draft may have."""
    names = {question.name for question in REPORTING_FORM.questions()}
    names |= {f"{name}-without" for name in names}
    names |= {
        name
        for section in REPORTING_FORM.sections
        for name in (section.narrative_name, section.not_held_name)
    }
    return {name: text[:60_000] for name, text in given.items() if name in names}
