"""The theming service on a real database: events in, people who decide, and the web application."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from deploy.personas import PERSONAS
from services.theming.actions.themes.propose_themes import propose_themes
from services.theming.app import SERVICE
from services.theming.handlers import HANDLERS
from shared.contracts import CaseMaterialConfirmed, ChildDeathNotified, Event, ReviewCompleted
from shared.contracts.death_notifications import ClockOutcome
from shared.people import SYSTEM, Person
from shared.settings import Settings
from shared.storage import Database, Transaction
from shared.web import create_web
from shared.web.tokens import issue_token

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
CASE = "LLR-2026-0107"
ASTHMA_STORY = "She died of acute severe asthma. The asthma plan had not been reviewed for two years."
SLEEP_STORY = "The baby was found on the sofa, asleep with his father. There was no co-sleeping before."


def notified(
    case: str = CASE, *, on: date = date(2026, 5, 12), met: bool | None = True, **given: Any
) -> ChildDeathNotified:
    facts: dict[str, Any] = {
        "notified_on": on,
        "died_in": on.strftime("%Y-%m"),
        "age_band": "28-364 days",
        "age_text": "3 months",
        "sex": "female",
        "ethnic_category": "A",
        "ethnic_group": "White",
        "area": "Leicester",
        "deprivation_quintile": 2,
        "place_of_death": "home",
        "place_of_event": "home",
        "expected": "no",
        "gestation_weeks": None,
        "clocks": (ClockOutcome(clock="next_working_day", met=met, starts_from="death"),),
        "notifier_sector": "acute_hospital",
        "notifier_role": "paediatrician",
        "events": (),
        "supplementary_forms": (),
        "joint_agency_response": True,
        "coroner_informed": "yes",
        "sources": (),
    }
    return ChildDeathNotified(case_reference=case, **{**facts, **given})


def material(
    case: str = CASE, *, text: str = ASTHMA_STORY, version: int = 1, **given: Any
) -> CaseMaterialConfirmed:
    facts: dict[str, Any] = {
        "material_id": f"notification-{case}",
        "title": "Notification",
        "kind": "notification",
        "source_role": "paediatrician",
        "part": 1,
        "parts": 1,
        "confirmed_on": date(2026, 5, 13),
        "redactions": {},
    }
    return CaseMaterialConfirmed(case_reference=case, text=text, version=version, **{**facts, **given})


def reviewed(
    case: str = CASE, *, on: date = date(2026, 8, 12), summary: str = ASTHMA_STORY, **given: Any
) -> ReviewCompleted:
    facts: dict[str, Any] = {
        "review_version": 1,
        "category": 5,
        "secondary_categories": (),
        "category_scale": "2019",
        "overridden": False,
        "factors": (),
        "modifiability": "modifiable",
        "learning": (),
        "actions": (),
    }
    return ReviewCompleted(case_reference=case, completed_on=on, summary=summary, **{**facts, **given})


class Theming:
    """The service's database, with the people of the demonstration acting on it at one instant."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.at = NOW

    def tell(self, *events: Event) -> None:
        """Feed events to their handlers, each in a transaction of its own."""
        for event in events:
            self.act(SYSTEM, lambda tx, event=event: HANDLERS[type(event)](tx, event))

    def read_texts(self) -> None:
        """Run the step that proposes themes until nothing is left to read."""
        while self.act(SYSTEM, propose_themes):
            pass

    def act(self, person: str | Person, action: Callable[..., Any], **given: Any) -> Any:
        """Run an action or a query in a transaction of its own, as the persona with this id."""
        who = PERSONAS[person] if isinstance(person, str) else person
        with self.database.transaction(person=who, at=self.at) as tx:
            return action(tx, **given)

    def look(self, read: Callable[[Transaction], Any], person: str = "cdr-manager") -> Any:
        return self.act(person, read)


#: The fixture ``filled``: what fills the database of a test runs once.
Filled = Callable[[Theming, Callable[[Theming], object]], Theming]


@pytest.fixture
def theming(database_for: Callable[[Any], Database]) -> Theming:
    return Theming(database_for(SERVICE))


@pytest.fixture
def settings() -> Settings:
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    return Settings(**{**urls, "events_url": "", "secret_key": "k" * 40, "demo": True})


@pytest.fixture
def web(theming: Theming, settings: Settings) -> Iterator[TestClient]:
    app = create_web(
        settings, [SERVICE], {SERVICE.name: theming.database}, PERSONAS.values(), now=lambda: NOW
    )
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def bearer(settings: Settings) -> Callable[[str], dict[str, str]]:
    """The headers of an API request made as a persona."""
    return lambda persona: {"Authorization": f"Bearer {issue_token(settings, PERSONAS[persona])}"}


def csrf_in(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found
    return found[1]


def form_on(html: str, action: str) -> dict[str, str]:
    """What the form of a page that is sent to this address carries unseen, its token among it."""
    form = re.search(rf'<form[^>]* action="[^"]*{re.escape(action)}".*?</form>', html, re.S)
    assert form, action
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))


def enter(web: TestClient, persona: str) -> None:
    answer = web.post("/sign-in", data={"csrf_token": csrf_in(web.get("/sign-in").text), "persona": persona})
    assert answer.status_code == 200, answer.text
