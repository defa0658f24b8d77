"""Checks 1, 6, 9 and 10 of the twenty things that a child death review manager looks at first."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

from fastapi.testclient import TestClient

from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.elsewhere.take_over_review import take_over_review
from services.notifications.actions.processes.open_parallel_process import open_parallel_process
from services.notifications.actions.processes.update_parallel_process import update_parallel_process
from services.notifications.domain.clocks.clock_state import ClockState
from services.notifications.domain.clocks.milestones import MILESTONES, NATIONAL
from services.notifications.domain.elsewhere.review_outcome import FIELDS
from services.notifications.queries.clocks import clock_strips, standings
from services.notifications.queries.gathering import materials_of
from services.notifications.queries.processes import open_processes
from shared.storage import Database

from .a_case import accepted, at_work, events
from .conftest import MANAGER, enter_as, token_on

TUESDAY = datetime(2026, 4, 7, 15, 30, tzinfo=UTC)
LATER = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
OUTCOME = {
    "review": "perinatal_review",
    "held_on": "2026-06-14",
    "care_before_birth": "A",
    "care_of_baby": "B",
    "care_of_mother": "not_graded",
    "parents_views": "not_known",
    "outcome": "Amara Okafor died of complications of her early birth.",
}


def good_friday(**changes: Any) -> dict[str, Any]:
    death = {"died_at": "2026-04-03T22:00", "place_of_death": "home", "expected": "no", **changes}
    child = {
        "family_name": "Okafor",
        "given_names": "Amara Grace",
        "date_of_birth": "2026-03-20",
        "nhs_number": "9990000018",
        "sex": "female",
        "ethnic_category": "N",
    }
    return {"child": child, "death": death, "notified_at": "2026-04-07T16:00"}


def clocks_of(database: Database, reference: str, at: datetime) -> dict[str, ClockState]:
    with at_work(database, at=at) as tx:
        found = clock_strips(tx, [reference], on=at.date())[reference]
    return {state.id: state for state in found}


def test_check_1_a_death_on_good_friday_at_22_notified_on_tuesday_at_16_is_met_and_says_why(
    database: Database, web: TestClient
) -> None:
    reference = accepted(database, TUESDAY, **good_friday())
    state = clocks_of(database, reference, TUESDAY)["next_working_day"]
    assert (state.state, state.due_on) == ("met", date(2026, 4, 7))
    enter_as(web, MANAGER)
    page = web.get(f"/notifications/cases/{reference}").text
    assert "Saturday 4 April (Saturday); Sunday 5 April (Sunday); Monday 6 April (Easter Monday)" in page
    assert "Local scorecard indicator" in page
    assert "Tuesday 7 April 2026, 23:59" in page


def test_check_6_a_death_abroad_heard_of_three_weeks_later_is_no_breach(database: Database) -> None:
    abroad = good_friday(
        died_at="2026-03-16T12:00", aware_at="2026-04-06T12:00", place_of_death="abroad", abroad="yes"
    )
    abroad["child"]["date_of_birth"] = "2026-03-01"
    reference = accepted(database, TUESDAY, **abroad)
    found = clocks_of(database, reference, TUESDAY)
    assert found["next_working_day"].state == "met"
    assert "with awareness" in dict(found["next_working_day"].working)["Clock starts"]
    assert found["48_hours"].state == "late"


def test_check_9_inquest_and_police_age_net_of_holds_and_lifting_one_only(database: Database) -> None:
    reference = accepted(database, TUESDAY, **good_friday())
    with at_work(database, at=LATER) as tx:
        inquest = open_parallel_process(tx, case=reference, kind="inquest", opened_on=date(2026, 4, 10))
        open_parallel_process(
            tx, case=reference, kind="criminal_proceedings", opened_on=date(2026, 4, 20), reference="OP 7"
        )
    with at_work(database, at=LATER) as tx:
        update_parallel_process(
            tx,
            process_id=inquest.process_id,
            status="concluded",
            on=date(2026, 6, 1),
            outcome="Natural causes",
        )
    with at_work(database, at=LATER) as tx:
        standing = standings(tx, [reference], on=LATER.date())[reference]
    # 73 days; held from 10 April to today without a gap: 66 days, not 52 + 56.
    assert (standing.age_days, standing.net_days) == (73, 7)
    review = next(state for state in standing.clocks if state.id == "whole_review_6_months")
    assert review.state == "paused"
    assert review.paused_by == (
        "Criminal investigation or trial since 20 April 2026, recorded by Morgan Testerley",
    )
    assert [each["kind"] for each in events(database, "hold-raised")] == ["inquest", "criminal_proceedings"]
    (released,) = events(database, "hold-released")
    assert released["hold_id"] == inquest.process_id
    assert "OP 7" not in json.dumps(events(database, "hold"))


def test_check_10_the_child_death_review_meeting_comes_from_the_perinatal_review_without_retyping(
    database: Database,
) -> None:
    reference = accepted(database)
    with at_work(database, at=LATER) as tx:
        open_parallel_process(tx, case=reference, kind="perinatal_review", opened_on=date(2026, 6, 12))
    with at_work(database, at=LATER) as tx:
        take_over_review(tx, case=reference, given=OUTCOME, channel="file")
    assert clocks_of(database, reference, LATER)["child_death_review_meeting"].state == "met"
    with at_work(database, at=LATER) as tx:
        assert open_processes(tx, [reference])[reference] == []
        material = next(each for each in materials_of(tx, reference) if "outcome" in each.title)
    assert "Care of the baby from birth to death: B: issues that would have made no difference" in (
        material.original
    )
    assert material.confirmed_on is None
    assert len(events(database, "hold-released")) == 1


def test_check_10_the_meeting_of_a_joint_agency_response_ends_the_same_clock(database: Database) -> None:
    reference = accepted(database)
    with at_work(database, at=LATER) as tx:
        record_milestone(
            tx,
            case=reference,
            kind="child_death_review_meeting_held",
            on=date(2026, 6, 15),
            source="joint_agency_response",
        )
    assert clocks_of(database, reference, LATER)["child_death_review_meeting"].state == "met"


def test_check_10_that_no_child_death_review_meeting_is_needed_cannot_be_said(
    database: Database, web: TestClient
) -> None:
    reference = accepted(database)
    assert clocks_of(database, reference, LATER)["child_death_review_meeting"].state == "running"
    enter_as(web, MANAGER)
    page = web.get(f"/notifications/cases/{reference}/clocks").text
    offered = set(re.findall(r'name="milestone" type="radio" value="([^"]+)"', page))
    assert offered == set(MILESTONES) - NATIONAL
    token = token_on(page)
    sent = {"csrf_token": token, "milestone": "child_death_review_meeting_not_needed", "on-day": "1"}
    refused = web.post(f"/notifications/cases/{reference}/milestones", data=sent)
    assert refused.status_code == 422
    assert "Choose what has happened" in refused.text


def test_every_field_of_a_review_held_elsewhere_is_on_its_page(database: Database, web: TestClient) -> None:
    reference = accepted(database)
    enter_as(web, MANAGER)
    page = web.get(f"/notifications/cases/{reference}/review-elsewhere").text
    assert all(field.label.replace("'", "&#39;") in page for field in FIELDS if not field.identifying)
