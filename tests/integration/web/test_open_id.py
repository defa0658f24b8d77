"""Signing in with the organisation's account, against a provider that runs here."""

import time
from collections.abc import Callable, Iterator

import httpx2
import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey

from tests.integration.web.local_issuer import CLIENT, LocalIssuer, running_issuer


@pytest.fixture
def issuer() -> Iterator[LocalIssuer]:
    with running_issuer() as found:
        yield found


@pytest.fixture
def live(issuer: LocalIssuer, web_with: Callable[..., TestClient]) -> TestClient:
    return web_with(demo=False, oidc_issuer=issuer.url, oidc_client_id=CLIENT, oidc_client_secret="s")


def sign_in(live: TestClient, after: str = "") -> httpx2.Response:
    """What a browser does: to the provider, and back with what the provider says."""
    leave = live.get("/sign-in/organisation", params={"next": after}, follow_redirects=False)
    back = httpx2.get(leave.headers["location"])
    return live.get(httpx2.URL(back.headers["location"]).raw_path.decode())


def test_somebody_the_provider_knows_signs_in_with_the_roles_it_names(
    live: TestClient, issuer: LocalIssuer
) -> None:
    issuer.claims = {"sub": "u-7", "name": "Sam Demoson", "roles": ["CDR_manager", "unrelated"]}
    answer = sign_in(live, after="/post/office")
    assert (answer.status_code, answer.url.path) == (200, "/post/office")
    assert "Sam Demoson" in answer.text
    assert live.get("/post/api/me").json() == {"id": "u-7"}


def test_somebody_without_one_of_our_roles_is_refused(live: TestClient, issuer: LocalIssuer) -> None:
    issuer.claims = {"name": "Sam Demoson", "roles": ["system", "agency_responder"]}
    assert sign_in(live).status_code == 403
    assert live.get("/post/office").status_code == 401


def test_an_answer_to_another_sign_in_is_refused(live: TestClient, issuer: LocalIssuer) -> None:
    issuer.claims, issuer.nonce_wrong = {"roles": ["cdr-manager"]}, True
    assert sign_in(live).status_code == 401
    assert live.get("/sign-in/organisation/done?state=forged&code=a-code").status_code == 401
    assert live.get("/post/office").status_code == 401


def test_the_sign_in_page_offers_the_organisations_account_alone(live: TestClient) -> None:
    shown = live.get("/sign-in").text
    assert "/sign-in/organisation" in shown
    assert "Demonstration" not in shown


def test_a_token_of_the_issuer_is_accepted_on_the_api(live: TestClient, issuer: LocalIssuer) -> None:
    token = issuer.token(sub="u-9", roles="cdr-manager")
    headers = {"Authorization": f"Bearer {token}"}
    assert live.get("/post/api/me", headers=headers).json() == {"id": "u-9"}
    assert live.post("/post/api/letters", json={"name": "A", "pages": 1}, headers=headers).status_code == 201


def test_a_token_that_is_late_or_for_somebody_else_or_forged_is_refused(
    live: TestClient, issuer: LocalIssuer
) -> None:
    stranger = RSAKey.generate_key(2048, {"kid": "one"})
    wrong = [
        issuer.token(roles="cdr-manager", exp=int(time.time()) - 3600),
        issuer.token(roles="cdr-manager", aud="another-service"),
        issuer.token(roles="cdr-manager", iss="https://another.example"),
        issuer.token(stranger, roles="cdr-manager"),
        issuer.token(roles="cdr-manager")[:-8] + "AAAAAAAA",
        "e30.e30.",
        "nonsense",
    ]
    for token in wrong:
        answer = live.get("/post/api/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401, token


def test_without_a_provider_there_is_no_such_page(web: TestClient) -> None:
    assert web.get("/sign-in/organisation").status_code == 404
