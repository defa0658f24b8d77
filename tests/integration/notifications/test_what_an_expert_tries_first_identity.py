"""Checks 2 to 5 of what a child death review manager tries first, as they would try them."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.domain.age import age_band
from services.notifications.queries import notifications
from shared.people import ANONYMOUS, Person
from shared.storage import Database
from tests.integration.notifications.conftest import MANAGER, PARTNER, a_payload, enter_as, token_on
from tests.integration.notifications.identity_builders import (
    WITHOUT_NUMBER,
    at_work,
    stored,
    submitted,
    waiting,
)

TRIAGE = "/notifications/triage"
SMITH: dict[str, Any] = {"child__family_name": "Smith", "child__sex": "male", **WITHOUT_NUMBER}
STILLBIRTH = {"birth": {"live_birth": "no", "attended": "no"}}


@pytest.fixture
def office(web: TestClient) -> TestClient:
    enter_as(web, MANAGER)
    return web


def decide(office: TestClient, reference: str, outcome: str, **typed: str) -> Any:
    token = token_on(office.get(f"{TRIAGE}/{reference}").text)
    return office.post(f"{TRIAGE}/{reference}/{outcome}", data={"csrf_token": token, **typed})


def events(database: Database) -> list[dict[str, Any]]:
    return [row["envelope"] for row in stored(database, "SELECT envelope FROM outbox ORDER BY id")]


def test_check_2_the_same_baby_notified_twice_without_a_number_is_offered(
    office: TestClient, database: Database
) -> None:
    first = submitted(database, child__given_names="Baby", **SMITH)
    again = submitted(database, child__given_names="Baby", notifier__organisation="Another trust", **SMITH)
    assert waiting(database, again) == {again: {first}}
    assert "possible duplicate" in office.get(TRIAGE).text
    shown = office.get(f"{TRIAGE}/{again}").text
    assert f"{first}</a>: 100 of 100" in shown
    assert "Same date of birth (30 of 30)" in shown


def test_check_2_baby_smith_who_is_named_later_is_offered(database: Database) -> None:
    baby = submitted(database, child__given_names="Baby", **SMITH)
    named = submitted(database, child__given_names="Oliver", **{**SMITH, "child__family_name": "Okafor"})
    assert waiting(database, named) == {named: {baby}}


def test_check_2_twins_are_offered_as_twins_and_linked_and_never_merged(
    office: TestClient, database: Database
) -> None:
    one = submitted(database, child__given_names="Baby Twin 1", **SMITH)
    two = submitted(database, child__given_names="Baby Twin 2", **SMITH)
    shown = office.get(f"{TRIAGE}/{two}").text
    assert "likely twins or another child of the same birth: link, do not merge" in shown
    page = f"/notifications/cases/{two}/identity"
    sent = {"link_with": one, "link_kind": "same_birth", "link_reason": "Twins, said the midwife"}
    linked = office.post(f"{page}/link", data={"csrf_token": token_on(office.get(page).text), **sent})
    assert "Twins, or children of one birth" in linked.text
    refused = decide(office, two, "merge", merge_into=one, merge_reason="They look alike")
    assert refused.status_code == 409
    assert waiting(database, one, two) == {one: set(), two: set()}


def test_check_2_twins_with_their_own_numbers_are_never_offered_as_one_child(
    office: TestClient, database: Database
) -> None:
    one = submitted(database, child__given_names="Tilly")
    two = submitted(database, child__given_names="Tom", child__sex="male", child__nhs_number="9990000026")
    assert waiting(database, one, two) == {one: set(), two: set()}
    shown = office.get(f"{TRIAGE}/{two}").text
    assert "No other notification is like this one" in shown
    assert "Born together, and known to be two" in shown


@pytest.mark.parametrize(
    ("person", "channel"), [(ANONYMOUS, "form"), (ANONYMOUS, "link"), (MANAGER, "import")]
)
def test_check_2_duplicates_are_searched_on_every_way_in(
    database: Database, person: Person, channel: str
) -> None:
    first = submitted(database)
    again = submitted(database, person, channel)
    assert waiting(database, again) == {again: {first}}


def test_check_2_duplicates_are_searched_on_what_a_program_sends(
    web: TestClient, database: Database, token_of: Callable[[Person], dict[str, str]]
) -> None:
    first = submitted(database)
    sent = web.post("/notifications/api/notifications", json=a_payload(), headers=token_of(PARTNER))
    again = sent.json()["case_reference"]
    assert waiting(database, again) == {again: {first}}
    assert first not in sent.text


@pytest.mark.parametrize("number", ["9990000019", "4010232137", "123", "99900000181"])
def test_check_2_a_wrong_number_is_refused_on_the_api(
    web: TestClient, database: Database, token_of: Callable[[Person], dict[str, str]], number: str
) -> None:
    sent = a_payload(child__nhs_number=number)
    refused = web.post("/notifications/api/notifications", json=sent, headers=token_of(PARTNER))
    assert refused.status_code == 422
    assert stored(database, "SELECT 1 FROM notification") == []


def test_check_3_21_weeks_and_3_days_and_40_minutes_of_life_is_accepted(
    office: TestClient, database: Database
) -> None:
    reference = submitted(
        database,
        child__date_of_birth="2026-06-12",
        death__died_at="2026-06-12T22:00",
        birth={"gestation_weeks": 21, "gestation_days": 3, "live_birth": "yes", "attended": "yes"},
        **WITHOUT_NUMBER,
    )
    shown = office.get(f"{TRIAGE}/{reference}").text
    assert "at any gestation" in shown
    assert decide(office, reference, "accept").status_code == 200
    with at_work(database) as tx:
        answers = notifications.notification_of(tx, reference).answers
    assert age_band(answers.born_on, answers.died_on) == "0-27 days"
    assert events(database)[0]["data"]["age_band"] == "0-27 days"


def test_check_4_an_unattended_stillbirth_has_its_own_outcome_and_is_counted_nowhere(
    office: TestClient, database: Database
) -> None:
    reference = submitted(database, **STILLBIRTH)
    missing = decide(office, reference, "out-of-scope", scope_reason="A stillbirth at home")
    assert missing.status_code == 422
    assert "Choose what has become of the joint agency response" in missing.text
    day = {"joint_agency_on-day": "13", "joint_agency_on-month": "6", "joint_agency_on-year": "2026"}
    settled = decide(
        office, reference, "out-of-scope", scope_reason="A stillbirth at home", joint_agency="begun", **day
    )
    assert "Joint agency response: it has begun, on 13 June 2026" in settled.text
    assert events(database) == []
    with at_work(database) as tx:
        assert notifications.gathering_cases(tx) == []
    kept = stored(database, "SELECT status, scope_rule, scope_version FROM notification")[0]
    assert kept == {
        "status": "out_of_scope",
        "scope_rule": "unattended_stillbirth",
        "scope_version": "2018.1",
    }


def test_check_4_a_day_that_is_none_is_named_beside_what_else_is_missing(
    office: TestClient, database: Database
) -> None:
    day = {"joint_agency_on-day": "31", "joint_agency_on-month": "6", "joint_agency_on-year": "2026"}
    refused = decide(office, submitted(database, **STILLBIRTH), "out-of-scope", joint_agency="begun", **day)
    assert refused.status_code == 422
    assert "Write why this is out of scope" in refused.text
    assert "not a day in the calendar" in refused.text


def test_check_4_a_stillbirth_is_accepted_only_by_whoever_states_signs_of_life(
    office: TestClient, database: Database
) -> None:
    reference = submitted(database, **STILLBIRTH)
    refused = decide(office, reference, "accept", accept_reason="I think so")
    assert refused.status_code == 422
    assert "I think so" in refused.text
    assert 'href="#contrary"' in refused.text
    said = decide(office, reference, "accept", accept_reason="The midwife heard a cry", contrary="yes")
    assert said.status_code == 200
    kept = stored(database, "SELECT overridden, rule_id, rule_version, reason FROM scope_decision")
    assert kept == [
        {
            "overridden": True,
            "rule_id": "unattended_stillbirth",
            "rule_version": "2018.1",
            "reason": "The midwife heard a cry",
        }
    ]


def test_check_5_a_child_of_another_area_is_for_its_own_panel_and_stays_visible_here(
    office: TestClient, database: Database
) -> None:
    reference = submitted(database, home__local_authority="Nottingham")
    assert "not normally resident here" in office.get(f"{TRIAGE}/{reference}").text
    with at_work(database) as tx:
        notifications.notification_to_change(tx, reference).transfer_to(
            "Nottingham", by=MANAGER.name, at=tx.at, reason="Lived there"
        )
    assert events(database) == []
    log = office.get(TRIAGE).text
    assert reference in log
    assert "Transferred" in log
    again = submitted(database, home__local_authority="Nottingham")
    assert waiting(database, again) == {again: {reference}}


def test_a_decision_keeps_the_rule_it_was_made_by_and_both_ways_can_be_overridden(
    office: TestClient, database: Database
) -> None:
    ours = submitted(database)
    decide(office, ours, "out-of-scope", scope_reason="Agreed with the home panel")
    theirs = submitted(database, home__local_authority="Nottingham")
    decide(office, theirs, "accept", accept_reason="Most services were here")
    query = "SELECT outcome, rule_id, overridden, reason FROM scope_decision ORDER BY decided_at, outcome"
    assert stored(database, query) == [
        {
            "outcome": "accepted",
            "rule_id": "not_resident",
            "overridden": True,
            "reason": "Most services were here",
        },
        {
            "outcome": "out_of_scope",
            "rule_id": "resident",
            "overridden": True,
            "reason": "Agreed with the home panel",
        },
    ]
    assert "Decided against the rule" in office.get(f"{TRIAGE}/{ours}").text
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE scope_decision SET rule_says = 'As it was said then'"))
    assert "As it was said then" in office.get(f"{TRIAGE}/{ours}").text
