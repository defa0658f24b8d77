"""The register of one meeting, and of a run of meetings side by side."""

from fastapi import Request, Response

from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.domain.meetings.attendance import MARK_LABELS, MARK_SIGNS, Mark, chosen_mark, tally
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import SEAT_ROLES, PanelMember
from services.panel.domain.meetings.seats import Seat
from services.panel.queries.meetings import deputies_on, visible_meeting, visible_meetings
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()
MOST_COLUMNS = 12


@router.get("/meetings/{meeting_id}/attendance", name="attendance")
def attendance_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    meeting = visible_meeting(tx, meeting_id)
    deputies = deputies_on(tx, meeting.held_on)
    rows = [(seat, _value(seat), _options(deputies.get(seat.person_id, []))) for seat in meeting.seats]
    return page(request, "attendance.html", meeting=meeting, rows=rows, roles=SEAT_ROLES)


@router.post("/meetings/{meeting_id}/attendance", name="attendance_post")
def attendance(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    """Only lines that were changed on this page are written, so that two people can record at once."""
    changed = 0
    for seat in visible_meeting(tx, meeting_id).seats:
        value, before = posted.text(f"mark-{seat.person_id}"), posted.text(f"was-{seat.person_id}")
        if value and value != before:
            mark, _, deputy = value.partition(":")
            record_attendance(
                tx,
                meeting_id=meeting_id,
                person_id=seat.person_id,
                mark=chosen_mark(mark),
                deputy_id=deputy or None,
            )
            changed += 1
    said = f"Register saved: {changed} {'line' if changed == 1 else 'lines'} changed."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


@router.get("/register", name="register")
def register(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    held = [
        one for one in visible_meetings(tx) if one.status in (MeetingStatus.IN_SESSION, MeetingStatus.CLOSED)
    ]
    columns = held[-MOST_COLUMNS:]
    rows = _rows(columns)
    return page(
        request,
        "register.html",
        columns=columns,
        rows=rows,
        totals=[tally(seat.mark for seat in meeting.seats) for meeting in columns],
        overall=tally(seat.mark for meeting in columns for seat in meeting.seats),
        signs=MARK_SIGNS,
        labels=MARK_LABELS,
        roles=SEAT_ROLES,
    )


def _rows(columns: list[PanelMeeting]) -> list[tuple[str, str, list[Mark | None]]]:
    """One row per seat role and organisation of the day; None where it was not invited."""
    seats = {(seat.role, seat.organisation) for meeting in columns for seat in meeting.seats}
    return [
        (role, organisation, [_mark(meeting, role, organisation) for meeting in columns])
        for role, organisation in sorted(seats, key=lambda seat: (seat[1], seat[0]))
    ]


def _mark(meeting: PanelMeeting, role: str, organisation: str) -> Mark | None:
    found = [seat.mark for seat in meeting.seats if (seat.role, seat.organisation) == (role, organisation)]
    return found[0] if found else None


def _value(seat: Seat) -> str:
    return f"{seat.mark.value}:{seat.deputy_id}" if seat.deputy_id else seat.mark.value


def _options(deputies: list[PanelMember]) -> list[tuple[str, str]]:
    named = [(f"deputy:{one.person_id}", f"Deputy: {one.name}") for one in deputies]
    return [(mark.value, label) for mark, label in MARK_LABELS.items()] + named
