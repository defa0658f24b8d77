"""What is decided or recorded a second time: who was first is said, and nothing is kept twice."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from services.notifications.actions.coroner.disclose_to_coroner import (
    DisclosedAlready,
    digest,
    disclose_to_coroner,
)
from services.notifications.actions.identity.decide_pair import mark_different_children
from services.notifications.actions.identity.merge_notifications import merge_notifications
from services.notifications.actions.joint_agency.record_joint_agency_meeting import (
    record_joint_agency_meeting,
)
from services.notifications.domain.coroner.extract import Extract, RecordPart, prepare_extract
from services.notifications.domain.refusals import KeptApart, SettledAlready
from services.notifications.queries.joint_agency import meetings_of
from services.notifications.tables.processes import coroner_disclosure
from shared.errors import Invalid
from shared.storage import Database

from .conftest import MANAGER, enter_as, token_on
from .identity_builders import (
    NOW,
    WITHOUT_NUMBER,
    accepted,
    at_work,
    merged,
    stored,
    submitted,
    unmerged,
)

TRIAGE = "/notifications/triage"
TICK = "I know that they were kept apart"
MINUTES: dict[str, Any] = {
    "kind": "follow_up",
    "held_on": "2026-06-15",
    "held_time": "09:30",
    "chair": "Det Insp Dummett",
    "attendees": ["police_officer"],
    "known": "What is known.",
    "planned": "A visit.",
    "risks": "None known.",
}


@pytest.fixture
def second(web: TestClient) -> TestClient:
    """Somebody else of the office, who comes second."""
    enter_as(web, MANAGER)
    return web


@pytest.fixture
def apart(database: Database) -> tuple[str, str]:
    """Two notifications that the manager has said to be two children."""
    one, other = (submitted(database, **WITHOUT_NUMBER) for _ in range(2))
    with at_work(database) as tx:
        mark_different_children(tx, reference=one, other=other, reason="Two mothers")
    return one, other


def status_of(database: Database, reference: str) -> str:
    query = "SELECT status FROM notification WHERE case_reference = :r"
    return str(stored(database, query, r=reference)[0]["status"])


def send(web: TestClient, page: str, to: str, **typed: str) -> Any:
    return web.post(f"{page}/{to}", data={"csrf_token": token_on(web.get(page).text), **typed})


def test_two_who_were_kept_apart_are_not_merged_without_a_word(
    database: Database, apart: tuple[str, str]
) -> None:
    one, other = apart
    for reference, into in (apart, (other, one)):
        with pytest.raises(
            KeptApart, match=f"{MANAGER.name} decided on Monday 15 June 2026, 11:30"
        ) as refused:
            merged(database, reference, into=into)
        assert [fault.field for fault in refused.value.faults] == ["kept_apart"]
    assert (status_of(database, one), status_of(database, other)) == ("received", "received")


def test_who_knows_that_they_were_kept_apart_merges_them(database: Database, apart: tuple[str, str]) -> None:
    with at_work(database) as tx:
        merge_notifications(tx, reference=apart[1], into=apart[0], reason="One mother", known_apart=True)
    assert status_of(database, apart[1]) == "merged"


def test_a_decision_about_one_that_was_merged_before_counts(
    database: Database, apart: tuple[str, str]
) -> None:
    third = submitted(database, **WITHOUT_NUMBER)
    merged(database, apart[1], into=third)
    with pytest.raises(KeptApart, match=apart[1]):
        merged(database, apart[0], into=third)
    unmerged(database, apart[1])
    merged(database, apart[0], into=third)


def test_the_merge_box_shows_the_tick_only_when_they_were_kept_apart(
    second: TestClient, database: Database, apart: tuple[str, str]
) -> None:
    one, other = apart
    page, typed = f"{TRIAGE}/{other}", {"merge_into": one, "merge_reason": "One mother after all"}
    assert TICK not in second.get(page).text
    refused = send(second, page, "merge", **typed)
    assert refused.status_code == 422
    assert TICK in refused.text
    assert 'href="#kept_apart"' in refused.text
    assert "One mother after all" in refused.text
    assert send(second, page, "merge", kept_apart="yes", **typed).status_code == 200
    assert status_of(database, other) == "merged"


def test_side_by_side_shows_the_tick_only_when_they_were_kept_apart(
    second: TestClient, database: Database, apart: tuple[str, str]
) -> None:
    one, other = apart
    page, typed = f"{TRIAGE}/{other}/compare/{one}", {"stays": one, "merge_reason": "One mother"}
    assert TICK not in second.get(page).text
    refused = send(second, page, "merge", **typed)
    assert refused.status_code == 422
    assert TICK in refused.text
    assert f"{MANAGER.name} decided on" in refused.text
    assert send(second, page, "merge", kept_apart="yes", **typed).status_code == 200
    assert status_of(database, other) == "merged"


def test_a_notification_is_not_compared_with_itself(second: TestClient, database: Database) -> None:
    one, other = submitted(database), submitted(database)
    refused = second.get(f"{TRIAGE}/{one}/compare/{one}")
    assert refused.status_code == 404
    assert "These are one notification" in refused.text
    token = token_on(second.get(f"{TRIAGE}/{one}/compare/{other}").text)
    for to in ("merge", "different"):
        sent = {"csrf_token": token, "stays": one, "merge_reason": "x", "different_reason": "x"}
        assert second.post(f"{TRIAGE}/{one}/compare/{one}/{to}", data=sent).status_code == 404


def test_a_second_acceptance_says_who_accepted_and_leads_to_the_case(
    second: TestClient, database: Database
) -> None:
    reference = submitted(database, home__local_authority="Nottingham")
    token = token_on(second.get(f"{TRIAGE}/{reference}").text)
    accepted(database, reference, reason="Agreed with the home panel")
    for reason in ("Our hospital cared for her", ""):
        sent = {"csrf_token": token, "accept_reason": reason}
        refused = second.post(f"{TRIAGE}/{reference}/accept", data=sent)
        assert refused.status_code == 409
        assert f"It is already accepted, by {MANAGER.name} on Monday 15 June 2026, 11:30." in refused.text
        assert f'href="/notifications/cases/{reference}"' in refused.text
        assert reason in refused.text
    assert len(stored(database, "SELECT 1 FROM scope_decision WHERE case_reference = :r", r=reference)) == 1


@pytest.mark.parametrize(
    ("outcome", "typed"),
    [
        ("return", {"question": "Which school did she go to?"}),
        ("out-of-scope", {"scope_reason": "Lived in Nottingham"}),
        ("transfer", {"transfer_to": "Nottingham", "transfer_reason": "Lived in Nottingham"}),
        ("accept", {"accept_reason": "Lived in Leicester"}),
    ],
)
def test_whoever_decides_second_is_told_who_settled_it_and_sees_the_reason_again(
    second: TestClient, database: Database, outcome: str, typed: dict[str, str]
) -> None:
    one, reference = submitted(database), submitted(database)
    token = token_on(second.get(f"{TRIAGE}/{reference}").text)
    merged(database, reference, into=one)
    refused = second.post(f"{TRIAGE}/{reference}/{outcome}", data={"csrf_token": token, **typed})
    assert refused.status_code == 409
    assert f"It is already merged, by {MANAGER.name} on Monday 15 June 2026, 11:30." in refused.text
    assert f"You wrote: {list(typed.values())[-1]}" in refused.text
    assert status_of(database, reference) == "merged"


def test_the_same_merge_pressed_twice_says_that_it_is_merged(database: Database) -> None:
    one, other = submitted(database), submitted(database)
    merged(database, other, into=one)
    with pytest.raises(SettledAlready, match=f"already merged, by {MANAGER.name}"):
        merged(database, other, into=one)


def extract_for(coroner: str, purpose: str = "The inquest") -> Extract:
    return prepare_extract(
        [RecordPart("child", "The child", (("Family name", "Okafor"),))],
        chosen=["child"],
        coroner=coroner,
        agreement="mutual_sharing",
        recipient="Ms Officer",
        purpose=purpose,
        others_needed="",
        heading="Extract",
        on=NOW.date(),
    )


def disclose(database: Database, case: str, extract: Extract) -> None:
    with at_work(database) as tx:
        disclose_to_coroner(tx, case=case, extract=extract, seen=digest(extract.text))


def test_the_same_text_is_disclosed_to_a_coroner_once_a_day(database: Database) -> None:
    case = accepted(database, submitted(database))
    here, there = "rutland_and_north_leicestershire", "leicester_city_and_south_leicestershire"
    disclose(database, case, extract_for(here))
    with pytest.raises(DisclosedAlready, match=f"{MANAGER.name} recorded the same text"):
        disclose(database, case, extract_for(here))
    disclose(database, case, extract_for(there))
    disclose(database, case, extract_for(here, purpose="The police"))
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(coroner_disclosure)) == 3


def test_the_same_meeting_is_recorded_once_and_another_time_is_another_meeting(database: Database) -> None:
    case = accepted(database, submitted(database))

    def meet(**given: str) -> None:
        with at_work(database) as tx:
            record_joint_agency_meeting(tx, case=case, given={**MINUTES, **given})

    meet()
    with pytest.raises(
        Invalid, match=f"already recorded, by {MANAGER.name} on Monday 15 June 2026"
    ) as refused:
        meet(chair="Det Insp Other")
    assert [fault.field for fault in refused.value.faults] == ["held_time"]
    meet(held_time="14:00")
    meet(held_time="")
    with pytest.raises(Invalid, match="already recorded"):
        meet(held_time="")
    with at_work(database) as tx:
        assert len(meetings_of(tx, case)) == 3
