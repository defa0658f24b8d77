"""The joint agency response to one death: the decision, who was called, visits, meetings, actions."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.joint_agency.decide_joint_agency_response import (
    decide_joint_agency_response,
)
from services.notifications.actions.joint_agency.record_agency_call import record_agency_call
from services.notifications.actions.joint_agency.record_agency_visit import record_agency_visit
from services.notifications.actions.joint_agency.record_joint_agency_meeting import (
    record_joint_agency_meeting,
)
from services.notifications.actions.joint_agency.settle_meeting_action import settle_meeting_action
from services.notifications.domain.joint_agency import forms
from services.notifications.domain.joint_agency.criteria import (
    FINDING_LABELS,
    JOINT_AGENCY_CRITERIA,
    NAME,
    SOURCE,
    VERSION,
    suggestions,
)
from services.notifications.domain.joint_agency.decision import OUTCOME_LABELS, JointAgencyDecision
from services.notifications.domain.notification import STATUS_NAMES, Status
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.posted_records import given_from, rows_given, under
from services.notifications.queries import joint_agency as responses
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

html = HtmlRouter()
HERE = "joint_agency"


@html.get("/cases/{reference}/joint-agency-response", name=HERE)
def joint_agency(request: Request, tx: Tx, reference: str) -> Response:
    return _page(request, tx, reference)


@html.post("/cases/{reference}/joint-agency-response/decision", name="decide_joint_agency")
def decide(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    decided = given_from(posted, forms.DECIDED_FIELDS, "decision")
    try:
        decide_joint_agency_response(
            tx,
            case=reference,
            findings={each.id: posted.text(f"decision-finding-{each.id}") for each in JOINT_AGENCY_CRITERIA},
            outcome=posted.text("decision-outcome"),
            reason=posted.text("decision-reason"),
            given=decided,
        )
    except Invalid as invalid:
        return _page(request, tx, reference, posted, under("decision", invalid.faults))
    return redirect(request, HERE, flash="The decision is recorded.", reference=reference)


@html.post("/cases/{reference}/joint-agency-response/calls", name="record_agency_call")
def call(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    try:
        record_agency_call(tx, case=reference, given=given_from(posted, forms.CALL_FIELDS, "call"))
    except Invalid as invalid:
        return _page(request, tx, reference, posted, under("call", invalid.faults))
    return redirect(request, HERE, flash="The call is recorded.", reference=reference)


@html.post("/cases/{reference}/joint-agency-response/visits", name="record_agency_visit")
def visit(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    try:
        record_agency_visit(tx, case=reference, given=given_from(posted, forms.VISIT_FIELDS, "visit"))
    except Invalid as invalid:
        return _page(request, tx, reference, posted, under("visit", invalid.faults))
    return redirect(request, HERE, flash="The visit is recorded.", reference=reference)


@html.post("/cases/{reference}/joint-agency-response/actions/{action_id}", name="settle_meeting_action")
def settle(request: Request, tx: Tx, posted: Posted, reference: str, action_id: str) -> Response:
    state, note = posted.text(f"state-{action_id}"), posted.text(f"note-{action_id}")
    try:
        settle_meeting_action(tx, case=reference, action_id=action_id, state=state, note=note)
    except Invalid as invalid:
        return _page(request, tx, reference, posted, invalid.faults)
    return redirect(request, HERE, flash="Recorded.", reference=reference)


@html.get("/cases/{reference}/joint-agency-response/meetings/new", name="joint_agency_meeting")
def new_meeting(request: Request, tx: Tx, reference: str) -> Response:
    return _meeting_page(request, tx, reference)


@html.post("/cases/{reference}/joint-agency-response/meetings/new", name="record_joint_agency_meeting")
def meeting(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    given = given_from(posted, forms.MEETING_FIELDS, "meeting")
    agreed = rows_given(posted, forms.ACTION_FIELDS, "meeting-action", forms.ACTION_ROWS)
    try:
        record_joint_agency_meeting(tx, case=reference, given=given, actions=list(agreed.values()))
    except Invalid as invalid:
        faults = under("meeting", _at_their_rows(invalid.faults, list(agreed)))
        return _meeting_page(request, tx, reference, posted, faults)
    return redirect(request, HERE, flash="The meeting is recorded.", reference=reference)


def _at_their_rows(faults: Sequence[Fault], rows: list[int]) -> list[Fault]:
    """Faults of actions under the number of their row on the page: empty rows were left out."""
    return [Fault(_at_its_row(fault.field, rows), fault.message) for fault in faults]


def _at_its_row(field: str, rows: list[int]) -> str:
    kind, *rest = field.split("-", 2)
    return f"action-{rows[int(rest[0])]}-{rest[1]}" if kind == "action" and rest else field


def _meeting_page(
    request: Request, tx: Tx, reference: str, values: PostedForm | None = None, faults: Sequence[Fault] = ()
) -> Response:
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    queries.notification_of(tx, reference)
    return page(
        request,
        "joint_agency_meeting.html",
        422 if faults else 200,
        reference=reference,
        meeting_fields=forms.MEETING_FIELDS,
        action_fields=forms.ACTION_FIELDS,
        rows=range(forms.ACTION_ROWS),
        values=values,
        faults=faults,
    )


def _page(
    request: Request, tx: Tx, reference: str, values: PostedForm | None = None, faults: Sequence[Fault] = ()
) -> Response:
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    notification = queries.notification_of(tx, reference)
    tx.audit("view_joint_agency_response", case=reference, reading=True)
    decisions = responses.decisions_of(tx, reference)
    meetings, on = responses.meetings_of(tx, reference), today(tx)
    actions = [each for meeting in meetings for each in meeting.actions]
    return page(
        request,
        "joint_agency.html",
        422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        accepted=notification.status is Status.ACCEPTED,
        status=STATUS_NAMES[notification.status],
        suggested=suggestions(notification.answers),
        findings=FINDING_LABELS,
        outcomes=OUTCOME_LABELS,
        criteria={"name": NAME, "version": VERSION, "source": SOURCE},
        decisions=decisions,
        calls=responses.calls_of(tx, reference),
        visits=responses.visits_of(tx, reference),
        meetings=meetings,
        open_actions=sorted((a for a in actions if a.state == "open"), key=lambda a: a.due_on),
        settled_actions=[a for a in actions if a.state != "open"],
        on=on,
        asked=forms,
        values=values or _as_decided(decisions),
        faults=faults,
        at_fault=[fault.field for fault in faults],
    )


def _as_decided(decisions: list[JointAgencyDecision]) -> dict[str, Any]:
    """The form of the decision begins with what was found last."""
    found = decisions[0].findings if decisions else {}
    return {f"decision-finding-{key}": finding for key, finding in found.items()}
