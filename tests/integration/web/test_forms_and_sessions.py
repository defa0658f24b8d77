"""Forms are checked against forgery, and what somebody typed is not lost."""

import json
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from tests.integration.web.conftest import AUDITOR, MANAGER, Clock, enter_as, token_in, token_on

Names = Callable[[], list[str]]


def test_a_form_with_its_token_is_accepted_and_says_so_once(web: TestClient, names: Names) -> None:
    answer = web.post("/post/letters", data={"csrf_token": token_on(web), "name": "A"})
    assert names() == ["A"]
    assert "The letter has gone." in answer.text
    assert 'role="status"' in answer.text
    assert "The letter has gone." not in web.get("/post/letters").text


def test_a_form_without_a_token_is_refused(web: TestClient, names: Names) -> None:
    answer = web.post("/post/letters", data={"name": "A"})
    assert (answer.status_code, names()) == (403, [])


@pytest.mark.parametrize("came_from", [{}, {"Referer": "{host}/post/letters/A/sort"}])
def test_whoever_sends_what_is_not_as_it_was_is_led_back_to_its_page(
    web: TestClient, clock: Clock, came_from: dict[str, str]
) -> None:
    """Also where the browser does not say which page it was, or it was itself an answer to a form."""
    named = {name: value.format(host=str(web.base_url)) for name, value in came_from.items()}
    enter_as(web, MANAGER)
    sent, back = (
        {"csrf_token": token_on(web)},
        '<a href="/post/letters">Go back to the page you came from</a>',
    )
    changed = web.post("/post/letters/A/sort", data=sent, headers=named)
    assert changed.status_code == 409
    assert back in changed.text
    forged = web.post("/post/letters", data={"name": "A"}, headers=named)
    assert forged.status_code == 403
    assert back in forged.text
    clock.ahead = timedelta(minutes=61)
    late = web.post("/post/letters", data=sent, headers=named)
    assert late.status_code == 403
    assert "Send my answers again" in late.text
    assert back in late.text


def test_a_token_of_another_session_is_refused(
    web: TestClient, web_with: Callable[..., TestClient], names: Names
) -> None:
    stolen = token_on(web_with())
    token_on(web)
    answer = web.post("/post/letters", data={"csrf_token": stolen, "name": "A"})
    assert (answer.status_code, names()) == (403, [])


def test_signing_in_makes_the_tokens_from_before_useless(web: TestClient, names: Names) -> None:
    before = token_on(web)
    enter_as(web, MANAGER)
    assert web.post("/post/letters", data={"csrf_token": before, "name": "A"}).status_code == 403
    assert names() == []


def test_a_form_sent_after_being_signed_out_keeps_its_answers_until_the_same_person_is_back(
    web: TestClient, clock: Clock, names: Names
) -> None:
    enter_as(web, MANAGER)
    sent = {"csrf_token": token_on(web), "name": "A", "story": "All <of> it"}
    clock.ahead = timedelta(minutes=61)
    late = web.post("/post/letters", data=sent)
    assert late.status_code == 403
    assert "All &lt;of&gt; it" in late.text
    assert "sign in again" in late.text
    assert names() == []
    enter_as(web, MANAGER)
    assert web.post("/post/letters", data=sent).status_code == 200
    assert names() == ["A"]


def test_a_form_that_was_open_when_somebody_signed_out_in_another_tab_keeps_its_answers(
    web: TestClient, names: Names
) -> None:
    enter_as(web, MANAGER)
    sent = {"csrf_token": token_on(web), "name": "A", "story": "All <of> it"}
    web.post("/sign-out", data={"csrf_token": token_on(web)})
    kept = web.post("/post/letters", data=sent)
    assert kept.status_code == 403
    assert "All &lt;of&gt; it" in kept.text
    assert "you did it in another tab" in kept.text
    assert names() == []
    enter_as(web, MANAGER)
    again = web.post("/post/letters", data={**sent, "csrf_token": token_in(kept.text)})
    assert (again.status_code, names()) == (
        403,
        [],
    )  # made for nobody: shown once more
    assert web.post("/post/letters", data={**sent, "csrf_token": token_in(again.text)}).status_code == 200
    assert names() == ["A"]


def test_signing_in_anew_in_another_tab_loses_no_form(web: TestClient, names: Names) -> None:
    enter_as(web, MANAGER)
    sent = {"csrf_token": token_on(web), "name": "A"}
    enter_as(web, MANAGER)
    assert web.post("/post/letters", data=sent).status_code == 200
    assert names() == ["A"]


def test_whoever_signs_in_after_another_is_shown_nothing_of_their_forms(
    web: TestClient, names: Names
) -> None:
    enter_as(web, MANAGER)
    sent = {"csrf_token": token_on(web), "name": "A", "story": "All of it"}
    web.post("/sign-out", data={"csrf_token": token_on(web)})
    enter_as(web, AUDITOR)
    refused = web.post("/post/letters", data=sent)
    assert refused.status_code == 403
    assert "All of it" not in refused.text
    assert names() == []


def test_what_is_left_in_the_cookie_after_signing_out_opens_nothing(web: TestClient, names: Names) -> None:
    enter_as(web, MANAGER)
    before = dict(web.cookies)
    web.post("/sign-out", data={"csrf_token": token_on(web)})
    after = decoded(web)
    assert set(after) <= {"id", "lapsed", "flash"}
    assert after["lapsed"] == MANAGER.id
    for cookies in (dict(web.cookies), before):
        web.cookies.clear()
        web.cookies.update(cookies)
        assert MANAGER.name not in web.get("/").text


def decoded(web: TestClient) -> dict[str, str]:
    """What the signed cookie holds."""
    (cookie,) = (value for name, value in web.cookies.items() if "cdr_session" in name)
    return dict(json.loads(b64decode(cookie.strip('"').split(".")[0] + "==")))


