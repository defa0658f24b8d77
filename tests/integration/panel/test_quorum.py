"""The quorum for each case on a real database: who leaves, comes back, deputises, and by which rules."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from deploy.personas import PERSONAS
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.meetings.invite_expert import invite_expert
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.meetings.take_agenda_back import take_agenda_back
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.actions.quorum.make_quorum_rules import make_quorum_rules
from services.panel.actions.quorum.record_out_of_the_room import record_out_of_the_room
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.quorum.quorum import DEFAULT_RULES, QuorumRules, judge_quorum
from services.panel.queries.meetings import visible_meeting
from services.panel.queries.quorum_rules import rules_on_offer, version_in_force
from services.panel.queries.relations import sitting_for
from services.panel.queries.room import movements_of
from services.panel.tables.quorum import quorum_rule_set, room_movement
from shared.errors import Invalid, NotPermitted
from shared.storage import Transaction
from tests.integration.panel.conftest import CASE, Browser, Panel

SECOND, THIRD = "LLR-2026-0108", "LLR-2026-0109"
ONE_RULE = QuorumRules(
    id="",
    name="Three members with the police",
    version=0,
    starts_on=date(2026, 6, 15),
    source="Terms of reference of June 2026",
    minimum_people=3,
    roles=("police",),
)


@pytest.fixture
def three_cases(panel: Panel) -> str:
    """The id of a meeting in session with three cases on its agenda and everybody present."""
    for case in (CASE, SECOND, THIRD):
        panel.notified(case)
    meeting_id = panel.on_agenda()
    panel.act("cdr-manager", take_agenda_back, meeting_id=meeting_id)
    for case in (SECOND, THIRD):
        panel.act("cdr-manager", mark_ready, case_reference=case)
        panel.act("cdr-manager", put_case_on_agenda, meeting_id=meeting_id, case_reference=case)
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id)
    panel.everybody_present(meeting_id)
    return meeting_id


def missing(panel: Panel, case: str) -> tuple[str, ...]:
    sitting = panel.reading("cdr-manager", lambda tx: sitting_for(tx, case))
    return tuple(sitting.quorum.missing)


def _execute(statement: Any, tx: Transaction) -> Any:
    return tx.session.execute(statement)


def out(panel: Panel, meeting_id: str, case: str, *people: str, **given: Any) -> None:
    panel.act(
        "panel-chair",
        record_out_of_the_room,
        meeting_id=meeting_id,
        case_reference=case,
        person_ids=people,
        **given,
    )


def test_check_16_quorum_is_judged_for_each_case_and_lost_after_one_of_them(
    panel: Panel, three_cases: str
) -> None:
    assert [missing(panel, case) for case in (CASE, SECOND, THIRD)] == [(), (), ()]
    panel.act("panel-member", declare_interest, case_reference=CASE, reason="I know the family")
    assert missing(panel, CASE) == ()
    out(panel, three_cases, SECOND, "member-social-care", and_later=True)
    assert missing(panel, CASE) == ()
    assert "a local-authority professional" in missing(panel, SECOND)
    assert "a local-authority professional" in missing(panel, THIRD)
    out(panel, three_cases, THIRD)
    assert missing(panel, THIRD) == ()
    assert "a local-authority professional" in missing(panel, SECOND)


def test_who_left_and_came_back_is_kept_with_the_time(panel: Panel, three_cases: str) -> None:
    panel.at = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
    out(panel, three_cases, CASE, "member-acute", at="10:40", and_later=True)
    out(panel, three_cases, CASE, at="")
    moved = panel.reading("cdr-manager", lambda tx: movements_of(tx, three_cases))
    assert [one.in_words.split(" ")[0] for one in moved] == ["10:40", "11:00"]
    assert [(one.person_id, one.way, one.case_reference) for one in moved] == [
        ("member-acute", "left", CASE),
        ("member-acute", "returned", CASE),
    ]
    for wrong in ("quarter past", "23:59", "25:00"):
        with pytest.raises(Invalid) as refused:
            out(panel, three_cases, CASE, "member-acute", at=wrong)
        assert [fault.field for fault in refused.value.faults] == ["at"]


def test_nobody_comes_back_before_they_left(panel: Panel, three_cases: str) -> None:
    panel.at = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
    out(panel, three_cases, CASE, "member-acute", at="10:40")
    with pytest.raises(Invalid) as refused:
        out(panel, three_cases, CASE, at="10:20")
    assert [fault.field for fault in refused.value.faults] == ["at"]
    moved = panel.reading("cdr-manager", lambda tx: movements_of(tx, three_cases))
    assert [one.way for one in moved] == ["left"]
    out(panel, three_cases, CASE, at="10:40")


def test_movements_of_a_case_are_not_shown_to_somebody_with_an_interest_in_it(
    panel: Panel, three_cases: str
) -> None:
    panel.act("panel-member", declare_interest, case_reference=CASE, reason="I know the family")
    out(panel, three_cases, CASE, "member-acute")
    assert panel.reading("panel-member", lambda tx: movements_of(tx, three_cases)) == []
    assert len(panel.reading("member-acute", lambda tx: movements_of(tx, three_cases))) == 1


def test_a_deputy_counts_for_the_seat_and_nobody_counts_twice(panel: Panel, three_cases: str) -> None:
    at_meeting = {"meeting_id": three_cases, "mark": Mark.DEPUTY}
    panel.act("panel-chair", record_attendance, person_id="member-social-care", **at_meeting)
    assert "a local-authority professional" in missing(panel, CASE)  # nobody has said who came
    deputy = {"person_id": "member-community", "name": "A Deputy", "role": "social_care"}
    place = {"organisation": "City council", "sector": "local_authority", "valid_from": date(2025, 1, 1)}
    deputises = {"deputises_for": "member-social-care"}
    panel.act("cdr-manager", seat_panel_member, **deputy, **place, **deputises)
    named = {"person_id": "member-social-care", "deputy_id": "member-community"}
    panel.act("panel-chair", record_attendance, **at_meeting, **named)
    assert missing(panel, CASE) == ()
    meeting = panel.reading("cdr-manager", lambda tx: visible_meeting(tx, three_cases))
    doubled = [
        replace(each, person_id="panel-member") if each.role == "social_care" else each
        for each in meeting.register
    ]
    judged = judge_quorum(DEFAULT_RULES, doubled)
    assert judged.people == 4
    assert "a local-authority professional" in judged.missing


def test_a_movement_is_put_down_with_the_time_of_saving_only_on_the_day_of_the_meeting(
    panel: Panel, three_cases: str, sign_in: Callable[[str], Browser]
) -> None:
    chair, page = sign_in("panel-chair"), f"/meetings/{three_cases}/agenda/{CASE}/room"
    assert "with the time 11:30" in chair.post(page, page, {"out": ["member-acute"], "at": ""}).text
    panel.at += timedelta(days=1)
    chair = sign_in("panel-chair")
    assert "the time of saving is put down" not in chair.get(page).text
    refused = chair.post(page, page, {"out": [], "at": ""})
    assert refused.status_code == 422
    assert "The meeting was on another day: enter the time, such as 10:40" in refused.text
    assert "with the time 12:05" in chair.post(page, page, {"out": [], "at": "12:05"}).text


def test_a_deputy_without_a_name_is_said_on_the_page_of_the_meeting(
    panel: Panel, three_cases: str, sign_in: Callable[[str], Browser]
) -> None:
    unnamed = {"meeting_id": three_cases, "person_id": "member-social-care", "mark": Mark.DEPUTY}
    panel.act("panel-chair", record_attendance, **unnamed)
    shown = sign_in("panel-chair").get(f"/meetings/{three_cases}").text
    assert f"A deputy came for {PERSONAS['member-social-care'].name}, and it is not said who." in shown


def test_the_count_of_a_case_is_shown_to_who_may_see_the_case_and_to_nobody_else(
    panel: Panel, three_cases: str, sign_in: Callable[[str], Browser]
) -> None:
    path = f"/meetings/{three_cases}/agenda/{CASE}/quorum"
    out(panel, three_cases, CASE, "member-acute", at="")
    chair = sign_in("panel-chair").get(path).text
    assert "A local-authority professional" in chair
    assert "4 people count" in chair
    assert "Who left and came back" in chair
    member = sign_in("panel-member")
    now = member.get(f"{path}/now")
    assert "Quorate" in now.text
    assert "<html" not in now.text
    assert "Who takes part" not in member.get(path).text
    panel.act("panel-member", declare_interest, case_reference=CASE, reason="I know the family")
    assert member.get(f"{path}/now").status_code == 403
    assert sign_in("public-health-analyst").get(path).status_code in (403, 404)
    assert f'data-live="/panel{path}/now"' in sign_in("cdr-manager").get(f"/meetings/{three_cases}").text


def test_an_expert_sees_and_counts_for_only_the_case_they_came_for(
    panel: Panel, sign_in: Callable[[str], Browser]
) -> None:
    for case in (CASE, SECOND):
        panel.notified(case)
    meeting_id = panel.on_agenda()
    panel.act("cdr-manager", take_agenda_back, meeting_id=meeting_id)
    panel.act("cdr-manager", mark_ready, case_reference=SECOND)
    panel.act("cdr-manager", put_case_on_agenda, meeting_id=meeting_id, case_reference=SECOND)
    panel.act(
        "cdr-manager",
        invite_expert,
        meeting_id=meeting_id,
        person_id="invited-expert",
        name="An expert",
        organisation="Regional network",
        sector="other",
        email="",
        cases=[SECOND],
    )
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id)
    people = [
        {each.person_id for each in found.taking_part_in(case, set())}
        for case in (CASE, SECOND)
        for found in [panel.reading("cdr-manager", lambda tx: visible_meeting(tx, meeting_id))]
    ]
    assert people[1] - people[0] == {"invited-expert"}
    expert = sign_in("invited-expert")
    assert expert.get(f"/cases/{SECOND}/bundle").status_code == 200
    for path in ("", "/bundle", "/ratings", "/interest"):
        assert expert.get(f"/cases/{CASE}{path}").status_code == 403
    for path in (f"/meetings/{meeting_id}", "/my-cases"):
        text = expert.get(path).text
        assert SECOND in text
        assert CASE not in text


def test_the_room_page_shows_what_was_typed_with_its_fault(
    panel: Panel, three_cases: str, sign_in: Callable[[str], Browser]
) -> None:
    path = f"/meetings/{three_cases}/agenda/{CASE}/room"
    chair = sign_in("panel-chair")
    wrong = chair.post(path, path, {"out": ["member-acute"], "at": "half past"})
    assert wrong.status_code == 422
    assert 'value="half past"' in wrong.text
    assert 'value="member-acute" checked' in wrong.text
    assert panel.reading("cdr-manager", lambda tx: movements_of(tx, three_cases)) == []


def test_rules_that_the_office_makes_are_used_by_the_meetings_planned_with_them(panel: Panel) -> None:
    panel.notified()
    made = panel.act("cdr-manager", make_quorum_rules, rules=ONE_RULE)
    [meeting] = panel.act(
        "cdr-manager",
        plan_meeting,
        held_on=date(2026, 6, 15),
        starts="09:30",
        place="Room 1",
        quorum_rules=made.id,
    )
    panel.act("cdr-manager", mark_ready, case_reference=CASE)
    panel.act("cdr-manager", put_case_on_agenda, meeting_id=meeting.id, case_reference=CASE)
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting.id)
    later = replace(ONE_RULE, family=made.family, minimum_people=9, starts_on=date(2026, 6, 16))
    second = panel.act("cdr-manager", make_quorum_rules, rules=later)
    assert (made.version, second.version) == (1, 2)
    assert missing(panel, CASE) == ("the police", "3 more members (0 of 3 here)")


def test_a_version_is_in_force_from_its_day(panel: Panel) -> None:
    made = panel.act("cdr-manager", make_quorum_rules, rules=ONE_RULE)
    later = replace(ONE_RULE, family=made.family, starts_on=ONE_RULE.starts_on + timedelta(days=30))
    second = panel.act("cdr-manager", make_quorum_rules, rules=later)
    for days, version in ((0, made), (29, made), (30, second)):
        day = ONE_RULE.starts_on + timedelta(days=days)
        offered = panel.reading("cdr-manager", partial(rules_on_offer, on=day))
        assert {made.id, second.id} & {one.id for one in offered} == {version.id}
        in_force = panel.reading("cdr-manager", partial(version_in_force, rules_id=made.id, on=day))
        assert in_force == version.id


def test_every_fault_of_new_rules_is_named_and_the_office_alone_makes_them(panel: Panel) -> None:
    wrong = QuorumRules("", "", 0, date(2026, 6, 14), "", minimum_organisations=99, roles=("king",))
    with pytest.raises(Invalid) as refused:
        panel.act("cdr-manager", make_quorum_rules, rules=replace(wrong, roles=("king",)))
    assert [fault.field for fault in refused.value.faults] == [
        "name",
        "source",
        "starts_on",
        "minimum_organisations",
        "roles",
    ]
    with pytest.raises(NotPermitted):
        panel.act("panel-chair", make_quorum_rules, rules=ONE_RULE)


def test_the_database_keeps_rule_sets_and_movements_as_they_were(panel: Panel, three_cases: str) -> None:
    panel.act("cdr-manager", make_quorum_rules, rules=ONE_RULE)
    out(panel, three_cases, CASE, "member-acute")
    for statement in (
        update(quorum_rule_set).values(rules={}),
        delete(quorum_rule_set),
        delete(room_movement),
    ):
        with pytest.raises(DBAPIError):
            panel.reading("cdr-manager", partial(_execute, statement))


def test_a_new_version_is_made_on_a_page(panel: Panel, sign_in: Callable[[str], Browser]) -> None:
    office, path = sign_in("cdr-manager"), "/quorum-rules/make"
    wrong = office.post(path, path, {"name": "Ours", "minimum_people": "many", "counts": ["remote"]})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    assert "Say where the rules stand" in wrong.text
    typed = {
        "of": "default-1",
        "name": "Ours",
        "source": "Terms of reference, section 4",
        "starts_on-day": "15",
        "starts_on-month": "6",
        "starts_on-year": "2026",
        "minimum_people": "5",
        "minimum_organisations": "4",
        "minimum_sectors": "0",
        "roles": ["police"],
        "counts": ["remote"],
    }
    listing = office.post(path, f"{path}?of=default-1", typed)
    assert listing.status_code == 200
    assert "Version 2, from 15 June 2026" in listing.text
    assert "deputies do not count" in listing.text
    assert "Ours" in office.get("/meetings/plan").text
    assert sign_in("panel-member").get("/quorum-rules").status_code == 403
