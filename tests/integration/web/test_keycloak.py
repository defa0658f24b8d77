"""Signing in, out and once more against a real provider, and stolen things: Keycloak on this machine."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from deploy.ports import listening_socket
from shared.people import Person, Role
from shared.service import Service
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web, provider_tokens
from tests.integration.web.conftest import Clock
from tests.integration.web.real_sign_in import (
    CLIENT,
    ELSEWHERE,
    KIM,
    MAPPING,
    MORGAN,
    PAT,
    REALM,
    SECRET,
    STRANGER,
    Browser,
    realm,
    served,
)
from tests.kafka_broker import give_up
from tests.keycloak_server import MISSING, Keycloak, NoKeycloak, keycloak

DONE = "/sign-in/organisation/done"


@pytest.fixture(scope="module")
def port() -> int:
    with listening_socket(0) as free:
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def provider(port: int) -> Iterator[Keycloak]:
    """One for all tests here, which one process runs."""
    try:
        with keycloak([realm(REALM, port), realm(ELSEWHERE, port)]) as running:
            yield running
    except NoKeycloak as missing:
        give_up(str(missing), "keycloak", MISSING)


@pytest.fixture
def application(
    provider: Keycloak,
    port: int,
    service: Service,
    database: Database,
    accounts: Database,
    clock: Clock,
    settings_with: Callable[..., Settings],
    tmp_path: Path,
) -> FastAPI:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING)
    settings = settings_with(
        demo=False,
        env="production",
        public_url=f"http://127.0.0.1:{port}",
        oidc_issuer=provider.issuer(REALM),
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_mapping_file=str(mapping),
    )
    return create_web(settings, [service], {"post": database}, accounts=accounts, now=clock)


@pytest.fixture
def browser(application: FastAPI, port: int) -> Iterator[Callable[[], Browser]]:
    """Makes browsers that know nothing yet."""
    with served(application, port):
        yield lambda: Browser(f"http://127.0.0.1:{port}")


@pytest.fixture
def morgan(browser: Callable[[], Browser]) -> Browser:
    """Signed in by the provider's own form."""
    made = browser()
    assert made.sign_in(MORGAN, after="/post/office").url.path == "/post/office"
    return made


def kept(accounts: Database, what: str) -> list[object]:
    with accounts.engine.connect() as connection:
        return list(connection.scalars(text(f"SELECT {what} FROM web_session ORDER BY since")))


def proved_long_ago(accounts: Database) -> None:
    with accounts.engine.begin() as connection:
        connection.execute(text("UPDATE web_session SET proven_at = proven_at - interval '11 minutes'"))


def test_sign_in_with_pkce_through_the_providers_own_form(browser: Callable[[], Browser]) -> None:
    made = browser()
    asked = made.leave(next="/post/office")
    assert "code_challenge_method=S256" in str(asked.url)
    answer = made.answer(asked, MORGAN)
    assert (answer.status_code, answer.url.path) == (200, "/post/office")
    assert "Morgan Testerley" in answer.text


def test_a_code_without_its_verifier_is_worth_nothing(
    browser: Callable[[], Browser], provider: Keycloak, port: int
) -> None:
    made = browser()
    back = httpx2.URL(made.answer(made.leave(), MORGAN, back=False).headers["location"])
    place = f"http://127.0.0.1:{port}{DONE}"
    stolen = {"grant_type": "authorization_code", "code": back.params["code"], "redirect_uri": place}
    tokens = f"{provider.issuer(REALM)}/protocol/openid-connect/token"
    refused = httpx2.post(tokens, data=stolen | {"client_id": CLIENT, "client_secret": SECRET})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


def test_roles_and_organisation_come_by_the_mapping(
    browser: Callable[[], Browser], morgan: Browser, accounts: Database
) -> None:
    auditor = browser()
    assert auditor.sign_in(PAT).status_code == 200
    assert auditor.get("/post/audit").status_code == 200
    assert auditor.get("/post/office").status_code == 403
    organisation = "person ->> 'organisation'"
    assert kept(accounts, organisation) == ["Child death review office", ""]
    assert kept(accounts, "person ->> 'roles'") == [f'["{Role.CDR_MANAGER}"]', f'["{Role.AUDITOR}"]']


