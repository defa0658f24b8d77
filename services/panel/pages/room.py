"""One case in the meeting: who is in the room for it, and whether they are enough, as it stands now."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.quorum.record_out_of_the_room import record_out_of_the_room
from services.panel.domain.london_days import LONDON, london_day
from services.panel.domain.meetings.attendance import IN_THE_MEETING, MARK_LABELS
from services.panel.domain.meetings.meeting_status import BEGUN
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import SEAT_ROLES
from services.panel.domain.meetings.taking_no_part import taking_no_part
from services.panel.queries.cases import visible_case
from services.panel.queries.meetings import people_interested_in, people_who_declared, visible_meeting
from services.panel.queries.room import movements_of
from shared.errors import Invalid
from shared.people import Permission, can, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()


@router.get("/meetings/{meeting_id}/agenda/{case_reference}/quorum", name="case_quorum")
def quorum(request: Request, tx: Tx, meeting_id: str, case_reference: str) -> Response:
    return page(request, "case_quorum.html", **_standing(tx, meeting_id, case_reference))


@router.get("/meetings/{meeting_id}/agenda/{case_reference}/quorum/now", name="case_quorum_now")
def quorum_now(request: Request, tx: Tx, meeting_id: str, case_reference: str) -> Response:
    """The count alone: what a page that stays open asks for anew."""
    return page(request, "case_quorum_now.html", **_standing(tx, meeting_id, case_reference))


@router.get("/meetings/{meeting_id}/agenda/{case_reference}/room", name="room")
def room_form(request: Request, tx: Tx, meeting_id: str, case_reference: str) -> Response:
    check(tx.person, Permission.RECORD_ATTENDANCE)
    return _room_page(request, tx, meeting_id, case_reference)


@router.post("/meetings/{meeting_id}/agenda/{case_reference}/room", name="room_post")
def room(request: Request, tx: Tx, posted: Posted, meeting_id: str, case_reference: str) -> Response:
    try:
        at = record_out_of_the_room(
            tx,
            meeting_id=meeting_id,
            case_reference=case_reference,
            person_ids=[str(person) for person in posted.getlist("out")],
            and_later="yes" in posted.getlist("and_later"),
            at=posted.text("at"),
        )
    except Invalid as refused:
        return _room_page(request, tx, meeting_id, case_reference, posted, refused)
    when = f", with the time {at.astimezone(LONDON):%H:%M}" if at else ""
    said = f"Recorded who was out of the room for {case_reference}{when}."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


def _room_page(
    request: Request,
    tx: Tx,
    meeting_id: str,
    case_reference: str,
    values: Any = None,
    refused: Invalid | None = None,
) -> Response:
    meeting = visible_meeting(tx, meeting_id)
    item, here = meeting.item(case_reference), [one for one in meeting.seats if one.mark in IN_THE_MEETING]
    options = [
        (one.attendee.person_id, f"{one.name}, {SEAT_ROLES.get(one.role, one.role)}", one.organisation)
        for one in here
    ]
    return page(
        request,
        "room.html",
        422 if refused else 200,
        meeting=meeting,
        item=item,
        options=options,
        values=values or {"out": item.out_of_the_room},
        faults=refused.faults if refused else (),
        movements=movements_of(tx, meeting_id, case_reference),
        over=meeting.held_on < london_day(tx.at),
    )


def _standing(tx: Tx, meeting_id: str, case_reference: str) -> dict[str, Any]:
    """The quorum for one case and how it came about. Names are for whoever records and chairs."""
    meeting = visible_meeting(tx, meeting_id)
    visible_case(tx, case_reference)
    item, outside = meeting.item(case_reference), people_interested_in(tx, case_reference)
    declared = people_who_declared(tx, [case_reference]).get(case_reference, set())
    begun = meeting.status in BEGUN
    judge = meeting.quorum_for if begun else meeting.expected_quorum_for
    return {
        "meeting": meeting,
        "reference": case_reference,
        "quorum": judge(case_reference, outside),
        "begun": begun,
        "records": can(tx.person, Permission.RECORD_ATTENDANCE),
        "taking_part": _seats(meeting, case_reference, outside),
        "no_part": taking_no_part(meeting.seats, outside, declared),
        "out_of_the_room": _names(meeting, set(item.out_of_the_room) - outside),
        "movements": movements_of(tx, meeting_id, case_reference),
        "roles": SEAT_ROLES,
        "marks": MARK_LABELS,
    }


def _seats(meeting: PanelMeeting, case_reference: str, outside: set[str]) -> list[Any]:
    part = {each.person_id for each in meeting.taking_part_in(case_reference, outside)}
    here = [seat for seat in meeting.seats if seat.mark in IN_THE_MEETING]
    return [seat for seat in here if seat.attendee.person_id in part]


def _names(meeting: PanelMeeting, people: set[str]) -> list[str]:
    return [seat.name for seat in meeting.seats if {seat.person_id, seat.attendee.person_id} & people]
