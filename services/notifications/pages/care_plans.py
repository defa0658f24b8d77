"""The register of care plan addresses as the office keeps it, and the one question the police ask of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request, Response

from services.notifications.actions.care_plans.ask_for_care_plan import ask_for_care_plan
from services.notifications.actions.care_plans.end_care_plan_address import end_care_plan_address
from services.notifications.actions.care_plans.keep_care_plan_address import keep_care_plan_address
from services.notifications.actions.care_plans.renew_care_plan_address import renew_care_plan_address
from services.notifications.actions.care_plans.settle_care_plan_prompt import settle_care_plan_prompt
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.care_plans.asking import PURPOSES, Answer, CarePlanAnswer
from services.notifications.domain.care_plans.forms import ENTRY_FIELDS
from services.notifications.domain.care_plans.register import (
    LONGEST_MONTHS,
    SOON_DAYS,
    WHY_ENDED,
    CarePlanAddress,
    WhyEnded,
    latest_expiry,
)
from services.notifications.domain.identity.nhs_numbers import formatted
from services.notifications.domain.records.record_form import RecordField, day_of, read_fields
from services.notifications.pages.posted_records import given_from, under
from services.notifications.queries import care_plans as register
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect
from shared.web.site import site_of

html = HtmlRouter()
HERE = "care_plan_addresses"
RENEWING = (RecordField("expires_on", "New last day", "day", required=True, future=True),)
STANDINGS = {
    "expired": ("Expired: the police are not told", "red"),
    "expiring": ("Expires soon", "orange"),
    "in_force": ("In force", "green"),
    "to_come": ("Begins later", "blue"),
}
ASKED_DAYS = 30
_ASKED = ("flat", "house", "postcode")


@dataclass(frozen=True)
class EntryRow:
    """An entry of the register as the office sees it."""

    entry: CarePlanAddress
    standing: str
    label: str
    colour: str
    nhs_number: str


@html.get("/care-plan-addresses", name=HERE)
def addresses(request: Request, tx: Tx) -> Response:
    return _register_page(request, tx)


@html.post("/care-plan-addresses", name="keep_care_plan_address")
def keep(request: Request, tx: Tx, posted: Posted) -> Response:
    try:
        given = given_from(posted, ENTRY_FIELDS, "entry")
        keep_care_plan_address(tx, given=given, demonstration=site_of(request).settings.demo)
    except Invalid as invalid:
        return _register_page(request, tx, posted, under("entry", invalid.faults))
    return redirect(request, HERE, flash="The address is on the register.")


@html.post("/care-plan-addresses/{entry_id}/renew", name="renew_care_plan_address")
def renew(request: Request, tx: Tx, posted: Posted, entry_id: str) -> Response:
    prefix = f"renew-{entry_id}"
    read, faults = read_fields(RENEWING, given_from(posted, RENEWING, prefix), today=today(tx))
    try:
        if faults:
            raise Invalid(faults)
        renew_care_plan_address(tx, entry_id=entry_id, until=day_of(read, "expires_on"))
    except Invalid as invalid:
        return _register_page(request, tx, posted, under(prefix, invalid.faults))
    return redirect(request, HERE, flash="The entry is renewed.")


@html.post("/care-plan-addresses/{entry_id}/end", name="end_care_plan_address")
def end(request: Request, tx: Tx, posted: Posted, entry_id: str) -> Response:
    prefix = f"end-{entry_id}"
    try:
        end_care_plan_address(tx, entry_id=entry_id, because=posted.text(f"{prefix}-because"))
    except Invalid as invalid:
        return _register_page(request, tx, posted, under(prefix, invalid.faults))
    return redirect(request, HERE, flash="The entry has ended and its address is taken out.")


@html.post("/care-plan-addresses/looked-at/{prompt_id}", name="settle_care_plan_prompt")
def settle(request: Request, tx: Tx, posted: Posted, prompt_id: str) -> Response:
    try:
        settle_care_plan_prompt(tx, prompt_id=prompt_id, how=posted.text(f"how-{prompt_id}"))
    except Invalid as invalid:
        return _register_page(request, tx, posted, invalid.faults)
    return redirect(request, HERE, flash="Recorded.")


@html.get("/care-plan-question", name="ask_for_care_plan")
def question(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.ASK_FOR_CARE_PLAN)
    return _question_page(request)


@html.post("/care-plan-question", name="ask_for_care_plan_post")
def ask(request: Request, tx: Tx, posted: Posted) -> Response:
    """The address is posted and the answer shown at once: neither is ever part of an address line."""
    told, faults = ask_for_care_plan(
        tx,
        house=posted.text("house"),
        flat=posted.text("flat"),
        postcode=posted.text("postcode"),
        purpose=posted.text("purpose"),
        reference=posted.text("reference"),
    )
    if faults:
        return _question_page(request, posted, faults, status=422)
    if told.answer is Answer.TOO_MANY:
        return _question_page(request, posted, told=told, status=429)
    return _question_page(request, posted, told=told)


def _question_page(
    request: Request,
    values: PostedForm | None = None,
    faults: Sequence[Fault] = (),
    *,
    told: CarePlanAnswer | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "care_plan_question.html",
        status,
        values=values,
        faults=faults,
        told=told,
        asked_about=", ".join(filter(None, (values.text(name) for name in _ASKED))) if values else "",
        purposes=PURPOSES,
    )


def _register_page(
    request: Request, tx: Tx, values: PostedForm | None = None, faults: Sequence[Fault] = ()
) -> Response:
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    on = today(tx)
    rows = [_row(entry, entry.standing(on)) for entry in register.standing_entries(tx)]
    tx.audit("view_care_plan_addresses", reading=True, detail={"entries": [r.entry.entry_id for r in rows]})
    return page(
        request,
        "care_plan_addresses.html",
        422 if faults else 200,
        rows=rows,
        soon=[row for row in rows if row.standing in ("expired", "expiring")],
        prompts=register.open_prompts(tx),
        ended=register.lately_ended(tx),
        why_ended={kind.value: label for kind, label in WHY_ENDED.items()},
        may_end=[(kind.value, WHY_ENDED[kind]) for kind in WhyEnded],
        asked=register.questions_asked(tx, days=ASKED_DAYS),
        asked_days=ASKED_DAYS,
        soon_days=SOON_DAYS,
        months=LONGEST_MONTHS,
        latest=latest_expiry(on),
        fields=ENTRY_FIELDS,
        renewing=RENEWING,
        values=values,
        faults=faults,
        at_fault=[fault.field for fault in faults],
    )


def _row(entry: CarePlanAddress, standing: str) -> EntryRow:
    label, colour = STANDINGS[standing]
    return EntryRow(entry, standing, label, colour, formatted(entry.nhs_number))
