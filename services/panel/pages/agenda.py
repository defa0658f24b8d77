"""Preparing an agenda: choosing from the ready cases, the order, and who was in the room."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.move_agenda_item import move_agenda_item
from services.panel.actions.meetings.order_agenda import order_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.put_cases_on_agenda import put_cases_on_agenda
from services.panel.actions.meetings.take_case_off_agenda import take_case_off_agenda
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.agenda import in_typed_order, may_be_listed, why_not_listed
from services.panel.domain.meetings.agenda_proposal import AgendaProposal, Wanted, propose_agenda
from services.panel.domain.meetings.meeting_refusals import CaseCannotBeListed
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.queries.case_themes import themes_in_use, themes_of
from services.panel.queries.cases import visible_case
from services.panel.queries.meetings import cases_of, planned_meetings, visible_meeting
from services.panel.queries.panels import panel_of
from services.panel.queries.waiting_cases import waiting_cases
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction
from shared.themes import theme_label
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()
PLACES = {"up": -1, "down": 1}
QUEUE_SHOWN = 40  # of the ready cases that are not proposed; the others on demand


@router.get("/meetings/{meeting_id}/agenda/add", name="agenda_choices")
def choices(request: Request, tx: Tx, meeting_id: str, queue: str = "") -> Response:
    return _choices_page(request, tx, meeting_id, queue=queue)


@router.post("/meetings/{meeting_id}/agenda/add", name="agenda_choices_post")
def put_on(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    chosen = list(dict.fromkeys(str(reference) for reference in posted.getlist("cases")))
    if not chosen:
        return _choices_page(request, tx, meeting_id, posted, [Fault("cases", "Choose at least one case")])
    because = posted.text("late_because")
    try:
        put_cases_on_agenda(tx, meeting_id=meeting_id, case_references=chosen, late_because=because)
    except Invalid as refused:
        return _choices_page(request, tx, meeting_id, posted, refused.faults)
    said = "1 case is on the agenda." if len(chosen) == 1 else f"{len(chosen)} cases are on the agenda."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


@router.get("/meetings/{meeting_id}/agenda/order", name="agenda_order")
def order_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _order_page(request, tx, meeting_id)


@router.post("/meetings/{meeting_id}/agenda/order", name="agenda_order_post")
def order(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    """By the numbers beside the cases, whether typed or written there by dragging."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = visible_meeting(tx, meeting_id)
    typed = {item.case_reference: posted.text(f"position-{item.case_reference}") for item in meeting.agenda}
    try:
        order_agenda(tx, meeting_id=meeting_id, case_references=in_typed_order(typed))
    except Invalid as refused:
        return _order_page(request, tx, meeting_id, posted, refused.faults)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash="The order of the agenda is kept.")


@router.get("/cases/{case_reference}/list", name="list_case")
def list_case_form(request: Request, tx: Tx, case_reference: str) -> Response:
    return _list_page(request, tx, case_reference)


@router.post("/cases/{case_reference}/list", name="list_case_post")
def list_case(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    meeting_id = posted.text("meeting")
    if not meeting_id:
        return _list_page(request, tx, case_reference, posted, [Fault("meeting", "Choose a meeting")])
    because = posted.text("late_because")
    try:
        put_case_on_agenda(tx, meeting_id=meeting_id, case_reference=case_reference, late_because=because)
    except Invalid as refused:
        return _list_page(request, tx, case_reference, posted, refused.faults)
    except CaseCannotBeListed as refused:
        fault = Fault("meeting", f"{refused.title}. {refused.detail}")
        return _list_page(request, tx, case_reference, posted, [fault])
    return redirect(
        request, "meeting_page", meeting_id=meeting_id, flash=f"{case_reference} is on the agenda."
    )


@router.post("/meetings/{meeting_id}/agenda/{case_reference}/move/{way}", name="move_agenda_item")
def move(
    request: Request, tx: Tx, posted: Posted, meeting_id: str, case_reference: str, way: str
) -> Response:
    if way not in PLACES:
        raise NotFound("An item moves up or down.")
    move_agenda_item(tx, meeting_id=meeting_id, case_reference=case_reference, places=PLACES[way])
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=f"{case_reference} moved {way}.")


@router.post("/meetings/{meeting_id}/agenda/{case_reference}/take-off", name="take_off_agenda")
def take_off(request: Request, tx: Tx, posted: Posted, meeting_id: str, case_reference: str) -> Response:
    take_case_off_agenda(tx, meeting_id=meeting_id, case_reference=case_reference)
    said = f"{case_reference} is off the agenda."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


def _list_page(
    request: Request, tx: Tx, reference: str, values: Any = None, faults: Sequence[Fault] = ()
) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    case = visible_case(tx, reference)
    if not may_be_listed(case):
        raise CaseCannotBeListed(" ".join(why_not_listed(case, london_day(tx.at))))
    context = {"reference": reference, "meetings": planned_meetings(tx), "values": values, "faults": faults}
    return page(request, "list_case.html", 422 if faults else 200, **context)


def _choices_page(
    request: Request,
    tx: Tx,
    meeting_id: str,
    values: Any = None,
    faults: Sequence[Fault] = (),
    queue: str = "",
) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    meeting, on = visible_meeting(tx, meeting_id), london_day(tx.at)
    meeting.check_agenda_open()
    waiting = waiting_cases(tx)
    proposal = proposal_for(tx, meeting, waiting)
    chosen = set(values.getlist("cases")) if faults else set()
    shown = [
        one
        for number, one in enumerate(proposal.queue)
        if queue == "all" or number < QUEUE_SHOWN or one.case.reference in chosen
    ]
    return page(
        request,
        "agenda_choices.html",
        422 if faults else 200,
        faults=faults,
        values=values or {"cases": [one.case.reference for one in proposal.proposed]},
        meeting=meeting,
        panel=panel_of(tx, meeting),
        proposal=proposal,
        queue=shown,
        again=[case for case in waiting if case.status is CaseStatus.REVIEWED and may_be_listed(case)],
        not_ready=[(case, why_not_listed(case, on)) for case in waiting if not may_be_listed(case)],
        on=on,
        theme_label=theme_label,
    )


def proposal_for(tx: Transaction, meeting: PanelMeeting, waiting: Sequence[ReviewCase]) -> AgendaProposal:
    """What a meeting's agenda could take of ``waiting``. Where no theme is set, the facts suggest some."""
    listed = tuple(item.case_reference for item in meeting.agenda)
    themes = themes_of(tx, listed) | themes_in_use(tx, waiting)
    wanted = Wanted(meeting.type, meeting.theme, meeting.target_cases, listed)
    return propose_agenda(waiting, wanted=wanted, themes=themes, on=london_day(tx.at))


def _order_page(
    request: Request, tx: Tx, meeting_id: str, values: Any = None, faults: Sequence[Fault] = ()
) -> Response:
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = visible_meeting(tx, meeting_id)
    meeting.check_agenda_open()
    cases, references = cases_of(tx, meeting), [item.case_reference for item in meeting.agenda]
    numbers = {f"position-{item.case_reference}": str(item.position) for item in meeting.agenda}
    return page(
        request,
        "agenda_order.html",
        422 if faults else 200,
        meeting=meeting,
        cases=cases,
        themes=themes_of(tx, references),
        theme_label=theme_label,
        values=values if values is not None else numbers,
        faults=faults,
        on=london_day(tx.at),
    )
