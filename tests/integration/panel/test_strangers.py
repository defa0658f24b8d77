"""Whoever is not signed in is asked to sign in, on every page alike, whether or not there is such a thing."""

import re

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from deploy.personas import PERSONAS
from services.panel.app import SERVICE
from shared.settings import Settings
from shared.web import create_web
from tests.integration.panel.conftest import CASE, Panel

# A signed link in the address, or a token beside it, is what lets its reader in; nobody signs in for it.
BY_LINK = ("/owner/", "/answer/", "/api")
ROUTES = [one for router in SERVICE.routers() for one in router.routes if isinstance(one, APIRoute)]
PAGES = sorted(
    {one.path for one in ROUTES if "GET" in (one.methods or ()) and not one.path.startswith(BY_LINK)}
)


@pytest.fixture
def stranger(panel: Panel) -> TestClient:
    panel.notified()
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    settings = Settings(**urls, events_url="", secret_key="k" * 40, demo=True)  # type: ignore[arg-type]
    app = create_web(settings, [SERVICE], {"panel": panel.database}, PERSONAS.values(), now=lambda: panel.at)
    return TestClient(app, base_url="http://127.0.0.1:8000")


def test_every_page_asks_a_stranger_to_sign_in(stranger: TestClient) -> None:
    assert len(PAGES) > 60
    answers = {}
    for path in PAGES:
        address = re.sub(r"\{[^}]+\}", "1", path.replace("{case_reference}", CASE))
        answers[path] = stranger.get(f"/panel{address}", follow_redirects=False).status_code
    assert {path: status for path, status in answers.items() if status != 401} == {}
