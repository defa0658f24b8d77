"""One transaction per request, committed before the answer goes out."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.storage import Database
from shared.web.tokens import issue_token
from tests.integration.web.conftest import MANAGER, token_on

FAIL = "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'"
Names = Callable[[], list[str]]


@pytest.fixture
def headers(settings_with: Callable[..., object]) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(settings_with(), MANAGER)}"}  # type: ignore[arg-type]


def test_what_is_sent_is_saved(web: TestClient, headers: dict[str, str], names: Names) -> None:
    answer = web.post("/post/api/letters", json={"name": "A", "pages": 1}, headers=headers)
    assert (answer.status_code, names()) == (201, ["A"])


def test_a_failing_commit_gives_an_error_and_not_a_201(
    web: TestClient, headers: dict[str, str], names: Names, database: Database
) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(FAIL)
        connection.execute(
            text(
                "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON letter DEFERRABLE INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION fail()"
            )
        )
    answer = web.post("/post/api/letters", json={"name": "A", "pages": 1}, headers=headers)
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert names() == []


def test_a_refusal_after_a_change_saves_nothing(
    web: TestClient, headers: dict[str, str], names: Names
) -> None:
    answer = web.post("/post/api/letters", json={"name": "A", "pages": 13}, headers=headers)
    assert (answer.status_code, names()) == (409, [])


def test_a_page_that_refuses_saves_nothing(web: TestClient, names: Names) -> None:
    answer = web.post("/post/letters", data={"csrf_token": token_on(web), "name": "", "story": "Long"})
    assert (answer.status_code, names()) == (422, [])


def test_a_page_that_refuses_has_still_been_read_and_the_audit_says_so(
    web: TestClient, database: Database
) -> None:
    web.post("/post/letters", data={"csrf_token": token_on(web), "name": ""})
    with database.engine.connect() as connection:
        audited = connection.execute(text("SELECT action, reading FROM audit_entry")).all()
    assert [tuple(row) for row in audited] == [("looked_at_letters", True)]


def test_the_database_answers_ready(database: Database) -> None:
    assert database.ready()
    with database.transaction(person=MANAGER, at=datetime.now(UTC)) as tx:
        assert tx.person == MANAGER
