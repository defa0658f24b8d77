"""The notifications service on a real database, the people who use it, and notifications to send."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.notifications.app import SERVICE
from shared.people import Person, Role
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web
from shared.web.tokens import issue_token

MANAGER = Person("cdr-manager", "Morgan Testerley", frozenset({Role.CDR_MANAGER}), "The office")
ANALYST = Person("public-health-analyst", "Drew Specimen", frozenset({Role.PUBLIC_HEALTH_ANALYST}))
PARTNER = Person("partner-system", "A partner's system", frozenset({Role.NOTIFIER}))
SECRET = "k" * 40


def a_payload(**changes: Any) -> dict[str, Any]:
    """A complete notification as a partner sends it; ``changes`` by dotted name, __ for the dot."""
    sent: dict[str, Any] = {
        "child": {
            "family_name": "Canaryfeather",
            "given_names": "Tilly",
            "date_of_birth": "2026-05-31",
            "nhs_number": "9990000018",
            "sex": "female",
            "ethnic_category": "A",
        },
        "home": {"postcode": "LE1 5WW", "local_authority": "Leicester"},
        "death": {
            "died_at": "2026-06-12T22:00",
            "aware_at": "2026-06-12T22:00",
            "place_of_death": "home",
            "expected": "no",
        },
        "circumstances": "Tilly was found unresponsive by her mother.",
        "notifier": {
            "name": "Dr A Sample",
            "role": "Paediatrician",
            "organisation": "A trust",
            "sector": "acute",
        },
        "notified_at": "2026-06-15T09:00",
        "professionals": [{"role": "GP", "name": "Dr B Example", "email": "gp@surgery.example"}],
    }
    for name, value in changes.items():
        place = sent
        *parents, last = name.split("__")
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return sent


@pytest.fixture
def database(database_for: Callable[..., Database]) -> Database:
    return database_for(SERVICE)


@pytest.fixture
def settings() -> Settings:
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    return Settings(**urls, events_url="", secret_key=SECRET, demo=True, public_submissions_per_hour=10_000)


@pytest.fixture
def web(database: Database, settings: Settings, now: datetime) -> Iterator[TestClient]:
    """A browser of somebody without an account."""
    personas = (MANAGER, ANALYST, PARTNER)
    app = create_web(settings, [SERVICE], {"notifications": database}, personas, now=lambda: now)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def token_of(settings: Settings) -> Callable[[Person], dict[str, str]]:
    """The headers that a program of a person sends."""
    return lambda person: {"Authorization": f"Bearer {issue_token(settings, person)}"}


def token_on(page: str) -> str:
    """The anti-forgery token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def enter_as(web: TestClient, person: Person) -> None:
    form = {"csrf_token": token_on(web.get("/sign-in").text), "persona": person.id}
    assert web.post("/sign-in", data=form).status_code == 200
