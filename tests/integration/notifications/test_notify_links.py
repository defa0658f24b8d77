"""An agency notifies one death with its own link, without an account; what it sends waits in triage."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.app import SERVICE
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web

from .conftest import ANALYST, MANAGER, enter_as, token_on
from .test_notifying_without_an_account import typed

LINKS = "/notifications/links"
AGENCY = {"organisation": "Rosehill Hospice", "sector": "voluntary", "email": ""}
_ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/notifications/notify/with/\S+?)<")
UNTIL = {"until-day": "30", "until-month": "6", "until-year": "2026"}


class Clock:
    """The time of the web, which a test moves on."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def browser(database: Database, settings: Settings, clock: Clock) -> Callable[[], TestClient]:
    """Makes a browser of its own: the office's, or that of somebody without an account."""
    app = create_web(settings, [SERVICE], {"notifications": database}, (MANAGER, ANALYST), now=clock)
    return lambda: TestClient(app, base_url="http://127.0.0.1:8000")


@pytest.fixture
def office(browser: Callable[[], TestClient]) -> TestClient:
    made = browser()
    enter_as(made, MANAGER)
    return made


def made_link(office: TestClient, **given: str) -> str:
    """The path of a new link, as the office reads it on its page."""
    before = office.get(LINKS).text
    sector = re.search(r'<option value="([^"]+)"', before)
    assert sector
    form = {"csrf_token": token_on(before), **AGENCY, "sector": sector[1], **UNTIL, **given}
    after = office.post(LINKS, data=form).text
    [made] = set(_ADDRESS.findall(after)) - set(_ADDRESS.findall(before))
    return str(made)


def sent_with(visitor: TestClient, path: str, **changes: str) -> Any:
    page = visitor.get(path)
    assert page.status_code == 200
    submission = re.search(r'name="submission" value="([^"]+)"', page.text)
    assert submission
    filled = typed(visitor, **changes)
    return visitor.post(path, data=filled | {"csrf_token": token_on(page.text), "submission": submission[1]})


def rows(database: Database, query: str) -> list[Any]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def test_a_link_opens_the_form_with_the_organisation_and_what_is_sent_waits_in_triage(
    office: TestClient, browser: Callable[[], TestClient], database: Database
) -> None:
    path, visitor = made_link(office), browser()
    assert "Works until the end of 30 June 2026" in office.get(LINKS).text
    assert 'value="Rosehill Hospice"' in visitor.get(path).text
    receipt = sent_with(visitor, path)
    assert "LLR-2026-0001" in receipt.text
    stored = rows(database, "SELECT channel, status, submitted_by FROM notification")
    assert stored == [{"channel": "link", "status": "received", "submitted_by": "notifier-with-link"}]
    assert "LLR-2026-0001" in office.get("/notifications/triage").text
    assert "LLR-2026-0001" in office.get(LINKS).text
    assert "LLR-2026-0001" not in office.get("/notifications/cases").text


def test_a_link_works_once_and_then_points_kindly_to_the_public_page(
    office: TestClient, browser: Callable[[], TestClient], database: Database
) -> None:
    path, visitor = made_link(office), browser()
    sent_with(visitor, path)
    again = visitor.get(path)
    assert again.status_code == 410
    assert "already been notified with this link" in again.text
    assert 'href="/notifications/notify"' in again.text
    assert "Canaryfeather" not in again.text
    second = typed(visitor, child__family_name="Otherchild")
    kept = visitor.post(path, data=second)
    assert kept.status_code == 422
    assert "already been notified with this link" in kept.text
    assert "Otherchild" in kept.text
    assert 'action="/notifications/notify"' in kept.text
    assert len(rows(database, "SELECT 1 FROM notification")) == 1


def test_a_form_with_faults_does_not_use_the_link_up(
    office: TestClient, browser: Callable[[], TestClient]
) -> None:
    path, visitor = made_link(office), browser()
    refused = sent_with(visitor, path, child__nhs_number="123")
    assert refused.status_code == 422
    assert "Canaryfeather" in refused.text
    assert sent_with(visitor, path).status_code == 200


def test_a_link_that_is_withdrawn_or_too_old_opens_nothing(
    office: TestClient, browser: Callable[[], TestClient], clock: Clock
) -> None:
    withdrawn, old, visitor = made_link(office), made_link(office), browser()
    shown = office.get(LINKS).text
    action = re.search(rf"{re.escape(withdrawn)}</div>\s*<form method=\"post\" action=\"([^\"]+)\"", shown)
    assert action
    posted = [office.post(action[1], data={"csrf_token": token_on(shown)}) for _ in range(2)]
    assert [answer.status_code for answer in posted] == [200, 409]
    assert "withdrawn this link" in visitor.get(withdrawn).text
    clock.at += timedelta(days=20)
    assert "too old" in visitor.get(old).text


def test_the_token_of_a_link_is_not_kept(office: TestClient, database: Database) -> None:
    token = made_link(office).rsplit("/", 1)[1]
    assert token not in str(rows(database, "SELECT * FROM notify_link"))
    assert token not in str(rows(database, "SELECT * FROM audit_entry"))


def test_a_link_is_sent_where_an_address_is_given_and_every_gap_is_named(
    office: TestClient, database: Database
) -> None:
    made_link(office, email="ward@hospice.example")
    [message] = rows(database, "SELECT kind, recipient, due_on FROM message")
    assert (message["kind"], message["recipient"]) == ("invitation_to_notify", "ward@hospice.example")
    form = {"csrf_token": token_on(office.get(LINKS).text), "email": "nobody", "until-day": "31"}
    refused = office.post(LINKS, data=form)
    assert refused.status_code == 422
    for field in ("organisation", "email", "until"):
        assert f'href="#{field}"' in refused.text
    assert 'value="nobody"' in refused.text


@pytest.mark.parametrize("path", [LINKS, "/notifications/transfers"])
def test_only_the_office_makes_links_and_sees_transfers(browser: Callable[[], TestClient], path: str) -> None:
    visitor = browser()
    assert visitor.get(path).status_code == 401
    enter_as(visitor, ANALYST)
    assert visitor.get(path).status_code == 403
