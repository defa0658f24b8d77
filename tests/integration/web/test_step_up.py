"""What cannot be taken back asks people to prove once more who they are."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx2
import pytest
from fastapi.testclient import TestClient

from shared.accounts.proof import Proof
from shared.web.tokens import issue_token
from tests.integration.web.conftest import MANAGER, Clock, enter_as, token_in, token_on
from tests.integration.web.local_issuer import CLIENT, LocalIssuer, running_issuer
from tests.integration.web.test_open_id import sign_in

Names = Callable[[], list[str]]
LATER = timedelta(minutes=11)
STRONG = "aal3"


@pytest.fixture(scope="module")
def issuer() -> Iterator[LocalIssuer]:
    with running_issuer() as found:
        yield found


@pytest.fixture
def live(issuer: LocalIssuer, web_with: Callable[..., TestClient]) -> TestClient:
    issuer.claims = {"sub": "u-7", "roles": ["cdr-manager"], "auth_time": int(time.time())}
    given = {"oidc_client_id": CLIENT, "oidc_client_secret": "s", "oidc_step_up_acr": STRONG}
    return web_with(demo=False, oidc_issuer=issuer.url, **given)


def release(web: TestClient, token: str = "") -> httpx2.Response:
    return web.post("/post/release", data={"csrf_token": token or token_on(web), "name": "Kept"})


def test_a_persona_confirms_by_a_button_that_says_what_it_stands_for(
    web: TestClient, clock: Clock, names: Names
) -> None:
    enter_as(web, MANAGER)
    assert release(web).status_code == 200
    clock.ahead = LATER
    refused = release(web)
    assert refused.status_code == 401
    assert "Confirm that it is you" in refused.text
    assert 'value="Kept"' in refused.text
    page = web.get("/sign-in/again")
    assert "where nobody has a password" in page.text
    web.post("/sign-in/again", data={"csrf_token": token_in(page.text)})
    assert release(web, token_in(refused.text)).status_code == 200
    assert names() == ["Kept", "Kept"]


def test_confirming_changes_the_key_so_that_a_copy_of_before_is_worth_nothing(
    web: TestClient, web_with: Callable[..., TestClient]
) -> None:
    enter_as(web, MANAGER)
    copy = web_with()
    copy.cookies.update(web.cookies)
    web.post("/sign-in/again", data={"csrf_token": token_on(web)})
    assert copy.get("/post/office").status_code == 401
    assert web.get("/post/office").status_code == 200


def test_nobody_confirms_what_they_are_not_signed_in_for(web: TestClient) -> None:
    assert web.get("/sign-in/again", follow_redirects=False).headers["location"] == "/sign-in"
    assert web.post("/sign-in/again", data={"csrf_token": token_on(web)}).status_code == 403
    assert release(web).status_code == 401


def test_a_program_with_a_token_too_old_is_told_what_it_needs(web: TestClient, clock: Clock) -> None:
    token = issue_token(web.app.state.site.settings, MANAGER)  # type: ignore[attr-defined]
    headers = {"Authorization": f"Bearer {token}"}
    assert web.post("/post/api/release", headers=headers).status_code == 200
    clock.ahead = LATER
    answer = web.post("/post/api/release", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:child-death-review:problem:proof-too-old"
    challenge = answer.headers["www-authenticate"]
    assert challenge.startswith('Bearer error="insufficient_user_authentication", error_description="')
    assert 'max_age="600"' in challenge
    assert "acr_values" not in challenge


def test_of_the_providers_token_it_is_when_the_person_signed_in_that_counts(
    live: TestClient, issuer: LocalIssuer
) -> None:
    def answer(**claims: object) -> httpx2.Response:
        token = issuer.token(roles="cdr-manager", **claims)
        return live.post("/post/api/release", headers={"Authorization": f"Bearer {token}"})

    now = int(time.time())
    assert answer(auth_time=now, acr=STRONG).status_code == 200
    for weak in ({"auth_time": now}, {"auth_time": now - 700, "acr": STRONG}, {"acr": STRONG}):
        refused = answer(**weak)
        assert refused.status_code == 401
        assert f'acr_values="{STRONG}"' in refused.headers["www-authenticate"]
    for odd in (True, "yesterday", -1, 10**15, now + 3600):
        assert answer(auth_time=odd, acr=STRONG).status_code == 401


def test_the_provider_is_asked_for_a_fresh_and_strong_sign_in_and_believed_only_about_that(
    live: TestClient, issuer: LocalIssuer
) -> None:
    sign_in(live)
    assert release(live).status_code == 401  # fresh, but not strong
    asked = live.get("/sign-in/organisation?again=true", follow_redirects=False).headers["location"]
    assert {"prompt": "login", "max_age": "0", "acr_values": STRONG}.items() <= httpx2.URL(
        asked
    ).params.items()
    back = httpx2.get(asked).headers["location"]
    assert live.get(httpx2.URL(back).raw_path.decode()).status_code == 401
    issuer.claims |= {"acr": STRONG, "auth_time": int(time.time()) - 60}
    assert sign_in_again(live).status_code == 401
    issuer.claims |= {"auth_time": None}
    assert sign_in_again(live).status_code == 401
    issuer.claims |= {"auth_time": int(time.time()), "sub": "u-8"}
    assert sign_in_again(live).status_code == 403
    assert release(live).status_code == 401
    issuer.claims |= {"auth_time": int(time.time()), "sub": "u-7"}
    assert sign_in_again(live).status_code == 200
    assert release(live).status_code == 200


def sign_in_again(live: TestClient) -> httpx2.Response:
    asked = live.get("/sign-in/organisation?again=true", follow_redirects=False).headers["location"]
    back = httpx2.get(asked).headers["location"]
    return live.get(httpx2.URL(back).raw_path.decode())


def test_rights_that_have_changed_meanwhile_are_those_of_the_session_from_then_on(
    live: TestClient, issuer: LocalIssuer
) -> None:
    sign_in(live)
    assert live.get("/post/office").status_code == 200
    issuer.claims |= {"acr": STRONG, "auth_time": int(time.time()), "roles": ["auditor"]}
    assert sign_in_again(live).status_code == 200
    assert live.get("/post/office").status_code == 403


def test_a_proof_from_the_future_is_none() -> None:
    now = Clock()()
    assert Proof(now + timedelta(seconds=30)).good_at(now, LATER)
    assert not Proof(now + timedelta(minutes=5)).good_at(now, LATER)
    assert not Proof(None).good_at(now, LATER)
