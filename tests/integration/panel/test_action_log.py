"""Actions of completed reviews: overdue on the next agenda, and what is reported on them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.learning.record_action_step import record_action_step
from services.panel.actions.meetings.invite_expert import invite_expert
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm, ContributoryFactor
from services.panel.domain.cases.sources import day
from services.panel.domain.learning.action_log import Said
from services.panel.domain.learning.action_steps import ActionState
from services.panel.queries.action_log import logged_actions
from shared.contracts import RecommendationFollowed
from shared.errors import NotPermitted
from tests.integration.panel.conftest import CASE, Browser, Filled, Panel

OTHER = "LLR-2026-0108"
FORM = AnalysisForm(
    cause_of_death="Meningococcal sepsis",
    summary="A baby who became ill over a day.",
    category=9,
    factors=(ContributoryFactor("B", "Parental smoking", 2, "yes", "Page 1.1"),),
    modifiability="modifiable",
    learning=("Smoke-free homes matter",),
    actions=(AgreedAction("Offer smoking cessation", "Public health", "local", date(2026, 7, 1)),),
)


@pytest.fixture
def completed(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_completed)


def make_completed(panel: Panel, form: AnalysisForm = FORM) -> None:
    """A completed review with one action due on 1 July; it is now 6 July."""
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    panel.act("cdr-manager", save_analysis, case_reference=CASE, form=form, version=0)
    panel.act("panel-chair", complete_review, case_reference=CASE)
    panel.at = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)


def test_the_page_of_an_action_says_that_its_effect_is_judged_early(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    place = {"case_reference": CASE, "review_version": 1, "number": 0}
    for step in ("reported_done", "signed_off", "checked"):
        said = Said(step, "It is done", evidence="A letter")
        because = "Nobody else this week"
        completed.act("cdr-manager", record_action_step, **place, said=said, own_work_because=because)
    office, path = sign_in("cdr-manager"), f"/actions/{CASE}/1/0"
    assert "A judgement before that day is shown as early." in office.get(path).text
    judged = {"step": "effect", "words": "It works", "evidence": "A count", "effect": "worked"}
    assert "Judged early: it was to be judged from 6 January 2027." in office.post(path, path, judged).text


def state(panel: Panel) -> ActionState:
    [action] = panel.reading("cdr-manager", logged_actions)
    return action.state


def late(panel: Panel) -> bool:
    [action] = panel.reading("cdr-manager", logged_actions)
    return bool(action.overdue(panel.at.date()))


def next_meeting(panel: Panel) -> str:
    [planned] = panel.act(
        "cdr-manager", plan_meeting, held_on=date(2026, 7, 16), starts="09:30", place="Room 1"
    )
    return str(planned.id)


def publish_with(panel: Panel, meeting_id: str, case: str) -> None:
    panel.notified(case)
    panel.act("cdr-manager", mark_ready, case_reference=case)
    panel.act("cdr-manager", put_case_on_agenda, meeting_id=meeting_id, case_reference=case)
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id)


def test_an_action_without_feedback_by_its_date_is_overdue_on_the_next_agenda(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    shown = sign_in("cdr-manager").get(f"/meetings/{next_meeting(completed)}").text
    assert "Overdue actions" in shown
    assert "Offer smoking cessation" in shown


def test_members_read_before_the_meeting_what_is_overdue_and_of_which_case_it_is_they_do_not(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    meeting = next_meeting(completed)
    member, path = sign_in("panel-member"), f"/meetings/{meeting}"
    assert "Offer smoking cessation" not in member.get(path).text  # its agenda is not published yet
    publish_with(completed, meeting, OTHER)
    overdue = member.get(path).text.partition("Overdue actions")[2]
    for shown in ("Offer smoking cessation", "Public health", "1 July 2026"):
        assert shown in overdue
    assert CASE not in overdue
    assert f"/actions/{CASE}" not in overdue
    completed.act("panel-member", declare_interest, case_reference=CASE, reason="Treated the child")
    assert "Offer smoking cessation" not in member.get(path).text


def test_an_expert_is_not_told_what_is_overdue_of_other_cases(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    meeting = next_meeting(completed)
    publish_with(completed, meeting, OTHER)
    expert = {"person_id": "invited-expert", "name": "Prof Example", "organisation": "Heart network"}
    sector = {"sector": "acute_hospital", "email": ""}
    completed.act("cdr-manager", invite_expert, meeting_id=meeting, **expert, **sector, cases=[OTHER])
    shown = sign_in("invited-expert").get(f"/meetings/{meeting}").text
    assert OTHER in shown
    assert "1 on the agenda for you." in shown
    assert "Overdue actions" not in shown


def test_after_feedback_the_agenda_says_by_when_the_next_was_due(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    place = {"case_reference": CASE, "review_version": 1, "number": 0}
    completed.act("cdr-manager", record_action_step, **place, said=Said("progress", "Half the clinics"))
    [action] = completed.reading("cdr-manager", logged_actions)
    completed.at = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    plan = {"held_on": date(2027, 3, 18), "starts": "09:30", "place": "Room 1"}
    [planned] = completed.act("cdr-manager", plan_meeting, **plan)
    shown = sign_in("cdr-manager").get(f"/meetings/{planned.id}").text
    late_by = shown[shown.index("Overdue actions") :]
    assert action.feedback_due_on is not None
    assert f"{action.feedback_due_on.day} {action.feedback_due_on:%B %Y}" in late_by
    assert "1 July 2026" not in late_by


def test_minutes_give_the_same_day_as_the_meeting_page_by_which_an_owner_was_to_be_heard_of(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    place = {"case_reference": CASE, "review_version": 1, "number": 0}
    completed.act("cdr-manager", record_action_step, **place, said=Said("progress", "Half the clinics"))
    [action] = completed.reading("cdr-manager", logged_actions)
    completed.at = datetime(2027, 3, 18, 9, 0, tzinfo=UTC)
    plan = {"held_on": date(2027, 3, 18), "starts": "09:30", "place": "Room 1"}
    [planned] = completed.act("cdr-manager", plan_meeting, **plan)
    publish_with(completed, planned.id, OTHER)
    completed.act("cdr-manager", start_meeting, meeting_id=planned.id)
    manager = sign_in("cdr-manager")
    minutes = manager.get(f"/meetings/{planned.id}/record").text.partition("Overdue actions")[2]
    assert f"Feedback due {day(action.feedback_due_on)}, {CASE}" in minutes
    assert "Due 1 July 2026" not in minutes
    log = manager.get("/actions").text
    assert "Action due" in log
    assert f"Feedback due {day(action.feedback_due_on)}" in log


def test_the_chair_reads_the_whole_list_of_what_is_overdue_and_members_how_it_is_counted(
    panel: Panel, sign_in: Callable[[str], Browser]
) -> None:
    [one] = FORM.actions
    others = [replace(one, text=f"Action {number}") for number in range(11)]
    make_completed(panel, replace(FORM, actions=(*others, one, one)))
    meeting = next_meeting(panel)
    publish_with(panel, meeting, OTHER)
    path = f"/meetings/{meeting}"
    chair = sign_in("panel-chair")
    shown = chair.get(path).text
    assert "The 10 longest overdue of 13" in shown
    assert "Action 10" not in shown
    assert f'href="/panel{path}?overdue=all#overdue"' in shown
    every = chair.get(f"{path}?overdue=all").text
    assert "Action 10" in every
    assert "longest overdue of" not in every
    member = sign_in("panel-member").get(f"{path}?overdue=all").text
    assert "The 10 longest overdue of 12." in member
    assert "review by review they are 13" in member
    assert "Action 10" not in member


def test_feedback_takes_it_off_the_agenda_and_is_audited(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    manager = sign_in("cdr-manager")
    path = f"/actions/{CASE}/1/0"
    empty = manager.post(path, path, {"step": "", "words": ""})
    assert empty.status_code == 422
    assert "Choose what is reported" in empty.text
    assert late(completed)
    done = {"step": "reported_done", "words": "Leaflets are in every clinic", "evidence": "Order of leaflets"}
    manager.post(path, path, done)
    assert state(completed) is ActionState.REPORTED_DONE
    assert "Overdue actions" not in manager.get(f"/meetings/{next_meeting(completed)}").text
    own = manager.post(path, path, {"step": "signed_off", "words": "Seen"})
    assert own.status_code == 409
    assert "This is your own work" in own.text or "cannot be approved by whoever reported" in own.text
    assert state(completed) is ActionState.REPORTED_DONE
    office = sign_in("cdop-administrator")
    office.post(path, path, {"step": "signed_off", "words": "The order covers every clinic"})
    assert state(completed) is ActionState.DONE
    manager.post(path, path, {"step": "checked", "words": "Seen in three clinics", "evidence": "Notes"})
    assert state(completed) is ActionState.CHECKED
    assert "Done and checked" in manager.get("/actions?show=checked").text


def test_a_member_does_not_report_and_does_not_read_the_log(completed: Panel) -> None:
    place = {"case_reference": CASE, "review_version": 1, "number": 0}
    with pytest.raises(NotPermitted):
        completed.act("panel-member", record_action_step, **place, said=Said("progress", "Done"))
    with pytest.raises(NotPermitted):
        completed.reading("panel-member", logged_actions)


def test_the_actions_of_a_case_are_closed_to_a_chair_with_an_interest_in_it(completed: Panel) -> None:
    assert len(completed.reading("panel-chair", logged_actions)) == 1
    completed.act("panel-chair", declare_interest, case_reference=CASE, reason="Treated the child")
    assert completed.reading("panel-chair", logged_actions) == []


def test_the_manager_sees_how_many_have_opened_the_bundle(
    panel: Panel, sign_in: Callable[[str], Browser]
) -> None:
    panel.notified()
    meeting = panel.on_agenda()
    sign_in("panel-member").get(f"/cases/{CASE}/bundle")
    shown = sign_in("cdr-manager").get(f"/meetings/{meeting}").text
    assert "Bundle opened by 1 of 5 invited." in shown
    entry = sign_in("panel-member").get(f"/meetings/{meeting}/panel-meeting.ics")
    assert entry.headers["content-type"].startswith("text/calendar")
    assert CASE not in entry.text


def test_the_other_services_are_told_where_an_action_stands_at_every_step(completed: Panel) -> None:
    said = Said(step="told", how="mail", on=date(2026, 7, 6))
    completed.act(
        "cdr-manager", record_action_step, case_reference=CASE, review_version=1, number=0, said=said
    )
    with completed.database.engine.connect() as connection:
        told = connection.scalars(text("SELECT envelope FROM outbox ORDER BY id")).all()
    steps = [one["data"] for one in told if one["type"] == RecommendationFollowed.type]
    assert [(one["text"], one["state"]) for one in steps] == [
        ("Offer smoking cessation", "agreed"),
        ("Offer smoking cessation", "told"),
    ]
