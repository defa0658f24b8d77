"""The panel's seats, and who is invited to a meeting."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.change_panel_seat import change_panel_seat
from services.panel.actions.meetings.end_panel_seat import end_panel_seat
from services.panel.actions.meetings.invite_member import invite_member
from services.panel.actions.meetings.name_deputy import name_deputy
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.meetings.withdraw_invitation import withdraw_invitation
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.answers import ANSWERED
from services.panel.domain.meetings.meeting_status import BEFORE_IT_BEGINS
from services.panel.domain.meetings.membership import (
    ALL_SECTORS,
    DEFAULT_PANEL,
    SEAT_ROLES,
    sectors_without_anybody,
)
from services.panel.pages.posted_dates import read_date
from services.panel.queries.meetings import all_members, deputies_on, members_on, visible_meeting
from services.panel.queries.panels import all_panels
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
NAMES = ("person_id", "name", "role", "organisation", "sector", "deputises_for", "email")


@router.get("/members", name="panel_members")
def members(request: Request, tx: Tx) -> Response:
    every, on = all_members(tx), london_day(tx.at)
    now = [member for member in every if member.on_the_panel(on)]
    return page(
        request,
        "panel_members.html",
        now=now,
        others=[member for member in every if not member.on_the_panel(on)],
        missing=sectors_without_anybody(member.sector for member in now),
        names={member.person_id: member.name for member in every},
        panels={panel.id: panel.name for panel in all_panels(tx)},
        roles=SEAT_ROLES,
        sectors=ALL_SECTORS,
    )


@router.get("/members/add", name="seat_member")
def add_form(request: Request, tx: Tx) -> Response:
    return _add_page(request, tx, {})


@router.post("/members/add", name="seat_member_post")
def add(request: Request, tx: Tx, posted: Posted) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    day, faults = read_date(posted, "valid_from", "Enter the day from which the seat is held")
    given = {name: posted.text(name) for name in NAMES} | {"valid_from": day or london_day(tx.at)}
    try:
        seat_panel_member(tx, **given, panels=_panels_from(posted))  # type: ignore[arg-type]
    except Invalid as refused:
        return _add_page(request, tx, posted, [*refused.faults, *faults])
    if faults:
        return _add_page(request, tx, posted, faults)
    return redirect(request, "panel_members", flash="The person has a seat on the panel.")


@router.get("/members/{person_id}/{valid_from}/end", name="end_seat")
def end_form(request: Request, tx: Tx, person_id: str, valid_from: str) -> Response:
    return _end_page(request, tx, person_id, valid_from)


@router.post("/members/{person_id}/{valid_from}/end", name="end_seat_post")
def end(request: Request, tx: Tx, posted: Posted, person_id: str, valid_from: str) -> Response:
    last_day, faults = read_date(posted, "last_day", "Enter the last day on which the seat is held")
    member = _member(tx, person_id, valid_from)
    try:
        if last_day is None:
            raise Invalid(faults)
        end_panel_seat(tx, person_id=person_id, valid_from=member.valid_from, last_day=last_day)
    except Invalid as refused:
        return _end_page(request, tx, person_id, valid_from, posted, list(refused.faults))
    return redirect(request, "panel_members", flash="The day on which the seat ends is kept.")


@router.get("/members/{person_id}/{valid_from}/change", name="change_seat")
def change_form(request: Request, tx: Tx, person_id: str, valid_from: str) -> Response:
    member = _member(tx, person_id, valid_from)
    values = {"email": member.email or "", "panels": member.panels or [DEFAULT_PANEL]}
    return _change_page(request, tx, member, values)


@router.post("/members/{person_id}/{valid_from}/change", name="change_seat_post")
def change(request: Request, tx: Tx, posted: Posted, person_id: str, valid_from: str) -> Response:
    member = _member(tx, person_id, valid_from)
    seat = {"person_id": person_id, "valid_from": member.valid_from}
    try:
        change_panel_seat(tx, **seat, email=posted.text("email"), panels=_panels_from(posted))
    except Invalid as refused:
        return _change_page(request, tx, member, posted, refused.faults)
    return redirect(request, "panel_members", flash="The seat is changed.")


@router.post("/meetings/{meeting_id}/seats/{person_id}/deputy", name="name_deputy")
def deputy(request: Request, tx: Tx, posted: Posted, meeting_id: str, person_id: str) -> Response:
    name_deputy(tx, meeting_id=meeting_id, person_id=person_id, deputy_id=posted.text("deputy"))
    said = "The deputy is named, and can read the papers of this meeting."
    return redirect(request, "invite", meeting_id=meeting_id, flash=said)


@router.get("/meetings/{meeting_id}/invite", name="invite")
def invite_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _invite_page(request, tx, meeting_id)


@router.post("/meetings/{meeting_id}/invite", name="invite_post")
def invite(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    chosen = [str(person) for person in posted.getlist("people")]
    if not chosen:
        return _invite_page(request, tx, meeting_id, [Fault("people", "Choose at least one person")])
    for person in chosen:
        invite_member(tx, meeting_id=meeting_id, person_id=person)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=f"Invited: {len(chosen)}.")


@router.post("/meetings/{meeting_id}/seats/{person_id}/withdraw", name="withdraw_invitation")
def withdraw(request: Request, tx: Tx, posted: Posted, meeting_id: str, person_id: str) -> Response:
    withdraw_invitation(tx, meeting_id=meeting_id, person_id=person_id)
    return redirect(request, "invite", meeting_id=meeting_id, flash="Invitation withdrawn.")


def _invite_page(request: Request, tx: Tx, meeting_id: str, faults: list[Fault] | None = None) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = visible_meeting(tx, meeting_id)
    invited = {seat.person_id for seat in meeting.seats}
    free = [member for member in members_on(tx, meeting.held_on) if member.person_id not in invited]
    options = [
        (one.person_id, f"{one.name}, {SEAT_ROLES.get(one.role, one.role)}", one.organisation) for one in free
    ]
    deputies = deputies_on(tx, meeting.held_on)
    names = {one.person_id: one.name for known in deputies.values() for one in known}
    context = {"meeting": meeting, "options": options, "roles": SEAT_ROLES, "answers": ANSWERED}
    context |= {"deputies": deputies, "names": names, "open": meeting.status in BEFORE_IT_BEGINS}
    return page(request, "invite.html", 422 if faults else 200, faults=faults, **context)


def _add_page(request: Request, tx: Tx, values: Any, faults: list[Fault] | None = None) -> Response:
    seated = members_on(tx, london_day(tx.at))
    return page(
        request,
        "seat_member.html",
        422 if faults else 200,
        values=values,
        faults=faults,
        roles=list(SEAT_ROLES.items()),
        sectors=list(ALL_SECTORS.items()),
        panels=[(one.id, one.name) for one in all_panels(tx)],
        members=[(one.person_id, f"{one.name}, {SEAT_ROLES.get(one.role, one.role)}") for one in seated],
    )


def _panels_from(posted: PostedForm) -> list[str]:
    return [str(panel) for panel in posted.getlist("panels")]


def _change_page(request: Request, tx: Tx, member: Any, values: Any, faults: Any = ()) -> Response:
    panels = [(one.id, one.name, one.type.label) for one in all_panels(tx)]
    context = {"member": member, "panels": panels, "values": values, "faults": faults}
    return page(request, "change_seat.html", 422 if faults else 200, **context)


def _end_page(
    request: Request,
    tx: Tx,
    person_id: str,
    valid_from: str,
    values: Any = None,
    faults: list[Fault] | None = None,
) -> Response:
    member = _member(tx, person_id, valid_from)
    return page(request, "end_seat.html", 422 if faults else 200, member=member, values=values, faults=faults)


def _member(tx: Tx, person_id: str, valid_from: str) -> Any:
    for member in all_members(tx):
        if (member.person_id, member.valid_from.isoformat()) == (person_id, valid_from):
            return member
    raise NotFound("There is no such seat.")
