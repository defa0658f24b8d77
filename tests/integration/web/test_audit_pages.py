"""The auditor sees who read and changed what."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from shared.storage import Database
from tests.integration.web.conftest import AUDITOR, MANAGER, enter_as, token_on


@pytest.fixture
def a_day_of_work(web: TestClient, database: Database, now: object) -> TestClient:
    enter_as(web, MANAGER)
    web.post("/post/letters", data={"csrf_token": token_on(web), "name": "A"})
    with database.transaction(person=MANAGER, at=now) as tx:  # type: ignore[arg-type]
        tx.audit("viewed_case", case="LLR-2026-0002", reading=True)
    web.post("/sign-out", data={"csrf_token": token_on(web)})
    enter_as(web, AUDITOR)
    return web


def test_the_auditor_sees_changes_and_reading_told_apart(a_day_of_work: TestClient) -> None:
    shown = a_day_of_work.get("/post/audit").text
    assert "Sent letter" in shown
    assert "Viewed case" in shown
    assert "Pages: 2" in shown
    assert MANAGER.name in shown
    assert "15 June 2026, 11:30 am" in shown


def test_the_audit_is_filtered_by_case_and_by_reading(a_day_of_work: TestClient) -> None:
    of_one_case = a_day_of_work.get("/post/audit?case=llr-2026-0002").text
    assert "Viewed case" in of_one_case
    assert "Sent letter" not in of_one_case
    assert 'href="/parcels/audit?case=LLR-2026-0002"' in of_one_case
    changing = a_day_of_work.get("/post/audit?only=changing").text
    assert "Sent letter" in changing
    assert "Viewed case" not in changing
    assert "0 entries" in a_day_of_work.get("/post/audit?person=nobody").text


def test_looking_at_the_audit_is_in_the_audit(a_day_of_work: TestClient) -> None:
    a_day_of_work.get("/post/audit?case=LLR-2026-0001")
    assert "Read audit" in a_day_of_work.get("/post/audit?case=LLR-2026-0001&only=reading").text


def test_nobody_else_sees_the_audit(web: TestClient) -> None:
    assert web.get("/post/audit").status_code == 401
    enter_as(web, MANAGER)
    assert web.get("/post/audit").status_code == 403


def test_a_long_audit_has_pages(web: TestClient, database: Database, now: object) -> None:
    with database.transaction(person=MANAGER, at=now) as tx:  # type: ignore[arg-type]
        for each in range(60):
            tx.audit(f"did_thing_{each}", case="LLR-2026-0002")
    enter_as(web, AUDITOR)
    first = web.get("/post/audit?case=LLR-2026-0002").text
    second = web.get("/post/audit?case=LLR-2026-0002&only=changing&number=2").text
    assert "Did thing 59" in first
    assert "number=2" in first
    assert re.search(r"Did thing 5\s", second)
    assert "Did thing 59" not in second


def test_a_page_number_that_is_none_shows_the_first(
    a_day_of_work: TestClient, names: Callable[[], list[str]]
) -> None:
    assert a_day_of_work.get("/post/audit?number=zero").status_code == 200
    assert a_day_of_work.get("/post/audit?number=99999999999999999999").status_code == 200


def test_odd_characters_in_what_is_looked_for_find_nothing_and_break_nothing(
    a_day_of_work: TestClient,
) -> None:
    for odd in ("case=%00", "person=a%00b", "number=%C2%B2"):
        assert a_day_of_work.get(f"/post/audit?{odd}").status_code == 200
