"""Gathering for one case: who was asked, who answered, who holds it up, and what waits for confirmation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.cancel_reporting_form_request import (
    cancel_reporting_form_request,
)
from services.notifications.actions.gathering.chase_reporting_form import chase_reporting_form
from services.notifications.actions.gathering.name_professional import name_professional
from services.notifications.actions.gathering.record_nil_return import record_nil_return
from services.notifications.actions.gathering.replace_link import replace_link
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms, today
from services.notifications.actions.material.add_case_text import add_case_text
from services.notifications.domain.forms.supplementary_forms import supplementary_forms
from services.notifications.domain.gathering.links import token_for
from services.notifications.domain.gathering.requests import (
    NOT_ASKED,
    STATUS_LABELS,
    ReportingFormRequest,
    RequestStatus,
    completeness,
    policy_on,
)
from services.notifications.domain.material.deidentify import NamedProfessional, named_professionals
from services.notifications.domain.notification import Status
from services.notifications.pages.case_sections import case_navigation
from services.notifications.queries import gathering as gathered
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.reference_lists import ROLES, SECTORS
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect, url_for
from shared.web.site import site_of

html = HtmlRouter()
_COLOURS = {
    RequestStatus.SENT: "blue",
    RequestStatus.REMINDED: "yellow",
    RequestStatus.OVERDUE: "orange",
    RequestStatus.ESCALATED: "red",
    RequestStatus.RETURNED: "green",
    RequestStatus.NIL_RETURN: "aqua-green",
    RequestStatus.CANCELLED: "grey",
}


@dataclass(frozen=True)
class SourceRow:
    """A professional and how it stands with the request, if one was sent. Days are working days."""

    source: NamedProfessional
    role: str
    sector: str
    request: ReportingFormRequest | None
    state: str
    colour: str
    waited: int | None
    late: int
    chase: str


@html.get("/cases/{case_reference}/gathering", name="gathering")
def gathering(request: Request, tx: Tx, case_reference: str) -> Response:
    return _gathering_page(request, tx, case_reference)


@html.post("/cases/{case_reference}/gathering/professional", name="name_professional")
def professional(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    role, name, organisation, email = (posted.text(key) for key in ("role", "name", "organisation", "email"))
    try:
        name_professional(
            tx, case=case_reference, role=role, name=name, organisation=organisation, email=email
        )
    except Invalid as invalid:
        return _gathering_page(request, tx, case_reference, posted.texts(), invalid.faults)
    return redirect(
        request, "gathering", flash="Added. They can be asked now.", case_reference=case_reference
    )


@html.post("/cases/{case_reference}/gathering/text", name="add_case_text")
def text(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    try:
        material = add_case_text(
            tx, case=case_reference, role=posted.text("text_role"), text=posted.text("text")
        )
    except Invalid as invalid:
        return _gathering_page(request, tx, case_reference, posted.texts(), invalid.faults)
    said = "Kept. Read it and confirm it."
    return redirect(request, "confirm_material", flash=said, material_id=material.material_id)


def _gathering_page(
    request: Request, tx: Transaction, case_reference: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.GATHER_INFORMATION)
    notification = queries.notification_of(tx, case_reference)
    requests, on = gathered.requests_of(tx, case_reference), today(tx)
    rows = [_row(source, requests, on) for source in named_professionals(notification.answers)]
    tx.audit("view_gathering", case=case_reference, reading=True)
    return page(
        request,
        "gathering.html",
        status_code=422 if faults else 200,
        values=values or {},
        faults=faults,
        roles=[(term.code, term.label) for term in ROLES],
        reference=case_reference,
        sections=case_navigation(request, tx.person, case_reference),
        accepted=notification.status is Status.ACCEPTED,
        rows=sorted(rows, key=lambda row: (-row.late, -(row.waited or 0))),
        counts=completeness(len(rows), requests, on),
        cancelled=[one for one in requests if one.status is RequestStatus.CANCELLED],
        policy=policy_on(on),
        chases=gathered.chases_of(tx, case_reference),
        materials=gathered.materials_of(tx, case_reference),
        supplementary=supplementary_forms(notification.answers),
        role_name=ROLES.label,
    )


@html.post("/cases/{case_reference}/gathering/ask", name="ask_for_forms")
def ask(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    """Everybody not asked yet, or only the one whose button was pressed."""
    only = posted.text("source_id")
    sources = frozenset({only}) if only else None
    made = request_reporting_forms(tx, case=case_reference, key=key_of(request), source_ids=sources)
    said = f"{len(made)} request{'' if len(made) == 1 else 's'} made. Send each message from its page."
    return redirect(request, "gathering", flash=said, case_reference=case_reference)


@html.get("/requests/{request_id}", name="reporting_form_request")
def one_request(request: Request, tx: Tx, request_id: str) -> Response:
    return _request_page(request, tx, request_id)


@html.post("/requests/{request_id}/chase", name="chase")
def chase(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    step = chase_reporting_form(tx, request_id=request_id)
    said = f"Recorded: {step.action.lower()}. The message is ready to send."
    return redirect(request, "reporting_form_request", flash=said, request_id=request_id)


@html.post("/requests/{request_id}/nil-return", name="nil_return")
def nil_return(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    try:
        record_nil_return(tx, request_id=request_id, reason=posted.text("reason"))
    except Invalid as invalid:
        return _request_page(request, tx, request_id, posted.texts(), invalid.faults)
    return redirect(
        request, "reporting_form_request", flash="The nil return is recorded.", request_id=request_id
    )


@html.post("/requests/{request_id}/cancel", name="cancel_request")
def cancel(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    try:
        cancel_reporting_form_request(tx, request_id=request_id, reason=posted.text("cancel_reason"))
    except Invalid as invalid:
        faults = [Fault("cancel_reason", fault.message) for fault in invalid.faults]
        return _request_page(request, tx, request_id, posted.texts(), faults)
    return redirect(
        request, "reporting_form_request", flash="The request is cancelled.", request_id=request_id
    )


@html.post("/requests/{request_id}/link", name="new_link")
def new_link(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    replace_link(tx, request_id=request_id, key=key_of(request))
    said = "There is a new link. The old one no longer works."
    return redirect(request, "reporting_form_request", flash=said, request_id=request_id)


def key_of(request: Request) -> str:
    """The key that signs links."""
    return str(site_of(request).settings.secret_key.get_secret_value())


def _request_page(
    request: Request, tx: Transaction, request_id: str, values: Any = None, faults: Any = ()
) -> Response:
    asked = gathered.request_to_change(tx, request_id)
    notification = queries.notification_of(tx, asked.case_reference)
    source = next(
        (one for one in named_professionals(notification.answers) if one.source_id == asked.source_id), None
    )
    tx.audit("view_reporting_form_request", case=asked.case_reference, subject=request_id, reading=True)
    on = today(tx)
    return page(
        request,
        "reporting_form_request.html",
        status_code=422 if faults else 200,
        asked=asked,
        row=_row(source, [asked], on) if source else None,
        source=source,
        role=ROLES.label(asked.role),
        state=STATUS_LABELS[asked.status],
        colour=_COLOURS[asked.status],
        link=_link(request, tx, asked),
        late=asked.working_days_late(on),
        waited=asked.working_days_waited(on),
        chase=asked.chase_due(on) if asked.open else None,
        chases=[
            one for one in gathered.chases_of(tx, asked.case_reference) if one["request_id"] == request_id
        ],
        values=values or {},
        faults=faults,
        panel_name=site_of(request).settings.panel_name,
    )


def _link(request: Request, tx: Transaction, asked: ReportingFormRequest) -> str:
    """The whole address of the responder's form; "" where no link works any more."""
    link = gathered.links_of(tx, asked.case_reference).get(asked.request_id)
    if link is None or tx.at >= link.expires_at:
        return ""
    path = url_for(request, "respond", token=token_for(key_of(request), link.link_id))
    return site_of(request).settings.public_url.rstrip("/") + path


def _row(source: NamedProfessional, requests: list[ReportingFormRequest], on: date) -> SourceRow:
    live = [
        one for one in requests if one.source_id == source.source_id and one.status != RequestStatus.CANCELLED
    ]
    asked = live[-1] if live else None
    step = asked.chase_due(on) if asked and asked.open else None
    return SourceRow(
        source,
        ROLES.label(source.role),
        SECTORS.label(source.sector),
        asked,
        STATUS_LABELS[asked.status] if asked else NOT_ASKED,
        _COLOURS[asked.status] if asked else "white",
        asked.working_days_waited(on) if asked else None,
        asked.working_days_late(on) if asked and asked.open else 0,
        step.action if step else "",
    )
