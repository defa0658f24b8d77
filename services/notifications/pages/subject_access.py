"""Requests of living people for what is held about them: the list, and one request with its steps."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.subject_access.close_request import close_request
from services.notifications.actions.subject_access.confirm_identity import confirm_identity
from services.notifications.actions.subject_access.correct_name import correct_name
from services.notifications.actions.subject_access.extend_time import extend_time
from services.notifications.actions.subject_access.log_request import log_request
from services.notifications.actions.subject_access.look_through_case import leave_out_case, look_through_case
from services.notifications.actions.subject_access.record_own_details import record_own_details
from services.notifications.domain.subject_access.refusals import NamedMeanwhile, OwnDetailsMeanwhile
from services.notifications.domain.subject_access.request import (
    CLOSED_BECAUSE,
    RELATIONS,
    STAGE_LABELS,
    NotAllOpen,
)
from services.notifications.pages.posted_days import on_page, posted_day
from services.notifications.queries.subject_access import answer_of, cases_of, request_of, requests, sees_all
from services.notifications.queries.subject_access_items import chosen_in
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()
HERE = "subject_access_request"
_KEPT = "Kept. These details stay in the texts that go in."
_NONE_KEPT = (
    "No details of the person’s own are written down. Telephone numbers and addresses are taken out of the"
    " texts that go in, unless they stand in the entries that you ticked."
)


@html.get("/subject-access", name="subject_access")
def listed(request: Request, tx: Tx) -> Response:
    return _list_page(request, tx)


@html.post("/subject-access", name="log_subject_access_request")
def log(request: Request, tx: Tx, posted: Posted) -> Response:
    received_on, unread = posted_day(posted, "received_on")
    given = {name: posted.text(name) for name in ("person_name", "relation", "asked_by")}
    try:
        request_id = log_request(tx, received_on=received_on, **given)
    except Invalid as invalid:
        return _list_page(request, tx, posted, on_page(invalid, unread))
    said = "The request is logged. Confirm who asks before you look for anything."
    return redirect(request, HERE, flash=said, request_id=request_id)


@html.get("/subject-access/{request_id}", name=HERE)
def one(request: Request, tx: Tx, request_id: str) -> Response:
    return _request_page(request, tx, request_id)


@html.post("/subject-access/{request_id}/identity", name="confirm_subject_identity")
def identity(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    came_on, unread = posted_day(posted, "came_on")
    try:
        confirm_identity(tx, request_id=request_id, how=posted.text("how"), came_on=came_on)
    except Invalid as invalid:
        return _request_page(request, tx, request_id, posted, on_page(invalid, unread))
    return redirect(request, HERE, flash="Confirmed. Now name the cases.", request_id=request_id)


@html.post("/subject-access/{request_id}/name", name="correct_subject_name")
def name(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    given = {"name": posted.text("name"), "why": posted.text("name_why"), "against": posted.text("against")}
    try:
        correct_name(tx, request_id=request_id, **given)
    except Invalid as invalid:
        return _request_page(request, tx, request_id, posted, invalid.faults)
    except NamedMeanwhile as refused:
        faults = [Fault("name", f"{refused.title}. {refused.detail}")]
        return _request_page(request, tx, request_id, posted, faults, refused.status)
    return redirect(request, HERE, flash="The name is corrected.", request_id=request_id)


@html.post("/subject-access/{request_id}/own-details", name="record_own_details")
def own_details(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    given = {name: posted.text(name) for name in ("details", "against")}
    try:
        record_own_details(tx, request_id=request_id, **given)
    except Invalid as invalid:
        return _request_page(request, tx, request_id, posted, invalid.faults)
    except (OwnDetailsMeanwhile, NotAllOpen) as refused:
        faults = [Fault("details", f"{refused.title}. {refused.detail}")]
        return _request_page(request, tx, request_id, posted, faults, refused.status)
    said = request_of(tx, request_id).own_details
    return redirect(request, HERE, flash=_KEPT if said else _NONE_KEPT, request_id=request_id)


@html.post("/subject-access/{request_id}/extend", name="extend_subject_access")
def extend(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    told_on, unread = posted_day(posted, "told_on")
    try:
        extend_time(tx, request_id=request_id, why=posted.text("why"), told_on=told_on)
    except Invalid as invalid:
        return _request_page(request, tx, request_id, posted, on_page(invalid, unread))
    return redirect(request, HERE, flash="There are two months more.", request_id=request_id)


@html.post("/subject-access/{request_id}/close", name="close_subject_access")
def close(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    try:
        close_request(tx, request_id=request_id, because=posted.text("because"), words=posted.text("words"))
    except Invalid as invalid:
        return _request_page(request, tx, request_id, posted, invalid.faults)
    return redirect(request, HERE, flash="The request is closed.", request_id=request_id)


@html.post("/subject-access/{request_id}/cases", name="look_through_case")
def look_through(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)  # first: who may not learns of no request by it
    request_of(tx, request_id)
    try:
        case = look_through_case(tx, request_id=request_id, case=posted.text("case").upper())
    except NotFound as unknown:
        return _request_page(request, tx, request_id, posted, [Fault("case", unknown.detail)])
    said = "Choose which entries are this person’s."
    return redirect(request, "subject_access_people", flash=said, request_id=request_id, reference=case)


@html.post("/subject-access/{request_id}/cases/{reference}/leave-out", name="leave_out_case")
def leave_out(request: Request, tx: Tx, posted: Posted, request_id: str, reference: str) -> Response:
    leave_out_case(tx, request_id=request_id, case=reference)
    return redirect(request, HERE, flash="The case is left out.", request_id=request_id)


def _list_page(request: Request, tx: Transaction, values: Any = None, faults: Any = ()) -> Response:
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    found = requests(tx)
    tx.audit("view_subject_access_requests", reading=True, detail={"requests": len(found)})
    return page(
        request,
        "subject_access_requests.html",
        status_code=422 if faults else 200,
        under_way=sorted((one for one in found if one.under_way), key=lambda one: one.due_on),
        ended=[one for one in found if not one.under_way],
        relations=list(RELATIONS.items()),
        may_prepare=can(tx.person, Permission.PREPARE_SUBJECT_ACCESS),
        on=today(tx),
        values=values,
        faults=faults,
    )


def _request_page(
    request: Request,
    tx: Transaction,
    request_id: str,
    values: Any = None,
    faults: Any = (),
    status: int = 422,
) -> Response:
    asked = request_of(tx, request_id)
    chosen = [case for case, _, _ in chosen_in(tx, request_id)]
    cases, all_open = cases_of(tx, request_id), sees_all(tx, request_id)
    refused = any(each.field == "details" for each in faults)
    late = refused and values.text("against") != asked.details_standing
    renamed = status == NamedMeanwhile.status and any(each.field == "name" for each in faults)
    tx.audit("view_subject_access_request", subject=request_id, reading=True)
    return page(
        request,
        "subject_access_request.html",
        status_code=status if faults else 200,
        asked=asked,
        relation=RELATIONS[asked.relation],
        stage_labels=STAGE_LABELS,
        cases=cases,
        entries=len(chosen),
        all_open=all_open,
        meanwhile=asked.details_noted if late and all_open else None,
        renamed=asked.name_corrected if renamed else None,
        answer=answer_of(tx, request_id),
        closed_because=list(CLOSED_BECAUSE.items()),
        may_prepare=can(tx.person, Permission.PREPARE_SUBJECT_ACCESS),
        on=today(tx),
        values=values,
        faults=faults,
    )
