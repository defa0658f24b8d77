"""Somebody signed in at a desk, for the length of a whole test file: signing in is not what it tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from fastapi.testclient import TestClient

from deploy.personas import PERSONAS
from services.notifications.app import SERVICE
from shared.people import Person
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web

from .a_case import FRIDAY, MANAGER
from .conftest import SECRET, enter_as, token_on


@contextmanager
def at_the_desk(
    database: Database,
    person: Person = MANAGER,
    at: datetime = FRIDAY,
    now: Callable[[], datetime] | None = None,
) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A browser in which ``person`` is signed in, and what each form it posts carries against forgery."""
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    settings = Settings(**urls, events_url="", secret_key=SECRET, demo=True)
    personas = {each.id: each for each in (*PERSONAS.values(), MANAGER)}.values()
    app = create_web(settings, [SERVICE], {"notifications": database}, personas, now=now or (lambda: at))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        enter_as(client, person)
        yield client, {"csrf_token": token_on(client.get("/").text)}
