"""A joint agency response from the decision to the last meeting, for a case and where there is none."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.actions.joint_agency.decide_joint_agency_response import (
    decide_joint_agency_response,
)
from services.notifications.actions.joint_agency.record_agency_call import record_agency_call
from services.notifications.actions.joint_agency.record_agency_visit import record_agency_visit
from services.notifications.actions.joint_agency.record_joint_agency_meeting import (
    record_joint_agency_meeting,
)
from services.notifications.actions.joint_agency.settle_meeting_action import settle_meeting_action
from services.notifications.app import SERVICE
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.joint_agency.criteria import JOINT_AGENCY_CRITERIA
from services.notifications.queries.clocks import milestones_of
from services.notifications.queries.family import entries_of
from services.notifications.queries.gathering import materials_of
from services.notifications.queries.joint_agency import decisions_of, meetings_of, responses_decided
from services.notifications.tables.joint_agency import joint_agency_call, joint_agency_meeting
from shared.errors import Invalid, NotPermitted
from shared.storage import Database

from .a_case import FRIDAY, MANAGER, MEMBER, accepted, at_work, payload
from .at_the_desk import at_the_desk

Desk = tuple[TestClient, dict[str, str]]
WHEN = {"decided_on": "2026-06-11", "decided_time": "06:30", "decided_by": "Dr A Sample, on call"}
NOT_MET = {each.id: "not_met" for each in JOINT_AGENCY_CRITERIA}
MINUTES = {
    "kind": "initial",
    "held_on": "2026-06-12",
    "held_time": "09:30",
    "chair": "Det Insp Dummett",
    "attendees": ["police_officer", "social_worker", "designated_doctor"],
    "known": "Amara was found by Chioma Okafor.",
    "planned": "A visit to the home.",
    "risks": "None known.",
}


@pytest.fixture(scope="module")
def database(empty_database: Callable[[], str]) -> Iterator[Database]:
    """One database for the whole file: every test has a case of its own."""
    made = Database(SERVICE.name, empty_database(), SERVICE.topic, pool_size=3)
    SERVICE.metadata.create_all(made.engine)
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(database: Database) -> Iterator[tuple[TestClient, dict[str, str]]]:
    with at_the_desk(database) as office:
        yield office


def notified(database: Database, **changes: Any) -> str:
    with at_work(database) as tx:
        answers = read_form(flat(payload(**changes)), now=FRIDAY, demonstration=True)
        return submit_notification(tx, answers=answers, panel_code="LLR", channel="api").case_reference


def meet(database: Database, case: str, actions: list[dict[str, str]] | None = None, **given: Any) -> None:
    with at_work(database) as tx:
        record_joint_agency_meeting(tx, case=case, given={**MINUTES, **given}, actions=actions or [])


def milestones(database: Database, case: str) -> dict[str, date]:
    with at_work(database) as tx:
        return {each.kind: each.on for each in milestones_of(tx, case)}


def decided(
    database: Database, case: str, findings: dict[str, str], outcome: str, reason: str = "", hours: int = 0
) -> None:
    with at_work(database, at=FRIDAY + timedelta(hours=hours)) as tx:
        decide_joint_agency_response(
            tx, case=case, findings=findings, outcome=outcome, reason=reason, given=WHEN
        )


def test_a_decision_is_kept_with_its_time_who_took_it_and_what_was_suggested(database: Database) -> None:
    case = accepted(database, death={**payload()["death"], "events": ["drowning"]})
    decided(database, case, {**NOT_MET, "external_causes": "met"}, "response")
    with at_work(database) as tx:
        (decision,) = decisions_of(tx, case)
    assert (decision.decided_on, decision.decided_time) == (date(2026, 6, 11), "06:30")
    assert (decision.decided_by, decision.recorded_by) == ("Dr A Sample, on call", MANAGER.name)
    assert decision.suggested["external_causes"] == "met"
    assert decision.lines()[0] == ("The death is or could be from external causes", "Met", "Met")


def test_a_later_decision_holds_and_the_earlier_is_kept(database: Database) -> None:
    case, other = accepted(database), accepted(database)
    decided(database, case, {**NOT_MET, "may_not_be_natural": "met"}, "response")
    decided(database, case, NOT_MET, "no_response", hours=1)
    with at_work(database) as tx:
        assert [each.outcome for each in decisions_of(tx, case)] == ["no_response", "response"]
        assert responses_decided(tx, [case, other]) == {case: False}


def test_a_decision_against_the_rule_without_a_reason_is_refused_and_nothing_is_kept(
    database: Database,
) -> None:
    case = accepted(database)
    with pytest.raises(Invalid) as refused:
        decided(database, case, {**NOT_MET, "custody_or_detention": "met"}, "no_response")
    assert [fault.field for fault in refused.value.faults] == ["reason"]
    with at_work(database) as tx:
        assert decisions_of(tx, case) == []


def test_an_unattended_stillbirth_that_is_no_case_has_its_joint_agency_response(database: Database) -> None:
    case = notified(database, birth={"live_birth": "no", "attended": "no"})
    decided(database, case, {**NOT_MET, "unattended_stillbirth": "met"}, "response")
    meet(database, case)
    with at_work(database) as tx:
        assert decisions_of(tx, case)[0].suggested["unattended_stillbirth"] == "met"
        assert [each.kind for each in meetings_of(tx, case)] == ["initial"]


def test_the_initial_meeting_ends_its_clock(database: Database) -> None:
    case = accepted(database)
    meet(database, case)
    assert milestones(database, case)["initial_joint_agency_meeting_held"] == date(2026, 6, 12)


def test_10_a_final_joint_agency_meeting_is_the_review_meeting_and_nothing_is_typed_again(
    database: Database,
) -> None:
    case = accepted(database)
    actions = [{"text": "Tell the GP", "owner": "Named nurse", "due_on": "2026-07-01"}]
    meet(database, case, actions, kind="final", is_review_meeting="yes")
    assert milestones(database, case)["child_death_review_meeting_held"] == date(2026, 6, 12)
    with at_work(database) as tx:
        (minutes,) = [one for one in materials_of(tx, case) if "final joint agency" in one.title]
    for words in (MINUTES["known"], MINUTES["planned"], MINUTES["risks"], "Tell the GP (Named nurse)"):
        assert words in minutes.original
    assert minutes.confirmed_on is None


def test_a_final_meeting_that_was_not_the_review_meeting_ends_no_clock(database: Database) -> None:
    case = accepted(database)
    meet(database, case, kind="final", is_review_meeting="no")
    assert milestones(database, case) == {}


def test_a_meeting_held_before_acceptance_counts_once_there_is_a_case(database: Database) -> None:
    case = notified(database)
    meet(database, case, kind="final", is_review_meeting="yes")
    with at_work(database) as tx:
        accept_notification(tx, reference=case)
    assert "child_death_review_meeting_held" in milestones(database, case)
    with at_work(database) as tx:
        assert len([one for one in materials_of(tx, case) if "final joint agency" in one.title]) == 1


def test_a_meeting_on_another_day_than_is_recorded_is_refused_with_its_field(database: Database) -> None:
    case = accepted(database)
    meet(database, case)
    with pytest.raises(Invalid) as refused:
        meet(database, case, held_on="2026-06-11")
    assert [fault.field for fault in refused.value.faults] == ["held_on"]
    with at_work(database) as tx:
        assert len(meetings_of(tx, case)) == 1


def test_every_fault_of_a_meeting_and_of_its_actions_is_named_at_once(database: Database) -> None:
    case = accepted(database)
    with pytest.raises(Invalid) as refused:
        meet(database, case, [{"text": "Visit", "owner": "", "due_on": "soon"}], chair="", risks="")
    fields = [fault.field for fault in refused.value.faults]
    assert fields == ["chair", "risks", "action-0-owner", "action-0-due_on"]


def test_an_action_is_done_or_will_not_be_for_a_reason(database: Database) -> None:
    case = accepted(database)
    meet(database, case, [{"text": each, "owner": "Nurse", "due_on": "2026-06-13"} for each in "ab"])
    with at_work(database) as tx:
        first, second = meetings_of(tx, case)[0].actions
        assert first.is_late(date(2026, 6, 14))
        assert not first.is_late(date(2026, 6, 13))
    with at_work(database) as tx:
        settle_meeting_action(tx, case=case, action_id=first.action_id, state="done", note="")
    with pytest.raises(Invalid), at_work(database) as tx:
        settle_meeting_action(tx, case=case, action_id=second.action_id, state="not_done", note=" ")


def test_nobody_but_the_office_records_or_reads_a_response(database: Database) -> None:
    case = accepted(database)
    with pytest.raises(NotPermitted), at_work(database, MEMBER) as tx:
        record_agency_call(tx, case=case, given={})
    with pytest.raises(NotPermitted), at_work(database, MEMBER) as tx:
        meetings_of(tx, case)


def test_a_call_a_visit_and_a_meeting_are_recorded_on_the_page(database: Database, desk: Desk) -> None:
    case = accepted(database)
    web, form = desk
    path = f"/notifications/cases/{case}/joint-agency-response"
    page = web.get(path)
    assert "Not decided yet" in page.text
    on = {"called_on-day": "11", "called_on-month": "6", "called_on-year": "2026"}
    call = {"role": "police_officer", "reached": "message_left", "called_time": "5.10", "note": "On call"}
    sent = form | {f"call-{name}": value for name, value in (call | on).items()}
    assert "A message was left" in web.post(f"{path}/calls", data=sent).text
    visit = form | {"visit-kind": "home", "visit-outcome": "declined", "visit-note": "Next week"}
    assert "The family did not want it" in web.post(f"{path}/visits", data=visit).text
    held = {"meeting-held_on-day": "12", "meeting-held_on-month": "6", "meeting-held_on-year": "2026"}
    text = {f"meeting-{name}": value for name, value in MINUTES.items() if name != "held_on"}
    row = {"meeting-action-2-text": "Ring the GP", "meeting-action-2-owner": "Nurse"}
    due = {
        f"meeting-action-2-due_on-{part}": value
        for part, value in (("day", "1"), ("month", "7"), ("year", "2026"))
    }
    refused = web.post(f"{path}/meetings/new", data=form | held | text | row)
    assert refused.status_code == 422
    assert 'href="#meeting-action-2-due_on"' in refused.text
    assert "Ring the GP" in refused.text
    done = web.post(f"{path}/meetings/new", data=form | held | text | row | due)
    assert "The meeting is recorded." in done.text
    assert "Ring the GP" in done.text


def test_a_decision_that_is_refused_shows_again_what_was_typed(database: Database, desk: Desk) -> None:
    case = accepted(database)
    web, form = desk
    path = f"/notifications/cases/{case}/joint-agency-response"
    sent = form | {"decision-decided_by": "Dr Typed Before"}
    answer = web.post(f"{path}/decision", data=sent)
    assert answer.status_code == 422
    assert "Dr Typed Before" in answer.text
    assert 'href="#decision-outcome"' in answer.text


def test_nothing_half_is_saved_of_a_refused_call(database: Database, desk: Desk) -> None:
    case = accepted(database)
    web, form = desk
    path = f"/notifications/cases/{case}/joint-agency-response"
    answer = web.post(f"{path}/calls", data=form | {"call-who": "X"})
    assert answer.status_code == 422
    with database.session() as session:
        kept = [joint_agency_call.c.case_reference, joint_agency_meeting.c.case_reference]
        assert [row for column in kept for row in session.scalars(select(column).where(column == case))] == []


def test_a_family_told_at_a_visit_is_recorded_as_told_and_nothing_is_typed_twice(database: Database) -> None:
    case = accepted(database)
    visit = {"kind": "home", "outcome": "made", "visited_on": "2026-06-12", "told_of_review": "yes"}
    for roles in (["police_officer", "named_nurse"], ["named_nurse"]):
        with at_work(database) as tx:
            record_agency_visit(tx, case=case, given={**visit, "roles": roles})
    with at_work(database) as tx:
        (entry,) = entries_of(tx, case)["told_of_review"]
    assert entry.answers == {
        "told": "yes",
        "told_on": "2026-06-12",
        "told_by": "Police officer, Named nurse on call",
        "how": "at_home",
        "leaflet": "not_asked",
    }
