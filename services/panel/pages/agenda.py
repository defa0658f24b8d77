"""Preparing an agenda: choosing from the ready cases, the order, and who was in the room."""

from fastapi import Request, Response

from services.panel.actions.meetings.move_agenda_item import move_agenda_item
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.take_case_off_agenda import take_case_off_agenda
from services.panel.actions.quorum.record_out_of_the_room import record_out_of_the_room
from services.panel.domain.cases.case_status import CLOSED, CaseStatus
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.agenda import may_be_listed, propose, why_not_listed
from services.panel.domain.meetings.attendance import IN_THE_MEETING
from services.panel.domain.meetings.membership import SEAT_ROLES
from services.panel.queries.cases import visible_cases
from services.panel.queries.meetings import planned_meetings, visible_meeting
from shared.errors import Fault, NotFound
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()
PLACES = {"up": -1, "down": 1}
NOT_WAITING = CLOSED | {CaseStatus.LISTED}


@router.get("/meetings/{meeting_id}/agenda/add", name="agenda_choices")
def choices(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _choices_page(request, tx, meeting_id)


@router.post("/meetings/{meeting_id}/agenda/add", name="agenda_choices_post")
def put_on(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    chosen = [str(reference) for reference in posted.getlist("cases")]
    if not chosen:
        faults = [Fault("cases", "Choose at least one case")]
        return _choices_page(request, tx, meeting_id, faults)
    for reference in chosen:
        put_case_on_agenda(tx, meeting_id=meeting_id, case_reference=reference)
    said = "1 case is on the agenda." if len(chosen) == 1 else f"{len(chosen)} cases are on the agenda."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


@router.get("/cases/{case_reference}/list", name="list_case")
def list_case_form(request: Request, tx: Tx, case_reference: str) -> Response:
    return page(request, "list_case.html", reference=case_reference, meetings=planned_meetings(tx))


@router.post("/cases/{case_reference}/list", name="list_case_post")
def list_case(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    meeting_id = posted.text("meeting")
    if not meeting_id:
        faults = [Fault("meeting", "Choose a meeting")]
        context = {"reference": case_reference, "meetings": planned_meetings(tx), "faults": faults}
        return page(request, "list_case.html", 422, **context)
    put_case_on_agenda(tx, meeting_id=meeting_id, case_reference=case_reference)
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


@router.get("/meetings/{meeting_id}/agenda/{case_reference}/room", name="room")
def room_form(request: Request, tx: Tx, meeting_id: str, case_reference: str) -> Response:
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = visible_meeting(tx, meeting_id)
    item, here = meeting.item(case_reference), [one for one in meeting.seats if one.mark in IN_THE_MEETING]
    options = [
        (one.attendee.person_id, f"{one.name}, {SEAT_ROLES.get(one.role, one.role)}", one.organisation)
        for one in here
    ]
    return page(request, "room.html", meeting=meeting, item=item, options=options)


@router.post("/meetings/{meeting_id}/agenda/{case_reference}/room", name="room_post")
def room(request: Request, tx: Tx, posted: Posted, meeting_id: str, case_reference: str) -> Response:
    record_out_of_the_room(
        tx,
        meeting_id=meeting_id,
        case_reference=case_reference,
        person_ids=[str(person) for person in posted.getlist("out")],
        and_later="yes" in posted.getlist("and_later"),
    )
    said = f"Recorded who was out of the room for {case_reference}."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


def _choices_page(request: Request, tx: Tx, meeting_id: str, faults: list[Fault] | None = None) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    meeting, on = visible_meeting(tx, meeting_id), london_day(tx.at)
    waiting = [case for case in visible_cases(tx) if case.status not in NOT_WAITING]
    ready = propose(waiting, on=on, places=len(waiting))
    wanted = max(meeting.target_cases - len(meeting.agenda), 0)
    return page(
        request,
        "agenda_choices.html",
        422 if faults else 200,
        faults=faults,
        meeting=meeting,
        ready=[
            *ready,
            *(case for case in waiting if case.status is CaseStatus.REVIEWED and may_be_listed(case)),
        ],
        proposed=[] if faults else [case.reference for case in ready[:wanted]],
        not_ready=[(case, why_not_listed(case, on)) for case in waiting if not may_be_listed(case)],
        on=on,
    )
