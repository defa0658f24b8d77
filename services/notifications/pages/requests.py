"""One request for a reporting form: its message and link, every step of it, and what was sent."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.cancel_reporting_form_request import (
    cancel_reporting_form_request,
)
from services.notifications.actions.gathering.chase_reporting_form import (
    chase_reporting_form,
    escalate_request,
)
from services.notifications.actions.gathering.close_without_form import record_not_known, record_refusal
from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.extend_request import extend_request
from services.notifications.actions.gathering.record_nil_return import record_nil_return
from services.notifications.actions.gathering.replace_link import replace_link
from services.notifications.actions.gathering.send_back_return import send_back_return
from services.notifications.actions.gathering.write_to_source import lead_of
from services.notifications.domain.gathering.links import token_for
from services.notifications.domain.gathering.request_status import DUTY, REQUEST_TRANSITIONS
from services.notifications.domain.gathering.requests import (
    STATUS_LABELS,
    ReportingFormRequest,
    RequestStatus,
)
from services.notifications.domain.material.deidentify import named_professionals
from services.notifications.pages.gathering import STATUS_COLOURS, asking_with, key_of
from services.notifications.pages.posted_dates import posted_date
from services.notifications.queries import gathering as gathered
from services.notifications.queries import notifications as queries
from services.notifications.queries.agencies import agencies, open_pauses
from shared.errors import Fault, Invalid
from shared.messages.message import MESSAGE_LABELS
from shared.messages.message_texts import current_text
from shared.messages.queries import messages_about
from shared.messages.queue_message import is_address
from shared.reference_lists import ROLES
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect, url_for
from shared.web.site import site_of

html = HtmlRouter()
# What the office was told, by the value of the button: the field of its reason, and what is said then.
OUTCOMES = {
    "nil_return": (record_nil_return, "reason", "The nil return is recorded."),
    "not_known": (record_not_known, "reason", "Recorded: the child is not known to the agency."),
    "refused": (record_refusal, "reason", "The refusal is recorded. It can be escalated."),
    "cancel": (cancel_reporting_form_request, "cancel_reason", "The request is cancelled."),
}
ANSWERS_BY_WORD = (
    ("nil_return", "They hold nothing about the child or family"),
    ("not_known", "The child was never known to them"),
    ("refused", "They refuse to answer"),
)
# The words of the message that goes with a status; everything else is the first request.
_MESSAGE_OF = {
    RequestStatus.REMINDED: "reminder",
    RequestStatus.OVERDUE: "overdue",
    RequestStatus.ESCALATED: "escalation",
    RequestStatus.EXTENDED: "more_time",
    RequestStatus.UNUSABLE: "asked_again",
}


@html.get("/requests/{request_id}", name="reporting_form_request")
def one_request(request: Request, tx: Tx, request_id: str) -> Response:
    return _request_page(request, tx, request_id)


@html.post("/requests/{request_id}/chase", name="chase")
def chase(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    if posted.text("do") == "escalate":
        step = escalate_request(tx, request_id=request_id, **asking_with(request))
    else:
        step = chase_reporting_form(tx, request_id=request_id, **asking_with(request))
    said = f"Recorded: {step.action.lower()}. The message is below."
    return redirect(request, "reporting_form_request", flash=said, request_id=request_id)


@html.post("/requests/{request_id}/more-time", name="extend_request")
def more_time(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    until = posted_date(posted, "extend_until")
    reason = posted.text("extend_reason")
    try:
        extend_request(tx, request_id=request_id, until=until, reason=reason, **asking_with(request))
    except Invalid as invalid:
        return _request_page(request, tx, request_id, posted, invalid.faults)
    said = "There is a new due date, and they are not chased before it."
    return redirect(request, "reporting_form_request", flash=said, request_id=request_id)


@html.post("/requests/{request_id}/send-back", name="send_back_return")
def send_back(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    try:
        send_back_return(tx, request_id=request_id, reason=posted.text("back_reason"), **asking_with(request))
    except Invalid as invalid:
        faults = [Fault("back_reason", fault.message) for fault in invalid.faults]
        return _request_page(request, tx, request_id, posted, faults)
    said = "The form is asked for again. What came is kept."
    return redirect(request, "reporting_form_request", flash=said, request_id=request_id)


@html.post("/requests/{request_id}/nil-return", name="nil_return")
def nil_return(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    """What they told the office: nothing held, not known there, or refused."""
    return _close(request, tx, posted, request_id, posted.text("outcome") or "nil_return")


@html.post("/requests/{request_id}/cancel", name="cancel_request")
def cancel(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    return _close(request, tx, posted, request_id, "cancel")


@html.post("/requests/{request_id}/link", name="new_link")
def new_link(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    replace_link(tx, request_id=request_id, key=key_of(request))
    said = "There is a new link. The old one no longer works."
    return redirect(request, "reporting_form_request", flash=said, request_id=request_id)


def _close(request: Request, tx: Transaction, posted: PostedForm, request_id: str, outcome: str) -> Response:
    if outcome not in OUTCOMES:
        faults = [Fault("outcome", "Choose what they told you")]
        return _request_page(request, tx, request_id, posted, faults)
    act, field, said = OUTCOMES[outcome]
    try:
        act(tx, request_id=request_id, reason=posted.text(field))
    except Invalid as invalid:
        faults = [Fault(field, fault.message) for fault in invalid.faults]
        return _request_page(request, tx, request_id, posted, faults)
    return redirect(request, "reporting_form_request", flash=said, request_id=request_id)


def _request_page(
    request: Request, tx: Transaction, request_id: str, values: Any = None, faults: Any = ()
) -> Response:
    asked = gathered.request_to_change(tx, request_id)
    notification = queries.notification_of(tx, asked.case_reference)
    named = named_professionals(notification.answers)
    source = next((one for one in named if one.source_id == asked.source_id), None)
    tx.audit("view_reporting_form_request", case=asked.case_reference, subject=request_id, reading=True)
    on = today(tx)
    return page(
        request,
        "reporting_form_request.html",
        status_code=422 if faults else 200,
        asked=asked,
        may=REQUEST_TRANSITIONS[asked.status],
        Status=RequestStatus,
        duty=DUTY,
        source=source,
        by_message=bool(source and is_address(source.email)),
        lead=lead_of(agencies(tx), asked, tx),
        role=ROLES.label(asked.role),
        state=STATUS_LABELS[asked.status],
        states=STATUS_LABELS,
        answers_by_word=ANSWERS_BY_WORD,
        colour=STATUS_COLOURS[asked.status],
        late=asked.working_days_late(on),
        waited=asked.working_days_waited(on),
        chase=asked.chase_due(on),
        paused=open_pauses(tx, [asked.case_reference]).get(asked.case_reference),
        chases=[
            one for one in gathered.chases_of(tx, asked.case_reference) if one["request_id"] == request_id
        ],
        steps=gathered.steps_of(tx, request_id),
        values=values or {},
        faults=faults,
        **_words(request, tx, asked),
    )


def _words(request: Request, tx: Transaction, asked: ReportingFormRequest) -> dict[str, Any]:
    """The message to copy, its link, and the messages that were sent."""
    settings = site_of(request).settings
    link = _link(request, tx, asked)
    text = current_text(_MESSAGE_OF.get(asked.status, "reporting_form_request"), today(tx))
    subject, body = text.filled(office=settings.panel_name, link=link, due_on=asked.due_on)
    return {
        "link": link,
        "subject": subject,
        "body": body,
        "sent": messages_about(tx, [asked.request_id])[asked.request_id],
        "message_labels": MESSAGE_LABELS,
        "mail": bool(settings.messages_url),
    }


def _link(request: Request, tx: Transaction, asked: ReportingFormRequest) -> str:
    """The whole address of the responder's form; "" where no link works any more."""
    link = gathered.links_of(tx, asked.case_reference).get(asked.request_id)
    if link is None or tx.at >= link.expires_at:
        return ""
    path = url_for(request, "respond", token=token_for(key_of(request), link.link_id))
    return str(site_of(request).settings.public_url.rstrip("/") + path)