def test_somebody_without_one_of_our_roles_is_refused_and_counted(
    browser: Callable[[], Browser], accounts: Database
) -> None:
    made = browser()
    assert made.sign_in(STRANGER).status_code == 403
    assert made.get("/post/office").status_code == 401
    with accounts.engine.connect() as connection:
        counted = connection.execute(text("SELECT way, reason, times FROM failed_sign_in")).all()
    assert [tuple(row) for row in counted] == [("organisation's account", "not one of ours", 1)]


def test_a_session_cookie_is_refused_after_logout_here_and_there(morgan: Browser) -> None:
    stolen = morgan.with_cookie(morgan.cookie)
    assert stolen.get("/post/office").status_code == 200
    page = morgan.send("/sign-out", morgan.get("/post/letters"))
    assert "You have signed out here" in page.text
    there = page.headers["refresh"].removeprefix("0;url=")
    assert morgan.get(there).url.path == "/sign-out/done"
    assert stolen.get("/post/office").status_code == 401
    morgan.leave()  # the provider has forgotten who it was, and asks for the password


def test_a_session_cookie_is_refused_after_back_channel_logout(
    browser: Callable[[], Browser], provider: Keycloak, accounts: Database
) -> None:
    kim = browser()  # who is signed in nowhere else: Keycloak names one session
    assert kim.sign_in(KIM, after="/post/office").status_code == 200
    stolen = kim.with_cookie(kim.cookie)
    provider.end_sessions(REALM, KIM[0])
    assert stolen.get("/post/office").status_code == 401
    assert kim.get("/post/office").status_code == 401
    assert kept(accounts, "ended_why") == ["signed out at the provider"]
    assert kept(accounts, "id_token") == [""]


def test_a_replayed_code_is_refused(browser: Callable[[], Browser]) -> None:
    made = browser()
    back = made.answer(made.leave(), MORGAN, back=False).headers["location"]
    thief = made.with_cookie(made.cookie)  # with the state and the verifier that go with the code
    assert made.get(back).status_code == 200
    assert thief.get(back).status_code == 401
    assert made.get(back).status_code == 401
    assert thief.get("/post/office").status_code == 401


def test_a_swapped_state_is_refused(browser: Callable[[], Browser]) -> None:
    mine, theirs = browser(), browser()
    back_of_mine = mine.answer(mine.leave(), MORGAN, back=False).headers["location"]
    back_of_theirs = theirs.answer(theirs.leave(), PAT, back=False).headers["location"]
    assert mine.get(back_of_theirs).status_code == 401
    state_of_theirs = httpx2.URL(back_of_theirs).params["state"]
    swapped = httpx2.URL(back_of_mine).copy_set_param("state", state_of_theirs)
    assert theirs.get(str(swapped)).status_code == 401
    assert mine.get("/post/office").status_code == 401
    assert theirs.get("/post/office").status_code == 401


