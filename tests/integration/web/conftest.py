"""A small service of its own, on a real database, behind the real web application."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.testclient import TestClient
from psycopg.errors import LockNotAvailable
from pydantic import BaseModel
from sqlalchemy import Column, Identity, Integer, Table, Text, insert, text
from sqlalchemy.exc import OperationalError

from shared.accounts.app import ACCOUNTS
from shared.auditing.reading.tables import add_unusual_reading
from shared.errors import Conflict, Fault, Invalid
from shared.people import Permission, Person, Role, check
from shared.service import NavigationItem, Service
from shared.settings import Settings
from shared.storage import Database, service_metadata
from shared.web import (
    ApiRouter,
    HtmlRouter,
    Posted,
    PostedToShowAgain,
    Tx,
    audit_router,
    create_web,
    page,
    redirect,
)
from shared.web.step_up import PROVEN, PROVEN_FORM

MANAGER = Person("cdr-manager", "Morgan Testerley", frozenset({Role.CDR_MANAGER}), "The office")
AUDITOR = Person("auditor", "Pat Proofwell", frozenset({Role.AUDITOR}))
PERSONAS = (MANAGER, AUDITOR)

TEMPLATE = """{% extends "layout.html" %}{% import "forms.html" as forms with context %}
{% block page_title %}Letters{% endblock %}
{% block content %}<h1>Letters</h1>{{ forms.error_summary(faults) }}
<form method="post" novalidate>{{ forms.csrf() }}
{{ forms.text("name", "Name", values, faults, hint="In full") }}
{{ forms.datetime("died_at", "When", values, faults, not_known=true) }}
{% set answers = [("yes", "Yes"), ("no", "No", "A hint"), ("not_known", "Not known")] %}
{{ forms.radios("expected", "Expected?", answers, values, faults) }}
{{ forms.checkboxes("kinds", "Kinds", {"a": "A", "b": "B"}, values, faults) }}
{{ forms.select("area", "Area", ["Leicester", "Rutland"], values, faults) }}
{{ forms.textarea("story", "Story", values, faults) }}
{{ forms.button("Send") }}</form>{% endblock %}"""

metadata = service_metadata()
add_unusual_reading(metadata)
letter = Table(
    "letter",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("name", Text),
    Column("body", Text),
)
html, api = HtmlRouter(), ApiRouter()


@html.get("/letters", name="letters")
def letters(request: Request) -> Response:
    return page(request, "letters.html")


@html.post("/letters", name="send_letter")
def send_letter(request: Request, tx: Tx, posted: Posted) -> Response:
    tx.session.execute(insert(letter).values(name=posted.text("name"), body=posted.text("story")))
    tx.audit("looked_at_letters", reading=True)
    if not posted.text("name"):
        faults = [Fault("name", "Enter a name"), Fault("died_at-day", "Enter the day")]
        return page(request, "letters.html", 422, values=posted, faults=faults)
    tx.audit("sent_letter", case="LLR-2026-0001", detail={"pages": 2})
    return redirect(request, "letters", flash="The letter has gone.")


@html.post("/letters/{name}/sort", name="sort_letter")
def sort_letter(request: Request, posted: Posted, name: str) -> Response:
    raise Conflict("Somebody sorted it before you.")


@html.post("/patient", name="patient_form")
def patient_form(request: Request, posted: PostedToShowAgain) -> Response:
    return page(request, "letters.html", 422 if posted.expired else 200, values=posted)


@html.get("/office", name="office")
def office(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    return page(request, "letters.html")


@html.get("/broken/{name}", name="broken")
def broken(name: str) -> Response:
    raise RuntimeError(f"something about {name}")


@html.get("/busy/{name}", name="busy")
def busy(name: str) -> Response:
    raise OperationalError(f"something about {name}", {}, LockNotAvailable())


@html.post("/release", name="release", dependencies=PROVEN_FORM)
def release(request: Request, tx: Tx, posted: Posted) -> Response:
    tx.session.execute(insert(letter).values(name=posted.text("name")))
    return redirect(request, "letters", flash="Released.")


@api.post("/release", dependencies=PROVEN)
def release_by_program(tx: Tx) -> dict[str, str]:
    return {"released": "yes"}


class NewLetter(BaseModel):
    name: str
    pages: int


@api.post("/letters", status_code=201)
def receive_letter(tx: Tx, new: NewLetter) -> dict[str, str]:
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    tx.session.execute(insert(letter).values(name=new.name))
    if new.pages == 13:
        raise Conflict("Thirteen pages are too many.")
    if new.pages == 0:
        raise Invalid([Fault("pages", "There are no pages"), Fault("name", "And no name")])
    return {"name": new.name}


@api.get("/me")
def who_am_i(tx: Tx) -> dict[str, str]:
    return {"id": tx.person.id}


@api.get("/busy")
def busy_api() -> dict[str, str]:
    raise OperationalError("something about Canary Featherstone", {}, LockNotAvailable())


@api.get("/broken")
def broken_api() -> dict[str, str]:
    raise RuntimeError("something about Canary Featherstone")


class Clock:
    """The time of the web application, moved by the test."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(tmp_path: Path) -> Service:
    templates = tmp_path / "post" / "templates"
    templates.mkdir(parents=True)
    (templates / "letters.html").write_text(TEMPLATE)
    links = (
        NavigationItem("Letters", "/post/letters", Permission.SUBMIT_NOTIFICATION),
        NavigationItem("Audit of letters", "/post/audit", Permission.VIEW_AUDIT),
        NavigationItem("Audit of parcels", "/parcels/audit", Permission.VIEW_AUDIT),
    )

    def routers() -> tuple[APIRouter, ...]:
        return html, api, audit_router()

    return Service("post", "/post", "Post", templates.parent, metadata, routers, navigation=links)


