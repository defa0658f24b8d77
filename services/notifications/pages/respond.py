"""The forms that an agency fills in through its own link, without an account. It sees its own request
and no more.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.gathering.record_nil_return import make_nil_return
from services.notifications.actions.gathering.save_reporting_form_draft import save_reporting_form_draft
from services.notifications.domain.forms.agency_forms import form_of_field
from services.notifications.domain.forms.reporting_form import REPORTING_FORM
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.domain.identity.nhs_numbers import formatted
from services.notifications.pages.gathering import key_of
from services.notifications.pages.posted_answers import Boxes, with_page
from services.notifications.pages.return_in_progress import ReturnInProgress, in_progress
from services.notifications.queries import gathering as gathered
from shared.errors import Fault, Invalid
from shared.people import Person, Role
from shared.reference_lists import ROLES
from shared.storage import Transaction
from shared.web import HtmlRouter, PostedForm, PostedToShowAgain, Tx, page, redirect, url_for

html = HtmlRouter()
RESPONDER = Person("agency-responder", "Agency responder with a link", frozenset({Role.AGENCY_RESPONDER}))
_SAVED = "Saved. Come back with the same link to go on."


@html.get("/respond/{token}", name="respond")
def respond(request: Request, tx: Tx, token: str) -> Response:
    asked = _opened(request, tx, token)
    draft, saved_at = gathered.draft_of(tx, asked.request_id)
    return _form(request, tx, token, asked, draft, saved_at=saved_at)


@html.post("/respond/{token}", name="send_response")
def send(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    """Save what is written so far, or send the form. A form with faults is shown again as it was typed."""
    asked = _opened(request, tx, token)
    if posted.expired:
        return _form(request, tx, token, asked, posted, expired=True)
    draft = with_page(gathered.draft_of(tx, asked.request_id)[0], posted, REPORTING_FORM)
    if posted.text("do") != "send":
        save_reporting_form_draft(tx, key=key_of(request), token=token, given=draft)
        return _go_on(request, posted, token)
    given = _progress(tx, asked, draft).given
    try:
        receive_reporting_form(tx, key=key_of(request), token=token, given=given)
    except Invalid as invalid:
        return _form(request, tx, token, asked, draft, faults=invalid.faults)
    return redirect(request, "response_receipt", token=token)


@html.get("/respond/{token}/forms/{form_id}", name="respond_supplementary")
def supplementary(request: Request, tx: Tx, token: str, form_id: str) -> Response:
    asked = _opened(request, tx, token)
    draft, saved_at = gathered.draft_of(tx, asked.request_id)
    return _supplementary_form(request, tx, token, asked, draft, form_id, saved_at=saved_at)


@html.post("/respond/{token}/forms/{form_id}", name="save_supplementary")
def save_supplementary(
    request: Request, tx: Tx, posted: PostedToShowAgain, token: str, form_id: str
) -> Response:
    """Save a supplementary form, faults and all; with faults it is shown again, to be mended now or later."""
    asked = _opened(request, tx, token)
    draft, _ = gathered.draft_of(tx, asked.request_id)
    form = _progress(tx, asked, draft).supplementary(form_id).form
    draft = with_page(draft, posted, form, f"{form_id}.")
    if posted.expired:
        return _supplementary_form(request, tx, token, asked, draft, form_id, expired=True)
    save_reporting_form_draft(tx, key=key_of(request), token=token, given=draft)
    faults = _progress(tx, asked, draft).faults(form_id)
    if faults and posted.text("do") == "check":
        return _supplementary_form(request, tx, token, asked, draft, form_id, faults=faults)
    return redirect(request, "respond", flash=_SAVED, token=token)


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


def _go_on(request: Request, posted: PostedForm, token: str) -> Response:
    """After saving: to the form whose button was pressed, or back to the section that was left."""
    verb, _, what = posted.text("do").partition(":")
    if verb == "open":
        return redirect(request, "respond_supplementary", token=token, form_id=what)
    saved = redirect(request, "respond", flash=_SAVED, token=token)
    if verb == "save" and what in {section.id for section in REPORTING_FORM.sections}:
        saved.headers["location"] = f"{url_for(request, 'respond', token=token)}#section-{what}"
    return saved


def _progress(tx: Transaction, asked: ReportingFormRequest, boxes: Boxes) -> ReturnInProgress:
    return in_progress(gathered.notification_of_request(tx, asked.case_reference).answers, boxes)


def _with_draft(tx: Transaction, asked: ReportingFormRequest, posted: PostedForm) -> dict[str, str]:
    """What is shown again after the small form: the draft of the large one stays in its fields."""
    return {**gathered.draft_of(tx, asked.request_id)[0], **posted.texts()}


def _form(
    request: Request, tx: Transaction, token: str, asked: ReportingFormRequest, boxes: Boxes, **shown: Any
) -> Response:
    answers = gathered.notification_of_request(tx, asked.case_reference).answers
    progress = in_progress(answers, boxes)
    faults = [_leading_to_its_form(fault, progress) for fault in shown.pop("faults", ())]
    tx.audit("view_own_request", case=asked.case_reference, subject=asked.request_id, reading=True)
    return page(
        request,
        "respond.html",
        status_code=422 if faults or shown.get("expired") else 200,
        token=token,
        asked=asked,
        role=ROLES.label(asked.role),
        child={
            "Name": answers.child_name,
            "Date of birth": answers.born_on,
            "NHS number": formatted(answers.get("child.nhs_number")) or "Not known",
        },
        form=REPORTING_FORM,
        progress=progress.of_reporting_form,
        supplementary=progress.of_supplementary_forms,
        values=boxes,
        faults=faults,
        **_defaults(shown),
    )


def _supplementary_form(
    request: Request,
    tx: Transaction,
    token: str,
    asked: ReportingFormRequest,
    boxes: Mapping[str, Any],
    form_id: str,
    **shown: Any,
) -> Response:
    """One supplementary form. Raises NotFound where no answer asks for it."""
    progress = _progress(tx, asked, boxes)
    opened = progress.supplementary(form_id)
    faults = shown.pop("faults", ())
    tx.audit("view_own_request", case=asked.case_reference, subject=asked.request_id, reading=True)
    return page(
        request,
        "respond_supplementary.html",
        status_code=422 if shown.get("expired") else 200,
        token=token,
        asked=asked,
        opened=opened,
        form=opened.form,
        prefix=f"{form_id}.",
        progress=progress.sections(opened.form),
        values=boxes,
        faults=faults,
        **_defaults(shown),
    )


def _defaults(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {"saved_at": None, "expired": False, **shown}


def _leading_to_its_form(fault: Fault, progress: ReturnInProgress) -> Fault:
    """A fault of a supplementary form, told on the page that leads to it."""
    opened = form_of_field(fault.field, progress.opened)
    return Fault(f"form-{opened.form.id}", f"{opened.form.name}: {fault.message}") if opened else fault