def bearer(browser: Browser, token: str) -> int:
    return browser.get("/post/api/me", headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_token_of_another_realm_is_refused(browser: Callable[[], Browser], provider: Keycloak) -> None:
    assert bearer(browser(), provider.token(REALM, CLIENT, SECRET, MORGAN)) == 200
    assert bearer(browser(), provider.token(ELSEWHERE, CLIENT, SECRET, MORGAN)) == 401


def test_an_altered_token_is_refused(browser: Callable[[], Browser], provider: Keycloak) -> None:
    head, payload, signature = provider.token(REALM, CLIENT, SECRET, MORGAN).split(".")
    _, other, _ = provider.token(REALM, CLIENT, SECRET, PAT).split(".")
    for wrong in (f"{other}.{signature}", f"{payload}.", f"{payload}.{signature[::-1]}"):
        assert bearer(browser(), f"{head}.{wrong}") == 401


def test_an_expired_token_is_refused(
    browser: Callable[[], Browser], provider: Keycloak, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, made = provider.token(REALM, CLIENT, SECRET, MORGAN), browser()
    assert bearer(made, token) == 200
    an_hour_on = int(time.time()) + 3600
    registry = provider_tokens.jwt.JWTClaimsRegistry
    monkeypatch.setattr(
        provider_tokens.jwt, "JWTClaimsRegistry", lambda **given: registry(now=an_hour_on, **given)
    )
    assert bearer(made, token) == 401


def test_step_up_forces_a_fresh_sign_in(morgan: Browser, accounts: Database) -> None:
    form = morgan.get("/post/letters")
    assert morgan.send("/post/release", form, name="First").url.path == "/post/letters"
    proved_long_ago(accounts)
    before = morgan.cookie
    refused = morgan.send("/post/release", form, name="Kept")
    assert refused.status_code == 401
    assert 'value="Kept"' in refused.text
    asked = morgan.get("/sign-in/again")
    assert "Confirm with your organisation" in asked.text
    done = morgan.answer(morgan.leave(again="true", next="/sign-in/again/done"), MORGAN)
    assert "that is confirmed" in done.text
    assert morgan.send("/post/release", refused, name="Kept").url.path == "/post/letters"
    assert morgan.with_cookie(before).get("/post/office").status_code == 401
    assert len(kept(accounts, "handle")) == 1


def test_a_provider_that_lets_somebody_through_as_they_were_has_not_confirmed_anything(
    morgan: Browser, accounts: Database, clock: Clock
) -> None:
    proved_long_ago(accounts)
    clock.ahead = timedelta(minutes=11)
    asked = morgan.get("/sign-in/organisation?again=true", follow_redirects=False).headers["location"]
    unasked = httpx2.URL(asked).copy_remove_param("prompt").copy_remove_param("max_age")
    answer = morgan.get(str(unasked))
    assert answer.status_code == 401
    assert "did not ask you to sign in anew" in answer.text
    assert morgan.send("/post/release", morgan.get("/post/letters"), name="No").status_code == 401


def test_somebody_else_cannot_confirm_it(morgan: Browser, accounts: Database) -> None:
    proved_long_ago(accounts)
    asked = morgan.get("/sign-in/organisation?again=true", follow_redirects=False).headers["location"]
    other = Browser(morgan.address)
    answer = other.answer(other.get(asked), PAT, back=False)
    refused = morgan.get(answer.headers["location"])
    assert refused.status_code == 403
    assert "another account" in refused.text
    assert morgan.send("/post/release", morgan.get("/post/letters"), name="No").status_code == 401


def test_a_session_ended_from_the_list_is_refused(morgan: Browser, browser: Callable[[], Browser]) -> None:
    lost = browser()
    lost.sign_in(MORGAN)
    listed = morgan.get("/sign-in/sessions")
    assert listed.text.count("/end") == 2  # the other one, and all others
    morgan.send("/sign-in/sessions/others/end", listed)
    assert lost.get("/post/office").status_code == 401
    assert morgan.get("/post/office").status_code == 200


def test_session_fixation_is_impossible(browser: Callable[[], Browser]) -> None:
    victim = browser()
    victim.leave()
    planted = victim.cookie
    victim.sign_in(MORGAN)
    assert victim.cookie != planted
    assert victim.with_cookie(planted).get("/post/office").status_code == 401


def test_the_mapped_person_is_the_one_whose_bearer_token_it_is(
    browser: Callable[[], Browser], provider: Keycloak, application: FastAPI
) -> None:
    token = provider.token(REALM, CLIENT, SECRET, MORGAN)
    person: Person = application.state.provider.person(token)
    assert (person.name, person.organisation) == ("Morgan Testerley", "Child death review office")
    assert person.roles == {Role.CDR_MANAGER}
