"""Steps of a meeting that are asked about first: starting, taking the start back, cancelling."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.cancel_meeting import cancel_meeting
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.actions.meetings.take_start_back import take_start_back
from services.panel.background import inviting_with
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meeting_steps import is_early, is_late
from services.panel.pages.dates import date_from
from services.panel.queries.meetings import visible_meeting
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of

router = HtmlRouter()


@router.get("/meetings/{meeting_id}/start", name="start_meeting")
def start_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    visible_meeting(tx, meeting_id).check_step(MeetingStatus.IN_SESSION)
    return _asked(request, tx, meeting_id, "start_meeting.html", Permission.RECORD_ATTENDANCE)


@router.post("/meetings/{meeting_id}/start", name="start_meeting_post")
def start(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    """On its day by one button; before it once that is confirmed, after it with the day on which it was."""
    held_on, faults = date_from(posted, "held_on")
    early = "yes" in posted.getlist("early")
    try:
        if faults:
            raise Invalid(faults)
        start_meeting(tx, meeting_id=meeting_id, although_early=early, held_on=held_on)
    except Invalid as refused:
        allowed = Permission.RECORD_ATTENDANCE
        return _asked(request, tx, meeting_id, "start_meeting.html", allowed, posted, refused.faults)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash="The meeting is in session.")


@router.get("/meetings/{meeting_id}/not-started", name="not_started")
def not_started_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _asked(request, tx, meeting_id, "not_started.html", Permission.RECORD_ATTENDANCE)


@router.post("/meetings/{meeting_id}/not-started", name="not_started_post")
def not_started(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    try:
        take_start_back(tx, meeting_id=meeting_id, because=posted.text("because"))
    except Invalid as refused:
        allowed = Permission.RECORD_ATTENDANCE
        return _asked(request, tx, meeting_id, "not_started.html", allowed, posted, refused.faults)
    said = "Recorded: the meeting has not started. Its agenda is published as before."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


@router.get("/meetings/{meeting_id}/cancel", name="cancel_meeting")
def cancel_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    visible_meeting(tx, meeting_id).check_step(MeetingStatus.CANCELLED)
    return _asked(request, tx, meeting_id, "cancel_meeting.html", Permission.PREPARE_MEETING)


@router.post("/meetings/{meeting_id}/cancel", name="cancel_meeting_post")
def cancel(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    told = inviting_with(site_of(request).settings)
    try:
        cancel_meeting(tx, meeting_id=meeting_id, because=posted.text("because"), inviting=told)
    except Invalid as refused:
        allowed = Permission.PREPARE_MEETING
        return _asked(request, tx, meeting_id, "cancel_meeting.html", allowed, posted, refused.faults)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash="The meeting is cancelled.")


def _asked(
    request: Request,
    tx: Tx,
    meeting_id: str,
    template: str,
    allowed: Permission,
    values: Any = None,
    faults: Sequence[Fault] = (),
) -> Response:
    check(tx.person, allowed)
    meeting, today = visible_meeting(tx, meeting_id), london_day(tx.at)
    asked = {
        "meeting": meeting,
        "today": today,
        "early": is_early(meeting, today),
        "late": is_late(meeting, today),
    }
    shown = {"values": values or {}, "faults": faults}
    return page(request, template, 422 if faults else 200, **asked, **shown)