def test_a_form_page_of_its_own_is_told_that_the_form_came_too_late(web: TestClient, clock: Clock) -> None:
    enter_as(web, MANAGER)
    sent = {"csrf_token": token_on(web), "name": "Still here"}
    clock.ahead = timedelta(minutes=61)
    answer = web.post("/post/patient", data=sent)
    assert answer.status_code == 422
    assert 'value="Still here"' in answer.text
    again = {**sent, "csrf_token": token_in(answer.text)}
    assert web.post("/post/patient", data=again).status_code == 200


def test_a_form_page_of_its_own_keeps_what_was_typed_even_when_the_browser_forgot_its_cookie(
    web: TestClient,
) -> None:
    answer = web.post("/post/patient", data={"csrf_token": "of another day", "name": "Still here"})
    assert answer.status_code == 422
    assert 'value="Still here"' in answer.text


def test_a_session_ends_when_nothing_is_done_for_an_hour(web: TestClient, clock: Clock) -> None:
    enter_as(web, MANAGER)
    clock.ahead = timedelta(minutes=50)
    assert web.get("/post/office").status_code == 200
    clock.ahead = timedelta(minutes=100)
    assert web.get("/post/office").status_code == 200
    clock.ahead = timedelta(minutes=161)
    assert web.get("/post/office").status_code == 401


def test_a_session_ends_after_twelve_hours_however_busy(web: TestClient, clock: Clock) -> None:
    enter_as(web, MANAGER)
    for half_hours in range(1, 24):
        clock.ahead = timedelta(minutes=30 * half_hours)
        assert web.get("/post/office").status_code == 200
    clock.ahead = timedelta(hours=12, minutes=1)
    assert web.get("/post/office").status_code == 401


def test_signing_out_ends_the_session(web: TestClient) -> None:
    enter_as(web, MANAGER)
    assert "You have signed out." in web.post("/sign-out", data={"csrf_token": token_on(web)}).text
    assert web.get("/post/office").status_code == 401


def test_after_signing_in_one_is_where_one_wanted_to_be(web: TestClient) -> None:
    assert 'href="/sign-in?next=%2Fpost%2Foffice"' in web.get("/post/office").text
    form = {"csrf_token": token_on(web, "/sign-in"), "persona": MANAGER.id, "next": "/post/office"}
    assert web.post("/sign-in", data=form).url.path == "/post/office"


def test_signing_in_never_leads_to_another_site(web: TestClient) -> None:
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org"):
        form = {"csrf_token": token_on(web, "/sign-in"), "persona": MANAGER.id, "next": elsewhere}
        assert web.post("/sign-in", data=form, follow_redirects=False).headers["location"] == "/"


def test_faults_stand_beside_their_fields_and_in_the_summary_and_nothing_typed_is_lost(
    web: TestClient,
) -> None:
    typed = {
        "name": "",
        "story": "A <long> story",
        "kinds": ["a", "b"],
        "expected": "no",
        "died_at-time": "14:05",
    }
    answer = web.post("/post/letters", data={"csrf_token": token_on(web), **typed})
    assert 'href="#name"' in answer.text
    assert 'href="#died_at-day"' in answer.text
    assert 'id="died_at-day"' in answer.text
    assert 'id="name-error"' in answer.text
    assert "A &lt;long&gt; story</textarea>" in answer.text
    assert 'value="14:05"' in answer.text
    assert answer.text.count(" checked") == 3


def test_the_sign_in_cookie_is_not_for_scripts_or_other_sites(
    web: TestClient, web_with: Callable[..., TestClient]
) -> None:
    cookie = web.get("/sign-in").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    https = web_with("https://reviews.example", public_url="https://reviews.example")
    secure = https.get("/sign-in").headers["set-cookie"]
    assert "; secure" in secure.lower()
    assert secure.startswith("__Host-")
    assert "path=/;" in secure.lower()
    assert "domain" not in secure.lower()


def test_personas_do_not_exist_outside_the_demonstration(web_with: Callable[..., TestClient]) -> None:
    web = web_with(demo=False, oidc_issuer="https://issuer.example")
    shown = web.get("/sign-in").text
    assert "Demonstration" not in shown
    assert MANAGER.name not in shown
    form = {"csrf_token": token_on(web), "persona": MANAGER.id}
    assert web.post("/sign-in", data=form).status_code == 403
    assert web.get("/post/office").status_code == 401


def test_a_personas_session_is_worth_nothing_once_the_demonstration_is_over(
    web: TestClient, web_with: Callable[..., TestClient]
) -> None:
    enter_as(web, MANAGER)
    live = web_with(demo=False, oidc_issuer="https://issuer.example")
    live.cookies.update(web.cookies)
    assert web.get("/post/office").status_code == 200
    assert live.get("/post/office").status_code == 401


@pytest.mark.parametrize("unseen", ["\0", "\x01", "\x0b", "\x1b", "\x7f", "\x85"])
def test_characters_that_nobody_can_see_are_refused_and_everything_typed_is_kept(
    web: TestClient, names: Names, unseen: str
) -> None:
    typed = {"name": f"Room{unseen} 4", "story": "First line\r\n\tsecond"}
    answer = web.post("/post/letters", data={"csrf_token": token_on(web), **typed})
    assert answer.status_code == 422
    assert "Some characters cannot be kept" in answer.text
    assert 'name="name" value="Room 4"' in answer.text
    assert "second" in answer.text
    assert unseen not in answer.text
    assert names() == []
    again = {"csrf_token": token_in(answer.text), **typed, "name": "Room 4"}
    assert web.post("/post/letters", data=again).status_code == 200
    assert names() == ["Room 4"]
