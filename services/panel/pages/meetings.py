"""Panel meetings: the list, planning one, the meeting's own page and its steps."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.cancel_meeting import cancel_meeting
from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.actions.meetings.take_agenda_back import take_agenda_back
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.learning.action_log import LoggedAction, overdue
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.attendance import MARK_LABELS
from services.panel.domain.meetings.calendar_entry import calendar_entry
from services.panel.domain.meetings.meeting_dates import MeetingRate, meeting_rate
from services.panel.domain.meetings.meeting_plan import plan_faults
from services.panel.domain.meetings.meeting_status import SHOWN_TO_MEMBERS, MeetingStatus
from services.panel.domain.meetings.meetings import PANEL_KINDS, PanelMeeting
from services.panel.domain.meetings.membership import SEAT_ROLES
from services.panel.domain.meetings.preparation import preparation_points
from services.panel.domain.meetings.queue_forecast import QueueForecast, forecast_queue
from services.panel.domain.quorum.quorum import QUORUM_RULES
from services.panel.pages.agenda_lines import BEFORE, agenda_lines, target_in_words
from services.panel.pages.posted_dates import read_date, read_number
from services.panel.queries.action_log import logged_actions
from services.panel.queries.cases import cases_ready
from services.panel.queries.meetings import (
    cases_of,
    interested_people,
    notified_between,
    visible_meeting,
    visible_meetings,
)
from shared.errors import Invalid, NotFound
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
FORECAST_MONTHS = 6
PAST_SHOWN = 6
ANY_WORKING_DAY = date(2026, 6, 15)
OVER = (MeetingStatus.CLOSED, MeetingStatus.CANCELLED)
STEPS: dict[str, tuple[Callable[..., None], str]] = {
    "publish": (publish_agenda, "Agenda published. Those invited can now read the bundles."),
    "take-back": (take_agenda_back, "Agenda taken back. Those invited no longer see its cases."),
    "start": (start_meeting, "The meeting is in session."),
}


@router.get("/meetings", name="meetings")
def meetings(request: Request, tx: Tx, past: str = "") -> Response:
    every, on = visible_meetings(tx), london_day(tx.at)
    over = [meeting for meeting in reversed(every) if meeting.status in OVER]
    prepares = can(tx.person, Permission.PREPARE_MEETING)
    return page(
        request,
        "meetings.html",
        coming=[meeting for meeting in every if meeting.status not in OVER],
        past=over if past == "all" else over[:PAST_SHOWN],
        older=0 if past == "all" else max(len(over) - PAST_SHOWN, 0),
        shown=SHOWN_TO_MEMBERS,
        kinds=PANEL_KINDS,
        target_in_words=target_in_words,
        prepares=prepares,
        sees_interests=can(tx.person, Permission.WITHDRAW_INTEREST),
        forecast=_forecast(tx, on) if prepares else None,
        rate=_rate(every, on) if prepares else None,
    )


@router.get("/meetings/plan", name="plan_meeting")
def plan_form(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    values = {"starts": "09:30", "kind": "all_deaths", "quorum_rules": "default-1", "target_cases": "8"}
    return _plan_page(request, {**values, "months": "1", "invite": ["everybody"]})


@router.post("/meetings/plan", name="plan_meeting_post")
def plan(request: Request, tx: Tx, posted: Posted) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    try:
        planned = plan_meeting(tx, **_plan_from(posted))
    except Invalid as refused:
        return _plan_page(request, posted, refused, status_code=422)
    if len(planned) > 1:
        return redirect(request, "meetings", flash=f"{len(planned)} meetings planned.")
    return redirect(request, "meeting_page", meeting_id=planned[0].id, flash="Meeting planned.")


@router.get("/meetings/{meeting_id}", name="meeting_page")
def meeting(request: Request, tx: Tx, meeting_id: str) -> Response:
    found, prepares = visible_meeting(tx, meeting_id), can(tx.person, Permission.PREPARE_MEETING)
    open_to_me = prepares or found.status in SHOWN_TO_MEMBERS
    return page(
        request,
        "meeting.html",
        meeting=found,
        lines=agenda_lines(tx, found, london_day(tx.at)) if open_to_me else [],
        open_to_me=open_to_me,
        prepares=prepares,
        records=can(tx.person, Permission.RECORD_ATTENDANCE) and open_to_me,
        statuses=MeetingStatus,
        kinds=PANEL_KINDS,
        roles=SEAT_ROLES,
        marks=MARK_LABELS,
        below_target=target_in_words(found),
        overdue=_overdue(tx, found),
        points=_points(tx, found) if prepares and found.status in BEFORE else [],
    )


@router.get("/meetings/{meeting_id}/panel-meeting.ics", name="meeting_calendar")
def calendar(tx: Tx, meeting_id: str) -> Response:
    """The invitation as a calendar file; its name and its text say nothing of cases or people."""
    entry = calendar_entry(visible_meeting(tx, meeting_id), tx.at)
    headers = {"Content-Disposition": 'attachment; filename="panel-meeting.ics"'}
    return Response(entry, media_type="text/calendar; charset=utf-8", headers=headers)


@router.post("/meetings/{meeting_id}/step/{step}", name="meeting_step")
def take_step(request: Request, tx: Tx, posted: Posted, meeting_id: str, step: str) -> Response:
    if step not in STEPS:
        raise NotFound("A meeting does not take this step.")
    action, said = STEPS[step]
    action(tx, meeting_id=meeting_id)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


@router.get("/meetings/{meeting_id}/close", name="close_meeting")
def close_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    check(tx.person, Permission.RECORD_ATTENDANCE)
    found = visible_meeting(tx, meeting_id)
    cases = cases_of(tx, found)
    listed = [item for item in found.agenda if _still_listed(cases.get(item.case_reference))]
    blanks = [seat for seat in found.seats if seat.mark.value == "not_recorded"]
    return page(request, "close_meeting.html", meeting=found, listed=listed, blanks=blanks)


@router.post("/meetings/{meeting_id}/close", name="close_meeting_post")
def close(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    discussed = [str(reference) for reference in posted.getlist("discussed")]
    close_meeting(tx, meeting_id=meeting_id, discussed=discussed)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash="The meeting is closed.")


@router.get("/meetings/{meeting_id}/cancel", name="cancel_meeting")
def cancel_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    return page(request, "cancel_meeting.html", meeting=visible_meeting(tx, meeting_id))


@router.post("/meetings/{meeting_id}/cancel", name="cancel_meeting_post")
def cancel(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    cancel_meeting(tx, meeting_id=meeting_id)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash="The meeting is cancelled.")


def _plan_page(
    request: Request, values: Any, refused: Invalid | None = None, status_code: int = 200
) -> Response:
    rules = [
        (each.id, each.name, f"Version {each.version}. {each.source}.") for each in QUORUM_RULES.values()
    ]
    faults = refused.faults if refused else ()
    return page(
        request,
        "plan_meeting.html",
        status_code,
        values=values,
        faults=faults,
        kinds=list(PANEL_KINDS.items()),
        rules=rules,
    )


def _plan_from(posted: PostedForm) -> dict[str, Any]:
    """The posted plan; Invalid names what cannot be read, and what plan_meeting would find as well."""
    held_on, faults = read_date(posted, "held_on", "Enter the date of the meeting")
    target, wrong_target = read_number(posted, "target_cases", "Enter the number of cases aimed at")
    months, wrong_months = read_number(posted, "months", "Enter how many meetings to plan, one a month")
    plan = {name: posted.text(name) for name in ("starts", "place", "kind", "theme", "quorum_rules")}
    unread = [*faults, *wrong_target, *wrong_months]
    if unread:
        others = plan_faults(held_on or ANY_WORKING_DAY, **plan, target_cases=target, months=months)
        raise Invalid([*unread, *(one for one in others if one.field not in {each.field for each in unread})])
    everybody = "everybody" in posted.getlist("invite")
    numbers = {"target_cases": target, "months": months}
    return {"held_on": held_on, **plan, **numbers, "invite_everybody": everybody}


def _points(tx: Transaction, meeting: PanelMeeting) -> list[str]:
    interested = interested_people(tx, [item.case_reference for item in meeting.agenda])
    return preparation_points(meeting, cases_of(tx, meeting), interested, london_day(tx.at))


def _overdue(tx: Transaction, meeting: PanelMeeting) -> list[LoggedAction]:
    """Actions without feedback by the day of a meeting that is still to be held or in session."""
    if meeting.status in OVER or not can(tx.person, Permission.RECORD_ATTENDANCE):
        return []
    return overdue(logged_actions(tx), meeting.held_on)


def _forecast(tx: Transaction, on: date) -> QueueForecast:
    """The queue at the pace of the last six whole months."""
    last = on.replace(day=1) - timedelta(days=1)
    first = last
    for _ in range(FORECAST_MONTHS):
        first = first.replace(day=1) - timedelta(days=1)
    new = notified_between(tx, first + timedelta(days=1), last)
    return forecast_queue(waiting=len(cases_ready(tx)), new_cases=new, over_months=FORECAST_MONTHS)


def _rate(every: list[PanelMeeting], on: date) -> MeetingRate:
    """Panels held in the last twelve whole months."""
    last = on.replace(day=1) - timedelta(days=1)
    first = date(last.year - 1, last.month, 1) if last.month < 12 else date(last.year, 1, 1)
    first = date(first.year, first.month + 1, 1) if last.month < 12 else first
    held = [one for one in every if one.status is MeetingStatus.CLOSED and first <= one.held_on <= last]
    return meeting_rate(len(held), first, last)


def _still_listed(case: Any) -> bool:
    return case is not None and case.status is CaseStatus.LISTED
