"""A session that was ended anywhere is over in every web process, at once."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.accounts.kept_sessions import KeptSessions
from shared.accounts.web_session import Which
from shared.settings import Settings, SettingsError
from shared.storage import Database
from shared.web import create_web
from shared.web.session import COOKIE
from tests.integration.web.conftest import MANAGER, Clock, enter_as, token_on


def test_a_copy_of_the_cookie_is_worth_nothing_after_signing_out(
    web: TestClient, web_with: Callable[..., TestClient]
) -> None:
    enter_as(web, MANAGER)
    thief = web_with()
    thief.cookies.update(web.cookies)
    assert thief.get("/post/office").status_code == 200
    web.post("/sign-out", data={"csrf_token": token_on(web)})
    assert thief.get("/post/office").status_code == 401
    assert thief.get("/post/api/me").json() == {"id": "anonymous"}


def test_a_session_ended_by_the_office_is_over_at_the_next_request(
    web: TestClient, accounts: Database, clock: Clock
) -> None:
    enter_as(web, MANAGER)
    sent = {"csrf_token": token_on(web), "name": "Still here"}
    assert KeptSessions(accounts).end(Which(person_id=MANAGER.id), clock(), "ended by somebody else") == 1
    answer = web.post("/post/letters", data=sent)
    assert answer.status_code == 403
    assert "Still here" in answer.text
    assert web.get("/post/office").status_code == 401


def test_the_id_of_before_signing_in_is_not_the_id_of_after(
    web: TestClient, web_with: Callable[..., TestClient]
) -> None:
    web.get("/sign-in")
    planted = dict(web.cookies)
    enter_as(web, MANAGER)
    attacker = web_with()
    attacker.cookies.update(planted)
    assert attacker.get("/post/office").status_code == 401
    assert web.cookies[COOKIE] != planted[COOKIE]


def test_signing_in_as_somebody_else_ends_the_session_of_before(
    web: TestClient, web_with: Callable[..., TestClient]
) -> None:
    enter_as(web, MANAGER)
    before = web_with()
    before.cookies.update(web.cookies)
    enter_as(web, MANAGER)
    assert before.get("/post/office").status_code == 401
    assert web.get("/post/office").status_code == 200


def test_while_sessions_cannot_be_looked_up_nobody_is_let_in_and_notifiers_are_served(
    web: TestClient, web_with: Callable[..., TestClient], accounts: Database
) -> None:
    enter_as(web, MANAGER)
    with accounts.engine.begin() as connection:
        connection.execute(text("ALTER TABLE web_session RENAME TO away"))
    refused = web.get("/post/office")
    assert refused.status_code == 500
    assert "Sorry, there is a problem" in refused.text
    assert web_with().get("/post/letters").status_code == 200


def test_only_the_demonstration_does_without_an_accounts_database(
    settings_with: Callable[..., Settings],
) -> None:
    live = settings_with(demo=False, oidc_issuer="https://issuer.example")
    with pytest.raises(SettingsError, match="CDOP_ACCOUNTS_DATABASE_URL"):
        create_web(live, (), {})
