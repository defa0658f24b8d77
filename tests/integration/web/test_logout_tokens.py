"""The provider's word that a session has ended: every rule of Back-Channel Logout 1.0, each broken once."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import text

from shared.storage import Database
from shared.web.logout_tokens import EVENT
from shared.web.open_id import ENDED_PATH
from tests.integration.web.local_issuer import CLIENT, LocalIssuer, running_issuer
from tests.integration.web.test_open_id import sign_in


@pytest.fixture(scope="module")
def issuer() -> Iterator[LocalIssuer]:
    with running_issuer() as found:
        yield found


@pytest.fixture
def live_with(issuer: LocalIssuer, web_with: Callable[..., TestClient]) -> Callable[[str], TestClient]:
    """Somebody signed in, in the provider's session of that name."""

    def make(sid: str) -> TestClient:
        web = web_with(demo=False, oidc_issuer=issuer.url, oidc_client_id=CLIENT, oidc_client_secret="s")
        issuer.claims = {"sub": "u-7", "sid": sid, "roles": ["cdr-manager"]}
        assert sign_in(web, after="/post/office").status_code == 200
        return web

    return make


def said(issuer: LocalIssuer, **other: Any) -> str:
    """A good logout token, but for what is given (None: it is left out)."""
    usual = {"sub": "u-7", "sid": "s-1", "jti": uuid4().hex, "events": {EVENT: {}}}
    return issuer.token(**(usual | other))


def tell(web: TestClient, token: str) -> httpx2.Response:
    return web.post(ENDED_PATH, data={"logout_token": token})


def test_a_logout_token_ends_the_session_it_names_and_no_other(
    live_with: Callable[[str], TestClient], issuer: LocalIssuer
) -> None:
    one, two = live_with("s-1"), live_with("s-2")
    answer = tell(two, said(issuer))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert one.get("/post/office").status_code == 401
    assert two.get("/post/office").status_code == 200


def test_without_a_session_it_ends_all_of_the_person(
    live_with: Callable[[str], TestClient], issuer: LocalIssuer
) -> None:
    one, two = live_with("s-1"), live_with("s-2")
    assert tell(one, said(issuer, sid=None)).status_code == 200
    assert [web.get("/post/office").status_code for web in (one, two)] == [401, 401]


def test_a_session_alone_is_enough(live_with: Callable[[str], TestClient], issuer: LocalIssuer) -> None:
    web = live_with("s-1")
    assert tell(web, said(issuer, sub=None)).status_code == 200
    assert web.get("/post/office").status_code == 401


NOW = int(time.time())
BROKEN: dict[str, dict[str, Any]] = {
    "for another client": {"aud": "somebody-else"},
    "of another issuer": {"iss": "https://another.example"},
    "expired": {"exp": NOW - 3600},
    "without an end": {"exp": None},
    "not issued at any time": {"iat": None},
    "issued long ago": {"iat": NOW - 3600},
    "without an id": {"jti": None},
    "without events": {"events": None},
    "of another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "whose event says nothing": {"events": {EVENT: "yes"}},
    "with a nonce": {"nonce": "n-1"},
    "of nobody": {"sub": None, "sid": None},
    "of a session that is no text": {"sid": 7},
    "of an empty session": {"sid": "", "sub": None},
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_token_that_breaks_a_rule_is_refused_and_ends_nothing(
    live_with: Callable[[str], TestClient], issuer: LocalIssuer, case: str, accounts: Database
) -> None:
    web = live_with("s-1")
    refused = tell(web, said(issuer, **BROKEN[case]))
    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_request"
    assert web.get("/post/office").status_code == 200
    with accounts.engine.connect() as connection:
        assert connection.scalar(text("SELECT times FROM failed_sign_in")) == 1


def test_a_token_that_somebody_else_signed_or_nobody_is_refused(
    live_with: Callable[[str], TestClient], issuer: LocalIssuer
) -> None:
    web, stranger = live_with("s-1"), RSAKey.generate_key(2048, {"kid": "one"})
    claims = {"sub": "u-7", "sid": "s-1", "jti": "j", "events": {EVENT: {}}}
    head, payload, _ = said(issuer).split(".")
    for token in (issuer.token(stranger, **claims), f"{head}.{payload}.", "", "nonsense"):
        assert tell(web, token).status_code == 400
    assert web.get("/post/office").status_code == 200


def test_a_token_of_another_type_is_refused(
    live_with: Callable[[str], TestClient], issuer: LocalIssuer
) -> None:
    web = live_with("s-1")
    now = int(time.time())
    claims = {"iss": issuer.url, "aud": CLIENT, "iat": now, "exp": now + 300, "sub": "u-7", "sid": "s-1"}
    claims |= {"events": {EVENT: {}}, "jti": "j-1"}

    def typed(typ: str) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one", "typ": typ}, claims, issuer.key)

    assert tell(web, typed("at+jwt")).status_code == 400
    assert tell(web, typed("logout+jwt")).status_code == 200


def test_a_token_is_acted_on_once(live_with: Callable[[str], TestClient], issuer: LocalIssuer) -> None:
    web, token = live_with("s-1"), said(issuer)
    assert tell(web, token).status_code == 200
    again = live_with("s-1")
    assert tell(again, token).status_code == 400
    assert again.get("/post/office").status_code == 200


def test_without_a_provider_there_is_no_such_address(web: TestClient) -> None:
    assert tell(web, "anything").status_code == 404
