"""Gathering for one case: who was asked, who answered, who holds it up, and what waits for confirmation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.name_professional import name_professional
from services.notifications.actions.gathering.pause_chasing import pause_chasing, resume_chasing
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.actions.gathering.settle_short_lived import settle_short_lived
from services.notifications.actions.gathering.write_to_source import respond_address
from services.notifications.actions.material.add_case_text import add_case_text
from services.notifications.domain.forms.supplementary_forms import supplementary_forms
from services.notifications.domain.gathering import meter, short_lived_records
from services.notifications.domain.gathering.expected_contacts import EXPECTED_VERSION, contact_gaps
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
from services.notifications.queries.agencies import open_pauses
from services.notifications.queries.facts import facts_of_case, returned_forms, settled_records
from shared.errors import Fault, Invalid
from shared.messages.queue_message import is_address
from shared.people import Permission, check
from shared.reference_lists import ROLES, SECTORS
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of

html = HtmlRouter()
STATUS_COLOURS = {
    RequestStatus.SENT: "blue",
    RequestStatus.REMINDED: "yellow",
    RequestStatus.OVERDUE: "orange",
    RequestStatus.ESCALATED: "red",
    RequestStatus.EXTENDED: "blue",
    RequestStatus.UNUSABLE: "orange",
    RequestStatus.RETURNED: "green",
    RequestStatus.NIL_RETURN: "aqua-green",
    RequestStatus.NOT_KNOWN: "aqua-green",
    RequestStatus.REFUSED: "red",
    RequestStatus.CANCELLED: "grey",
}


@dataclass(frozen=True)
class SourceRow:
    """A professional and how it stands with the request, if one was sent. Days are working days.

    `meter`: how many questions of their form are in each state; {} until it has come.
    """

    source: NamedProfessional
    role: str
    sector: str
    request: ReportingFormRequest | None
    state: str
    colour: str
    waited: int | None
    late: int
    chase: str
    by_message: bool
    meter: dict[str, int]


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
    said = "Added. They can be asked now."
    return redirect(request, "gathering", flash=said, case_reference=case_reference)


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


@html.post("/cases/{case_reference}/gathering/ask", name="ask_for_forms")
def ask(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    """Everybody not asked yet, or only the one whose button was pressed."""
    only = posted.text("source_id")
    sources = frozenset({only}) if only else None
    made = request_reporting_forms(tx, case=case_reference, source_ids=sources, **asking_with(request))
    said = f"{len(made)} request{'' if len(made) == 1 else 's'} made. {_how_sent(request)}"
    return redirect(request, "gathering", flash=said, case_reference=case_reference)


@html.post("/cases/{case_reference}/gathering/record", name="settle_short_lived")
def settle(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    """What was done about a record that its holder deletes early."""
    record = posted.text("record")
    try:
        settle_short_lived(tx, case=case_reference, record=record, outcome=posted.text("outcome"))
    except Invalid as invalid:
        faults = [_at_its_row(fault, record) for fault in invalid.faults]
        return _gathering_page(request, tx, case_reference, posted.texts(), faults)
    return redirect(request, "gathering", flash="Noted.", case_reference=case_reference)


def _at_its_row(fault: Fault, record: str) -> Fault:
    """Every record has a choice of its own on the page."""
    return Fault(f"outcome-{record}", fault.message) if fault.field == "outcome" else fault


@html.post("/cases/{case_reference}/gathering/pause", name="pause_chasing")
def pause(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    """Pause, or go on."""
    if posted.text("do") == "resume":
        resume_chasing(tx, case=case_reference)
        said = "Chasing goes on."
        return redirect(request, "gathering", flash=said, case_reference=case_reference)
    try:
        pause_chasing(tx, case=case_reference, reason=posted.text("pause_reason"))
    except Invalid as invalid:
        faults = [Fault("pause_reason", fault.message) for fault in invalid.faults]
        return _gathering_page(request, tx, case_reference, posted.texts(), faults)
    said = "Nobody is chased about this case until you go on."
    return redirect(request, "gathering", flash=said, case_reference=case_reference)


def key_of(request: Request) -> str:
    """The key that signs links."""
    return str(site_of(request).settings.secret_key.get_secret_value())


def asking_with(request: Request) -> dict[str, str]:
    """What a request's link is made with: `key` and `address`, as actions take them."""
    return {"key": key_of(request), "address": respond_address(site_of(request).settings.public_url)}


def _how_sent(request: Request) -> str:
    if site_of(request).settings.messages_url:
        return "Whoever has an e-mail address is written to; open a request to see its message."
    return "No mail is set up: send each message from its page."


def _gathering_page(
    request: Request, tx: Transaction, case_reference: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.GATHER_INFORMATION)
    notification = queries.notification_of(tx, case_reference)
    answers, on = notification.answers, today(tx)
    requests, forms = gathered.requests_of(tx, case_reference), returned_forms(tx, case_reference)
    meters = {request_id: meter.of_source(returned) for request_id, _, returned in forms}
    rows = [source_row(source, requests, on, meters) for source in named_professionals(answers)]
    settled = settled_records(tx, case_reference)
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
        case_meter=meter.of_case(returned for _, _, returned in forms),
        meter_states=meter.STATES,
        gaps=contact_gaps(answers),
        gaps_from=EXPECTED_VERSION,
        records=short_lived_records.to_ask_for(answers, settled, on=on),
        records_from=short_lived_records.SOURCE,
        record_labels={one.id: one.label for one in short_lived_records.SHORT_LIVED_RECORDS},
        record_outcomes=short_lived_records.OUTCOMES,
        settled=settled,
        differing=sum(fact.differs for fact in facts_of_case(tx, case_reference)),
        paused=open_pauses(tx, [case_reference]).get(case_reference),
        cancelled=[one for one in requests if one.status is RequestStatus.CANCELLED],
        policy=policy_on(on),
        chases=gathered.chases_of(tx, case_reference),
        materials=gathered.materials_of(tx, case_reference),
        supplementary=supplementary_forms(answers),
        role_name=ROLES.label,
    )


def source_row(
    source: NamedProfessional,
    requests: list[ReportingFormRequest],
    on: date,
    meters: dict[str, dict[str, int]],
) -> SourceRow:
    """How it stands with one source. A cancelled request was not asked."""
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
        STATUS_COLOURS[asked.status] if asked else "white",
        asked.working_days_waited(on) if asked else None,
        asked.working_days_late(on) if asked and asked.open else 0,
        step.action if step else "",
        is_address(source.email),
        meters.get(asked.request_id, {}) if asked else {},
    )
