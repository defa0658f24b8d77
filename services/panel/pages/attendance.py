"""The register of one meeting, and of a run of meetings side by side, on a page and as a file."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.domain.meetings.attendance import MARK_LABELS, MARK_SIGNS, Mark, chosen_mark
from services.panel.domain.meetings.meeting_status import BEGUN, MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import SEAT_ROLES, PanelMember
from services.panel.domain.meetings.register import Register, register_of, register_table
from services.panel.domain.meetings.seats import Seat
from services.panel.pages.file_answers import as_file
from services.panel.queries.meetings import deputies_on, visible_meeting, visible_meetings
from services.panel.queries.reports import corrections_of
from shared.errors import Fault, Invalid
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
MOST_COLUMNS = 12


@router.get("/meetings/{meeting_id}/attendance", name="attendance")
def attendance_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _form(request, tx, meeting_id)


@router.post("/meetings/{meeting_id}/attendance", name="attendance_post")
def attendance(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    """Only lines that were changed on this page are written, so that two people can record at once."""
    meeting = visible_meeting(tx, meeting_id)
    check(tx.person, Permission.RECORD_ATTENDANCE)
    changed = _changed(meeting, posted)
    reason = posted.text("reason")
    wrong = _written_by_others(meeting, posted, changed)
    if changed and meeting.status is MeetingStatus.CLOSED and not reason:
        wrong.append(Fault("reason", "The meeting is closed: say why its register is changed"))
    if wrong:
        return _form(request, tx, meeting_id, posted.texts(), wrong)
    try:
        for person_id, value in changed.items():
            _record(tx, meeting_id, person_id, value, reason)
    except Invalid as refused:
        return _form(request, tx, meeting_id, posted.texts(), refused.faults)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=_said(len(changed)))


@router.get("/register", name="register")
def register(request: Request, tx: Tx) -> Response:
    return page(
        request,
        "register.html",
        register=_register(tx, MOST_COLUMNS),  # the newest beside the seats, where nobody has to scroll
        signs=MARK_SIGNS,
        labels=MARK_LABELS,
    )


@router.get("/register.{kind}", name="register_file")
def register_file(tx: Tx, kind: str) -> Response:
    """The register of every meeting held, as a file."""
    rows = register_table(_register(tx))
    tx.audit("export_register", reading=True)
    return as_file("attendance-register", kind, "Attendance register", rows)


def _changed(meeting: PanelMeeting, posted: PostedForm) -> dict[str, str]:
    """By person what was chosen on this page and is not on the register yet."""
    chosen = {seat.person_id: posted.text(f"mark-{seat.person_id}") for seat in meeting.seats}
    return {
        seat.person_id: chosen[seat.person_id]
        for seat in meeting.seats
        if chosen[seat.person_id] not in ("", posted.text(f"was-{seat.person_id}"), _value(seat))
    }


def _written_by_others(meeting: PanelMeeting, posted: PostedForm, changed: Mapping[str, str]) -> list[Fault]:
    """Lines of this page that somebody else has changed to something else since it was opened, by name."""
    return [
        Fault(
            f"mark-{seat.person_id}",
            f"{seat.name}: “{MARK_LABELS[seat.mark]}” was recorded since you opened the page. Choose again",
        )
        for seat in meeting.seats
        if seat.person_id in changed and posted.text(f"was-{seat.person_id}") not in ("", _value(seat))
    ]


def _said(lines: int) -> str:
    """How many lines were written: a message that outlives its page names nobody."""
    if not lines:
        return "Nothing to change: the register says this already."
    return f"Register saved: {lines} {'line' if lines == 1 else 'lines'} changed."


def _register(tx: Transaction, most: int | None = None) -> Register:
    check(tx.person, Permission.PREPARE_MEETING)
    held = [one for one in visible_meetings(tx) if one.status in BEGUN]
    return register_of(held[: -most - 1 : -1] if most else held)


def _record(tx: Transaction, meeting_id: str, person_id: str, value: str, reason: str) -> None:
    mark, _, deputy = value.partition(":")
    record_attendance(
        tx,
        meeting_id=meeting_id,
        person_id=person_id,
        mark=chosen_mark(mark),
        deputy_id=deputy or None,
        reason=reason,
    )


def _form(
    request: Request, tx: Transaction, meeting_id: str, values: Any = None, faults: Any = ()
) -> Response:
    meeting = visible_meeting(tx, meeting_id)
    deputies = deputies_on(tx, meeting.held_on)
    names = {seat.person_id: seat.name for seat in meeting.seats}
    return page(
        request,
        "attendance.html",
        422 if faults else 200,
        meeting=meeting,
        closed=meeting.status is MeetingStatus.CLOSED,
        rows=[
            (seat, _value(seat), _chosen(seat, values), _options(deputies.get(seat.person_id, [])))
            for seat in meeting.seats
        ],
        corrections=[(one, names.get(one.person_id, "")) for one in corrections_of(tx, meeting.id)],
        gives_seats=can(tx.person, Permission.PREPARE_MEETING),
        roles=SEAT_ROLES,
        labels=MARK_LABELS,
        values=values or {},
        faults=faults,
    )


def _chosen(seat: Seat, posted: Mapping[str, str] | None) -> str:
    """What was chosen on the page, shown again; a line left as it was shows what the register says now."""
    mark, was = ((posted or {}).get(f"{name}-{seat.person_id}", "") for name in ("mark", "was"))
    return mark if mark != was else _value(seat)


def _value(seat: Seat) -> str:
    """The line as the register has it; a deputy who was only announced is not on it yet."""
    came = seat.mark is Mark.DEPUTY and seat.deputy_id
    return f"{seat.mark.value}:{seat.deputy_id}" if came else seat.mark.value


def _options(deputies: list[PanelMember]) -> list[tuple[str, str]]:
    named = [(f"deputy:{one.person_id}", f"Deputy: {one.name}") for one in deputies]
    return [(mark.value, label) for mark, label in MARK_LABELS.items()] + named
