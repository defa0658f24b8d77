"""A page that says nothing of its reading is audited by the edge, without anything of its address."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from deploy.personas import PERSONAS
from services.panel.app import SERVICE
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web
from tests.integration.panel.conftest import CASE, Panel

PAGE = f"/panel/cases/{CASE}/interest"


def read_by(panel: Panel, service: object = SERVICE, path: str = PAGE) -> list[tuple[object, ...]]:
    """What the audit says after a member has opened the page."""
    settings = Settings(events_url="postgresql://nowhere", secret_key="s" * 40, demo=True)  # type: ignore[arg-type]
    web = TestClient(
        create_web(settings, [service], {SERVICE.name: panel.database}, [*PERSONAS.values()]),  # type: ignore[list-item]
        follow_redirects=False,
    )
    token = web.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]
    web.post("/sign-in", data={"csrf_token": token, "persona": "panel-member"})
    before = _last(panel.database)
    assert web.get(path).status_code == 200
    entries = text(
        "SELECT action, subject, case_reference, reading, person_id FROM audit_entry WHERE id > :before"
    )
    with panel.database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(entries, {"before": before})]


def _last(database: Database) -> int:
    with database.engine.connect() as connection:
        return connection.scalar(text("SELECT coalesce(max(id), 0) FROM audit_entry")) or 0


@pytest.fixture
def agreed(panel: Panel) -> Panel:
    panel.notified()
    panel.on_agenda()
    return panel


def test_it_is_audited_with_the_case_and_the_name_of_the_page(agreed: Panel) -> None:
    assert read_by(agreed) == [("opened_page", "declare_interest", CASE, True, "panel-member")]


def test_what_is_said_to_read_no_case_data_is_not(agreed: Panel) -> None:
    said = replace(SERVICE, reads_no_case_data={"declare_interest": "a reason"})
    assert read_by(agreed, said) == []
