"""Planning a meeting or a series of them, looking at its dates first, and moving one meeting."""

from datetime import date
from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.reschedule_meeting import reschedule_meeting
from services.panel.background import inviting_with
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_dates import SeriesDate, series_dates
from services.panel.domain.meetings.meeting_plan import (
    EVERY,
    afterwards_faults,
    plan_faults,
    when_and_where_faults,
)
from services.panel.domain.meetings.meetings import PANEL_KINDS
from services.panel.domain.meetings.panels import Panel
from services.panel.pages.posted_dates import read_date, read_number
from services.panel.queries.meetings import visible_meeting
from services.panel.queries.panels import all_panels, panel_named
from services.panel.queries.quorum_rules import known_rules, rules_on_offer, version_in_force
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect
from shared.web.site import site_of
from shared.working_days import why_not_working

router = HtmlRouter()
ANY_WORKING_DAY = date(2026, 6, 15)


@router.get("/meetings/plan", name="plan_meeting")
def plan_form(request: Request, tx: Tx, panel: str = "") -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    chosen = panel_named(tx, panel or None)
    return _plan_page(request, tx, {**_defaults(tx, chosen), "months": "1", "every": "1"}, chosen)


@router.post("/meetings/plan", name="plan_meeting_post")
def plan(request: Request, tx: Tx, posted: Posted) -> Response:
    """Plans, or with the button "Look at the dates" says first which days they would be."""
    check(tx.person, Permission.PREPARE_MEETING)
    chosen = panel_named(tx, posted.text("panel_id") or None)
    try:
        wanted = _plan_from(tx, posted)
        if posted.text("look"):
            return _plan_page(request, tx, posted, chosen, dates=_dates(tx, wanted))
        planned = plan_meeting(tx, **wanted, panel_id=chosen.id)
    except Invalid as refused:
        return _plan_page(request, tx, posted, chosen, refused.faults)
    if len(planned) > 1:
        return redirect(request, "meetings", flash=f"{len(planned)} meetings planned.")
    return redirect(request, "meeting_page", meeting_id=planned[0].id, flash="Meeting planned.")


@router.get("/meetings/{meeting_id}/move", name="move_meeting")
def move_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = visible_meeting(tx, meeting_id)
    meeting.check_not_begun()
    values = {"starts": meeting.starts, "place": meeting.place}
    return _move_page(request, tx, meeting_id, {**values, **_three_fields("held_on", meeting.held_on)})


@router.post("/meetings/{meeting_id}/move", name="move_meeting_post")
def move(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    inviting = inviting_with(site_of(request).settings)
    try:
        told = reschedule_meeting(tx, meeting_id=meeting_id, **_move_from(posted), inviting=inviting)
    except Invalid as refused:
        return _move_page(request, tx, meeting_id, posted, refused.faults)
    said = f"The meeting has moved. Messages to people who know of it: {told}."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


def _plan_page(
    request: Request,
    tx: Tx,
    values: Any,
    panel: Panel,
    faults: Any = (),
    dates: list[SeriesDate] | None = None,
) -> Response:
    rules = rules_on_offer(tx, london_day(tx.at))
    return page(
        request,
        "plan_meeting.html",
        422 if faults else 200,
        values=values,
        faults=faults,
        panel=panel,
        panels=all_panels(tx),
        kinds=list(PANEL_KINDS.items()),
        rules=[(each.id, each.name, f"Version {each.version}. {each.source}.") for each in rules],
        every=[(str(months), label) for months, label in EVERY.items()],
        dates=dates,
    )


def _defaults(tx: Tx, panel: Panel) -> dict[str, Any]:
    """What the panel's own row says, to begin the form with."""
    words = {"starts": "09:30", "kind": panel.kind, "theme": panel.theme}
    rules = version_in_force(tx, panel.quorum_rules, london_day(tx.at))
    numbers = {"target_cases": str(panel.target_cases), "quorum_rules": rules}
    return {**words, **numbers, "panel_id": panel.id, "invite": ["everybody"]}


def _dates(tx: Tx, wanted: dict[str, Any]) -> list[SeriesDate]:
    plan = {name: each for name, each in wanted.items() if name not in ("invite_everybody", "because")}
    late = afterwards_faults(wanted["held_on"], wanted["because"], today=london_day(tx.at))
    if faults := [*plan_faults(**plan, rules=known_rules(tx)), *late]:
        raise Invalid(faults)
    return series_dates(wanted["held_on"], wanted["months"], why_not_working, wanted["every"])


def _plan_from(tx: Tx, posted: PostedForm) -> dict[str, Any]:
    """The posted plan; Invalid names what cannot be read, and what plan_meeting would find as well."""
    held_on, faults = read_date(posted, "held_on", "Enter the date of the meeting")
    target, wrong_target = read_number(posted, "target_cases", "Enter the number of cases aimed at")
    months, wrong_months = read_number(posted, "months", "Enter how many meetings to plan")
    every, wrong_every = read_number(posted, "every", "Choose how often the panel meets")
    words = {name: posted.text(name) for name in ("starts", "place", "kind", "theme", "quorum_rules")}
    plan: dict[str, Any] = {**words, "target_cases": target, "months": months, "every": every}
    unread = [*faults, *wrong_target, *wrong_months, *wrong_every]
    because = posted.text("because")
    if unread:
        others = plan_faults(held_on or ANY_WORKING_DAY, **plan, rules=known_rules(tx))
        late = afterwards_faults(held_on, because, today=london_day(tx.at)) if held_on else []
        raise Invalid(_with_others(unread, [*others, *late]))
    invite = {"invite_everybody": "everybody" in posted.getlist("invite")}
    return {"held_on": held_on, **plan, **invite, "because": because}


def _move_from(posted: PostedForm) -> dict[str, Any]:
    held_on, faults = read_date(posted, "held_on", "Enter the new date of the meeting")
    words = {name: posted.text(name) for name in ("starts", "place")}
    if faults:
        raise Invalid(_with_others(faults, when_and_where_faults(ANY_WORKING_DAY, **words)))
    return {"held_on": held_on, **words}


def _with_others(unread: list[Fault], others: list[Fault]) -> list[Fault]:
    named = {each.field for each in unread}
    return [*unread, *(one for one in others if one.field not in named)]


def _move_page(request: Request, tx: Tx, meeting_id: str, values: Any, faults: Any = ()) -> Response:
    meeting = visible_meeting(tx, meeting_id)
    return page(
        request, "move_meeting.html", 422 if faults else 200, meeting=meeting, values=values, faults=faults
    )


def _three_fields(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
