"""Several applications in one process share what their routes are, and nothing else."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.service import Service
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web
from shared.web.tokens import issue_token
from tests.integration.web.conftest import MANAGER, PERSONAS


def letters_in(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.scalars(text("SELECT name FROM letter")))


def test_each_application_writes_to_its_own_database(
    service: Service, database_for: Callable[[Service], Database], settings_with: Callable[..., Settings]
) -> None:
    settings = settings_with()
    databases = [database_for(service), database_for(service)]
    applications = [create_web(settings, [service], {"post": each}, PERSONAS) for each in databases]
    assert applications[0].state.mounted[0].routes[-1] is applications[1].state.mounted[0].routes[-1]
    sender = {"Authorization": f"Bearer {issue_token(settings, MANAGER)}"}
    for name, application in zip(("first", "second"), applications, strict=True):
        with TestClient(application, base_url="http://127.0.0.1:8000") as client:
            sent = client.post("/post/api/letters", json={"name": name, "pages": 1}, headers=sender)
            assert sent.status_code == 201, sent.text
    assert [letters_in(each) for each in databases] == [["first"], ["second"]]
