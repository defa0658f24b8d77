"""Panel meetings: the list, the meeting's own page and its steps."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.take_agenda_back import take_agenda_back
from services.panel.background import inviting_with
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.due_actions import OverdueInShort
from services.panel.domain.learning.due_actions import overdue as overdue_on
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.agenda_proposal import Themes, Wanted
from services.panel.domain.meetings.answers import ANSWERED
from services.panel.domain.meetings.attendance import MARK_LABELS
from services.panel.domain.meetings.closing import OUTCOME_LABELS, OUTCOMES
from services.panel.domain.meetings.meeting_status import SHOWN_TO_MEMBERS, MeetingStatus
from services.panel.domain.meetings.meetings import PANEL_KINDS, PanelMeeting
from services.panel.domain.meetings.membership import SEAT_ROLES
from services.panel.domain.meetings.panels import Panel
from services.panel.domain.meetings.preparation import preparation_points
from services.panel.domain.meetings.queue_forecast import QueueForecast, forecast_queue
from services.panel.pages.agenda_lines import BEFORE, agenda_lines, target_in_words
from services.panel.pages.invitations import invitations_of
from services.panel.queries.action_log import logged_actions, overdue_for_members
from services.panel.queries.case_themes import themes_in_use
from services.panel.queries.cases import cases_ready
from services.panel.queries.closing import cases_at_closing
from services.panel.queries.late_papers import late_papers
from services.panel.queries.meeting_steps import steps_of
from services.panel.queries.meetings import (
    cases_of,
    deputy_names,
    interested_people,
    notified_between,
    visible_meeting,
    visible_meetings,
)
from services.panel.queries.panels import all_panels, panel_of
from shared.errors import Fault, Invalid, NotFound
from shared.indicators import MeetingRate, meeting_rate
from shared.people import Permission, Relation, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of

router = HtmlRouter()
FORECAST_MONTHS = 6
PAST_SHOWN = 6
OVERDUE_SHOWN = 10  # of the overdue actions on a meeting's page; the chair and the office can ask for all
OVER = (MeetingStatus.CLOSED, MeetingStatus.CANCELLED)
STEPS: dict[str, tuple[Callable[..., None], str]] = {
    "publish": (publish_agenda, "Agenda published. Those invited can now read the bundles."),
    "take-back": (take_agenda_back, "Agenda taken back. Those invited no longer see its cases."),
}

TELLS = frozenset({"publish"})  # those invited are written to


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
        allows_downloads=can(tx.person, Permission.ALLOW_DOWNLOADS),
        follows=can(tx.person, Permission.FOLLOW_ACTIONS),
        reports=can(tx.person, Permission.VIEW_PANEL_REPORTS),
        forecasts=_forecasts(tx, on) if prepares else [],
        rate=_rate(every, on) if prepares else None,
    )


@router.get("/meetings/{meeting_id}", name="meeting_page")
def meeting(request: Request, tx: Tx, meeting_id: str, overdue: str = "") -> Response:
    found, prepares = visible_meeting(tx, meeting_id), can(tx.person, Permission.PREPARE_MEETING)
    open_to_me = prepares or found.status in SHOWN_TO_MEMBERS
    lines = agenda_lines(tx, found, london_day(tx.at)) if open_to_me else []
    seat = next((one for one in found.seats if one.person_id == tx.person.id), None)
    return page(
        request,
        "meeting.html",
        meeting=found,
        lines=lines,
        late=late_papers(tx, found, [line.item.case_reference for line in lines if line.case]),
        panel=panel_of(tx, found),
        seat=seat,
        answered=ANSWERED,
        invitations=invitations_of(tx, found) if prepares else None,
        may_settle=can(tx.person, Permission.WITHDRAW_INTEREST),
        open_to_me=open_to_me,
        prepares=prepares,
        records=can(tx.person, Permission.RECORD_ATTENDANCE) and open_to_me,
        decides=can(tx.person, Permission.COMPLETE_REVIEW, {Relation.INVITED}) and open_to_me,
        statuses=MeetingStatus,
        kinds=PANEL_KINDS,
        roles=SEAT_ROLES,
        marks=MARK_LABELS,
        deputies=deputy_names(tx, found) if open_to_me else {},
        below_target=target_in_words(found),
        overdue=_overdue(tx, found),
        overdue_shown=None if overdue == "all" else OVERDUE_SHOWN,
        overdue_in_short=_overdue_in_short(tx, found) if open_to_me else [],
        attendance_due=_attendance_due(tx, found),
        asks_first=found.held_on != london_day(tx.at),
        steps=steps_of(tx, meeting_id) if can(tx.person, Permission.RECORD_ATTENDANCE) else [],
        points=_points(tx, found) if prepares and found.status in BEFORE else [],
    )


@router.post("/meetings/{meeting_id}/step/{step}", name="meeting_step")
def take_step(request: Request, tx: Tx, posted: Posted, meeting_id: str, step: str) -> Response:
    if step not in STEPS:
        raise NotFound("A meeting does not take this step.")
    action, said = STEPS[step]
    told = {"inviting": inviting_with(site_of(request).settings)} if step in TELLS else {}
    action(tx, meeting_id=meeting_id, **told)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


@router.get("/meetings/{meeting_id}/close", name="close_meeting")
def close_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    check(tx.person, Permission.RECORD_ATTENDANCE)
    return _close_page(request, tx, meeting_id)


@router.post("/meetings/{meeting_id}/close", name="close_meeting_post")
def close(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    chosen: dict[str, set[str]] = {name: set() for name in OUTCOMES}
    for name, value in posted.texts().items():
        if name.startswith("outcome-") and value in chosen:
            chosen[value].add(name.removeprefix("outcome-"))
    try:
        close_meeting(tx, meeting_id=meeting_id, **chosen)
    except Invalid as refused:
        return _close_page(request, tx, meeting_id, posted.texts(), refused.faults)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash="The meeting is closed.")


def _close_page(
    request: Request, tx: Tx, meeting_id: str, values: Any = None, faults: Sequence[Fault] = ()
) -> Response:
    found = visible_meeting(tx, meeting_id)
    found.check_step(MeetingStatus.CLOSED)
    return page(
        request,
        "close_meeting.html",
        422 if faults else 200,
        meeting=found,
        listed=cases_at_closing(tx, found),
        blanks=[seat for seat in found.seats if seat.mark.value == "not_recorded"],
        outcomes=OUTCOME_LABELS,
        values=values or {},
        faults=faults,
    )


def _attendance_due(tx: Transaction, meeting: PanelMeeting) -> bool:
    """Whether it is in session, and whoever may record who is here has recorded nothing yet."""
    blank = all(seat.mark.value == "not_recorded" for seat in meeting.seats)
    in_session = meeting.status is MeetingStatus.IN_SESSION and bool(meeting.seats)
    return in_session and blank and can(tx.person, Permission.RECORD_ATTENDANCE)


def _points(tx: Transaction, meeting: PanelMeeting) -> list[str]:
    interested = interested_people(tx, [item.case_reference for item in meeting.agenda])
    return preparation_points(meeting, cases_of(tx, meeting), interested, london_day(tx.at))


def _overdue(tx: Transaction, meeting: PanelMeeting) -> list[LoggedAction]:
    """Actions without feedback by the day of a meeting that is still to be held or in session."""
    if meeting.status in OVER or not can(tx.person, Permission.RECORD_ATTENDANCE):
        return []
    return overdue_on(logged_actions(tx), meeting.held_on)


def _overdue_in_short(tx: Transaction, meeting: PanelMeeting) -> list[OverdueInShort]:
    """The same for members, who are told what is overdue and not of which case."""
    if meeting.status in OVER or can(tx.person, Permission.RECORD_ATTENDANCE):
        return []
    return overdue_for_members(tx, meeting.held_on)


def _forecasts(tx: Transaction, on: date) -> list[tuple[Panel, QueueForecast]]:
    """For each panel the queue of the cases it is for, at the pace of the last six whole months."""
    last = on.replace(day=1) - timedelta(days=1)
    first = last
    for _ in range(FORECAST_MONTHS):
        first = first.replace(day=1) - timedelta(days=1)
    new = notified_between(tx, first + timedelta(days=1), last)
    ready = cases_ready(tx)
    themes = themes_in_use(tx, [*ready, *new])
    return [(panel, _forecast(panel, ready, new, themes)) for panel in all_panels(tx) if panel.meets_on(on)]


def _forecast(panel: Panel, ready: list[ReviewCase], new: list[ReviewCase], themes: Themes) -> QueueForecast:
    wanted = Wanted(panel.type, panel.theme, panel.target_cases)
    takes = {case.reference for case in (*ready, *new) if not wanted.why_not(case, themes[case.reference])}
    return forecast_queue(
        waiting=sum(case.reference in takes for case in ready),
        new_cases=sum(case.reference in takes for case in new),
        over_months=FORECAST_MONTHS,
        meetings_a_year=panel.meetings_a_year,
        cases_a_meeting=panel.target_cases,
    )


def _rate(every: list[PanelMeeting], on: date) -> MeetingRate:
    """Panels held in the last twelve whole months."""
    last = on.replace(day=1) - timedelta(days=1)
    first = date(last.year - 1, last.month, 1) if last.month < 12 else date(last.year, 1, 1)
    first = date(first.year, first.month + 1, 1) if last.month < 12 else first
    held = [one for one in every if one.status is MeetingStatus.CLOSED and first <= one.held_on <= last]
    return meeting_rate(len(held), first, last)
