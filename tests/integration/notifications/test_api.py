"""Partner systems notify by program, safely more than once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.people import Person
from shared.storage import Database

from .conftest import ANALYST, MANAGER, PARTNER, a_payload

NOTIFY = "/notifications/api/notifications"
Tokens = Callable[[Person], dict[str, str]]


def count(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


@pytest.mark.parametrize("person", [MANAGER, PARTNER])
def test_a_notification_gets_a_reference_and_its_timeliness(
    web: TestClient, token_of: Tokens, person: Person
) -> None:
    answer = web.post(NOTIFY, json=a_payload(), headers=token_of(person))
    assert answer.status_code == 201, answer.text
    assert answer.json()["case_reference"] == "LLR-2026-0001"
    assert answer.json()["timeliness"]["next_working_day"] == {
        "due_at": "2026-06-15T23:59:59+01:00",
        "met": True,
        "starts_from": "death",
    }
    assert answer.json()["timeliness"]["24_hours"]["met"] is False


def test_the_same_call_with_the_same_key_is_one_notification_and_the_same_answer(
    web: TestClient, token_of: Tokens, database: Database
) -> None:
    headers = token_of(MANAGER) | {"Idempotency-Key": "abc"}
    first, second = (web.post(NOTIFY, json=a_payload(), headers=headers) for _ in range(2))
    assert (first.status_code, first.text) == (second.status_code, second.text)
    assert count(database, "notification") == 1


def test_the_same_key_with_another_notification_is_refused(web: TestClient, token_of: Tokens) -> None:
    headers = token_of(MANAGER) | {"Idempotency-Key": "abc"}
    web.post(NOTIFY, json=a_payload(), headers=headers)
    answer = web.post(NOTIFY, json=a_payload(circumstances="Another"), headers=headers)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_key_of_one_partner_says_nothing_to_another(web: TestClient, token_of: Tokens) -> None:
    for person in (MANAGER, PARTNER):
        answer = web.post(NOTIFY, json=a_payload(), headers=token_of(person) | {"Idempotency-Key": "abc"})
        assert answer.status_code == 201


def test_a_refused_notification_leaves_its_key_free(
    web: TestClient, token_of: Tokens, database: Database
) -> None:
    headers = token_of(MANAGER) | {"Idempotency-Key": "abc"}
    assert web.post(NOTIFY, json=a_payload(child__sex="blue"), headers=headers).status_code == 422
    assert web.post(NOTIFY, json=a_payload(), headers=headers).status_code == 201
    assert count(database, "idempotency_key") == 1


def test_calls_at_the_same_moment_get_one_notification_and_references_never_meet(
    web: TestClient, token_of: Tokens, database: Database
) -> None:
    def call(key: str) -> str:
        headers = token_of(MANAGER) | {"Idempotency-Key": key}
        return str(web.post(NOTIFY, json=a_payload(), headers=headers).json()["case_reference"])

    with ThreadPoolExecutor(3) as threads:
        references = list(threads.map(call, ["same", "same", "other", "same", "another"]))
    assert len(set(references)) == 3
    assert count(database, "notification") == 3


def test_every_fault_is_named_at_once_and_nothing_is_saved(
    web: TestClient, token_of: Tokens, database: Database
) -> None:
    sent = a_payload(child__nhs_number="9990000019", home__postcode="?", death__died_at="2026-06-16")
    answer = web.post(NOTIFY, json=sent, headers=token_of(MANAGER))
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["faults"]} >= {"child.nhs_number", "home.postcode"}
    assert "Canaryfeather" not in answer.text
    assert [count(database, table) for table in ("notification", "reference_counter", "audit_entry")] == [
        0,
        0,
        0,
    ]


@pytest.mark.parametrize(
    "body", ["[]", "null", "{", '"text"', '{"child": 1}', '{"child": {"sex": {}}}', "{}"]
)
def test_what_is_no_notification_is_refused_and_never_breaks(
    web: TestClient, token_of: Tokens, body: str
) -> None:
    headers = token_of(MANAGER) | {"Content-Type": "application/json"}
    assert web.post(NOTIFY, content=body, headers=headers).status_code == 422


def test_unknown_fields_are_kept_and_named(web: TestClient, token_of: Tokens) -> None:
    answer = web.post(NOTIFY, json=a_payload(child__shoe_size=12), headers=token_of(MANAGER))
    assert answer.json()["not_understood"] == ["child.shoe_size"]


def test_no_professionals_is_understood(web: TestClient, token_of: Tokens) -> None:
    answer = web.post(NOTIFY, json=a_payload() | {"professionals": []}, headers=token_of(MANAGER))
    assert (answer.status_code, answer.json()["not_understood"]) == (201, [])


def test_without_a_token_or_the_part_nobody_notifies_by_program(web: TestClient, token_of: Tokens) -> None:
    assert web.post(NOTIFY, json=a_payload()).status_code == 401
    assert web.post(NOTIFY, json=a_payload(), headers=token_of(ANALYST)).status_code == 403


def test_the_office_reads_it_back_and_the_reading_is_audited(
    web: TestClient, token_of: Tokens, database: Database
) -> None:
    reference = web.post(NOTIFY, json=a_payload(), headers=token_of(MANAGER)).json()["case_reference"]
    read = web.get(f"{NOTIFY}/{reference}", headers=token_of(MANAGER))
    assert read.json()["answers"]["child.family_name"] == "Canaryfeather"
    assert web.get(f"{NOTIFY}/{reference}", headers=token_of(ANALYST)).status_code == 403
    with database.engine.connect() as connection:
        audited = connection.execute(text("SELECT action, reading FROM audit_entry ORDER BY id")).all()
    assert [tuple(each) for each in audited] == [("submit_notification", False), ("view_notification", True)]


def test_a_reference_nobody_has_is_not_found(web: TestClient, token_of: Tokens) -> None:
    assert web.get(f"{NOTIFY}/LLR-2026-9999", headers=token_of(MANAGER)).status_code == 404


def test_the_description_lists_the_questions_of_the_form(web: TestClient) -> None:
    paths = web.get("/notifications/api/openapi.json").json()["paths"]
    body = paths["/api/notifications"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "nhs_number" in body["properties"]["child"]["required"]