@pytest.fixture
def database(service: Service, database_for: Callable[[Service], Database]) -> Database:
    return database_for(service)


@pytest.fixture
def accounts(database_for: Callable[[Service], Database]) -> Database:
    """Where sessions are kept: every application of a test has the same."""
    return database_for(ACCOUNTS)


@pytest.fixture
def settings_with() -> Callable[..., Settings]:
    def make(**given: Any) -> Settings:
        urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
        return Settings(**{**urls, "events_url": "", "secret_key": "k" * 40, "demo": True, **given})

    return make


@pytest.fixture
def web_with(
    service: Service,
    database: Database,
    accounts: Database,
    clock: Clock,
    settings_with: Callable[..., Settings],
) -> Iterator[Callable[..., TestClient]]:
    """Makes a client of the application with other settings than the usual."""
    clients: list[TestClient] = []

    def make(base_url: str = "http://127.0.0.1:8000", **given: Any) -> TestClient:
        settings, found = settings_with(**given), {"post": database}
        app: FastAPI = create_web(settings, [service], found, PERSONAS, accounts=accounts, now=clock)
        clients.append(TestClient(app, base_url=base_url).__enter__())
        return clients[-1]

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def web(web_with: Callable[..., TestClient]) -> TestClient:
    return web_with()


@pytest.fixture
def names(database: Database) -> Callable[[], list[str]]:
    """The names of the letters that were really saved."""

    def read() -> list[str]:
        with database.engine.connect() as connection:
            return list(connection.scalars(text("SELECT name FROM letter ORDER BY id")))

    return read


def token_on(web: TestClient, path: str = "/post/letters") -> str:
    return token_in(web.get(path).text)


def token_in(shown: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', shown)
    assert found
    return found[1]


def enter_as(web: TestClient, person: Person) -> None:
    answer = web.post("/sign-in", data={"csrf_token": token_on(web, "/sign-in"), "persona": person.id})
    assert answer.status_code == 200, answer.text
