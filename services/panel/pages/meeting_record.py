"""The minutes of a meeting, written from what was recorded, and their approval by a later meeting."""

from fastapi import Request, Response

from services.panel.actions.minutes.approve_minutes import approve_minutes
from services.panel.domain.cases.sources import day
from services.panel.domain.meetings.meeting_status import BEGUN, MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.minutes.minutes import Minutes
from services.panel.domain.nobody_named import NAMES_NOBODY
from services.panel.queries.meetings import cases_of, visible_meeting, visible_meetings
from services.panel.queries.minutes import (
    ApprovedMinutes,
    approved_minutes_of,
    interests_of_reader,
    meetings_after,
    minutes_written_now,
)
from shared.errors import Invalid, NotFound
from shared.people import Permission, can
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()


@router.get("/meetings/{meeting_id}/record", name="meeting_record")
def record(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _page(request, tx, meeting_id)


@router.post("/meetings/{meeting_id}/record/approve", name="approve_minutes")
def approve(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    typed = {"at_meeting": posted.text("at_meeting"), "corrections": posted.text("corrections")}
    try:
        approve_minutes(tx, meeting_id=meeting_id, **typed, nobody_in=posted.text(NAMES_NOBODY))
    except Invalid as refusal:
        return _page(request, tx, meeting_id, 422, values=posted, faults=list(refusal.faults))
    return redirect(request, "meeting_record", "The minutes are approved.", meeting_id=meeting_id)


def _page(
    request: Request, tx: Transaction, meeting_id: str, status: int = 200, **context: object
) -> Response:
    meeting = visible_meeting(tx, meeting_id)
    if meeting.status not in BEGUN:
        raise NotFound("There are no minutes of a meeting that has not begun.")
    shown = cases_of(tx, meeting)
    for reference in shown:
        tx.audit("read_minutes", case=reference, subject=meeting.id, reading=True)
    approved = approved_minutes_of(tx, meeting.id)
    written = approved.minutes if approved else minutes_written_now(tx, meeting, list(shown))
    closed = meeting.status is MeetingStatus.CLOSED
    may_approve = closed and not approved and can(tx.person, Permission.RECORD_ATTENDANCE)
    after = [(one.id, f"Meeting of {day(one.held_on)}") for one in meetings_after(tx, meeting)]
    context = {"values": {}, "faults": [], **context}
    return page(
        request,
        "meeting_record.html",
        status,
        meeting=meeting,
        minutes=_for_reader(tx, meeting, written, set(shown)),
        approved=approved,
        approved_on=_approved_on(tx, approved),
        after=after if may_approve else [],
        may_approve=may_approve,
        **context,
    )


def _for_reader(tx: Transaction, meeting: PanelMeeting, minutes: Minutes, open_cases: set[str]) -> Minutes:
    on_agenda = {item.case_reference for item in meeting.items_shown_to(tx.person.id)}
    records = can(tx.person, Permission.RECORD_ATTENDANCE)
    return minutes.for_reader(on_agenda, open_cases, interests_of_reader(tx), records=records)


def _approved_on(tx: Transaction, approved: ApprovedMinutes | None) -> str:
    """The day of the meeting that approved them, in words; "" for a draft."""
    if approved is None:
        return ""
    found = next((one for one in visible_meetings(tx) if one.id == approved.approved_at_meeting), None)
    return day(found.held_on) if found else day(approved.approved_at.date())
