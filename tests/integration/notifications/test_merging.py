"""Merging two notifications of one death: what stays, whose clock counts, and taking it back."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from services.notifications.actions.identity.decide_pair import mark_different_children
from services.notifications.actions.identity.link_children import link_children
from services.notifications.actions.intake.mark_out_of_scope import mark_out_of_scope
from services.notifications.domain.identity.first_notification import judge_from_first
from services.notifications.domain.refusals import (
    AcceptedStays,
    ChildrenOfOneBirth,
    MergedAlready,
    NotMerged,
    TwoAcceptedCases,
    TwoDifferentChildren,
)
from services.notifications.queries import identity, notifications
from shared.errors import Invalid
from shared.storage import Database
from tests.integration.notifications.conftest import MANAGER, enter_as, token_on
from tests.integration.notifications.identity_builders import (
    WITHOUT_NUMBER,
    accepted,
    at_work,
    everything_about,
    merged,
    stored,
    submitted,
    unmerged,
    waiting,
)

EARLY, LATE = "2026-06-13T09:00", "2026-06-15T10:00"


def met_of(database: Database, reference: str) -> list[bool | None]:
    with at_work(database) as tx:
        first = identity.earliest_notification_of(tx, [reference]).get(reference)
        found = notifications.notification_of(tx, reference)
        return [each.met for each in judge_from_first(found.answers.times, first)]


def test_whichever_stays_the_first_notification_keeps_the_clock(database: Database) -> None:
    late = submitted(
        database, notified_at="2026-06-15T10:00", death__died_at="2026-06-11T22:00", death__aware_at=None
    )
    early = submitted(
        database, notified_at="2026-06-12T09:00", death__died_at="2026-06-11T22:00", death__aware_at=None
    )
    assert met_of(database, late)[0] is False
    merged(database, early, into=late)
    assert met_of(database, late)[0] is True
    unmerged(database, early)
    assert met_of(database, late)[0] is False


def test_a_merge_taken_back_restores_everything_exactly(database: Database) -> None:
    first, second = submitted(database, notified_at=EARLY), submitted(database, notified_at=LATE)
    before = everything_about(database, first, second)
    assert waiting(database, second) == {second: {first}}
    merged(database, second, into=first)
    assert waiting(database, first, second) == {first: set(), second: set()}
    unmerged(database, second)
    assert everything_about(database, first, second) == before
    assert waiting(database, second) == {second: {first}}


def test_what_waited_for_its_notifier_waits_again(database: Database) -> None:
    first, second = submitted(database), submitted(database)
    with at_work(database) as tx:
        found = notifications.notification_to_change(tx, second)
        found.move_to(type(found.status)("returned"), by="Somebody", at=tx.at, reason="Which school?")
    merged(database, second, into=first)
    unmerged(database, second)
    assert stored(database, "SELECT status FROM notification WHERE case_reference = :r", r=second)[0] == {
        "status": "returned"
    }


def test_chains_stay_together_and_come_apart_one_by_one(database: Database) -> None:
    a, b, c = (submitted(database, notified_at=f"2026-06-15T0{hour}:00") for hour in (7, 8, 9))
    merged(database, a, into=b)
    merged(database, b, into=c)
    with at_work(database) as tx:
        assert identity.merged_sets(tx, [a, b, c]) == {b: [a], c: [a, b]}
        assert identity.what_stays(tx, [a, b, c]) == {a: c, b: c, c: c}
        assert identity.earliest_notification_of(tx, [c])[c].reference == a
    unmerged(database, b)
    with at_work(database) as tx:
        assert identity.what_stays(tx, [a, b, c]) == {a: b, b: b, c: c}
    unmerged(database, a)
    with at_work(database) as tx:
        assert identity.what_stays(tx, [a, b, c]) == {a: a, b: b, c: c}


def test_a_merged_notification_takes_no_further_merge_and_no_circle_is_made(database: Database) -> None:
    a, b, c = submitted(database), submitted(database), submitted(database)
    merged(database, a, into=b)
    with pytest.raises(MergedAlready, match=b):
        merged(database, c, into=a)
    with pytest.raises(MergedAlready):
        merged(database, b, into=a)
    with pytest.raises(Invalid):
        merged(database, c, into=c)


def test_an_accepted_case_stays_and_is_judged_again_by_the_first_notification(database: Database) -> None:
    times = {"death__died_at": "2026-06-11T22:00", "death__aware_at": None}
    late = submitted(database, notified_at="2026-06-15T10:00", **times)
    early = submitted(database, notified_at="2026-06-12T09:00", **times)
    accepted(database, late)
    with pytest.raises(AcceptedStays):
        merged(database, late, into=early)
    merged(database, early, into=late)
    query = (
        "SELECT met FROM clock_judgement WHERE case_reference = :r AND clock_id = 'next_working_day' "
        "AND superseded_at IS NULL"
    )
    assert [row["met"] for row in stored(database, query, r=late)] == [True]
    unmerged(database, early)
    assert [row["met"] for row in stored(database, query, r=late)] == [False]


def test_two_accepted_cases_are_not_merged(database: Database) -> None:
    one, other = accepted(database, submitted(database)), accepted(database, submitted(database))
    with pytest.raises(TwoAcceptedCases):
        merged(database, one, into=other)


def test_numbers_count_of_everybody_merged_before(database: Database) -> None:
    numbered, plain = submitted(database), submitted(database, **WITHOUT_NUMBER)
    other = submitted(database, child__nhs_number="9990000026")
    merged(database, numbered, into=plain)
    with pytest.raises(TwoDifferentChildren):
        merged(database, plain, into=other)


def test_children_linked_as_of_one_birth_are_not_merged(database: Database) -> None:
    one, other = (submitted(database, **WITHOUT_NUMBER) for _ in range(2))
    with at_work(database) as tx:
        link_children(tx, reference=one, other=other, kind="same_birth", reason="Twins")
    assert waiting(database, one) == {one: set()}
    with pytest.raises(ChildrenOfOneBirth):
        merged(database, one, into=other)


def test_what_is_out_of_scope_takes_no_merge(database: Database) -> None:
    one, other = submitted(database), submitted(database)
    with at_work(database) as tx:
        mark_out_of_scope(tx, reference=other, reason="Not our area")
    with pytest.raises(Invalid, match="not an open or accepted case"):
        merged(database, one, into=other)


def test_only_what_is_merged_can_be_taken_apart(database: Database) -> None:
    with pytest.raises(NotMerged):
        unmerged(database, submitted(database))


def test_two_who_were_said_to_be_different_are_not_offered_again(database: Database) -> None:
    one, other = (submitted(database, **WITHOUT_NUMBER) for _ in range(2))
    with at_work(database) as tx:
        mark_different_children(tx, reference=one, other=other, reason="Two mothers")
    assert waiting(database, one, other) == {one: set(), other: set()}


@pytest.fixture
def office(web: TestClient) -> TestClient:
    enter_as(web, MANAGER)
    return web


def test_side_by_side_a_person_chooses_which_stays(office: TestClient, database: Database) -> None:
    one = submitted(database, notified_at=EARLY)
    other = submitted(database, notified_at=LATE, notifier__organisation="Another trust")
    address = f"/notifications/triage/{other}/compare/{one}"
    shown = office.get(address).text
    assert "Another trust" in shown
    assert f"the clocks count from {one}" in shown
    token = token_on(shown)
    missing = office.post(f"{address}/merge", data={"csrf_token": token})
    assert missing.status_code == 422
    assert 'href="#stays"' in missing.text
    assert 'href="#merge_reason"' in missing.text
    sent = {"csrf_token": token, "stays": other, "merge_reason": "One child"}
    kept = office.post(f"{address}/merge", data=sent)
    assert kept.status_code == 200
    assert f"The clocks count from {one}" in kept.text
    assert "merged into" in office.get(f"/notifications/triage/{one}").text


def test_the_log_says_who_merged_what_when_and_why_and_what_was_taken_back(
    office: TestClient, database: Database
) -> None:
    one, other = submitted(database), submitted(database)
    merged(database, other, into=one)
    unmerged(database, other)
    merged(database, one, into=other)
    log = office.get("/notifications/merges").text
    assert log.count("One death, two notifiers") == 2
    assert "They are twins" in log
    assert "Take it back" in log
    assert MANAGER.name in log


def test_a_merge_from_before_the_log_is_in_it_and_can_be_taken_back(
    office: TestClient, database: Database
) -> None:
    one, other = submitted(database), submitted(database)
    with at_work(database) as tx:
        found, kept = (notifications.notification_to_change(tx, each) for each in (other, one))
        found.merge_into(kept, by="Somebody", at=datetime(2026, 6, 1, tzinfo=UTC), reason="Long ago")
    assert "Long ago" in office.get("/notifications/merges").text
    unmerged(database, other)
    assert "Long ago" not in office.get("/notifications/merges").text


@pytest.mark.parametrize(
    "path", ["/notifications/merges", "/notifications/triage/LLR-2026-0001/compare/LLR-2026-0002"]
)
def test_only_the_office_compares(web: TestClient, path: str) -> None:
    assert web.get(path).status_code == 401
