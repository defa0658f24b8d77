"""Headers and limits."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.log_lines import configure_logging
from shared.settings import Settings
from shared.storage import Database
from shared.web.protection import RecentlySent, _address
from shared.web.tokens import issue_token
from tests.integration.web.conftest import AUDITOR, MANAGER, Clock, enter_as, token_on


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/post/letters", "/nowhere", "/post/api/me", "/post/broken/x"]
)
def test_every_answer_has_the_security_headers(web: TestClient, path: str) -> None:
    headers = web.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "permissions-policy" in headers
    assert "strict-transport-security" not in headers


def test_under_https_browsers_are_told_to_stay_there(web_with: Callable[..., TestClient]) -> None:
    web = web_with("https://reviews.example", public_url="https://reviews.example")
    assert "max-age=31536000" in web.get("/").headers["strict-transport-security"]


@pytest.mark.parametrize("path", ["/", "/sign-in", "/post/letters", "/nowhere"])
def test_no_page_has_a_script_or_style_of_its_own(web: TestClient, path: str) -> None:
    shown = web.get(path).text
    assert "<style" not in shown
    assert " style=" not in shown
    assert " onclick=" not in shown
    assert shown.count("<script") == shown.count('<script src="/static/') == 1


def test_a_request_that_is_too_large_is_refused_before_it_is_read(
    web_with: Callable[..., TestClient], names: Callable[[], list[str]]
) -> None:
    web = web_with(max_request_bytes=20_000)
    answer = web.post("/post/letters", data={"csrf_token": token_on(web), "name": "x" * 30_000})
    assert (answer.status_code, names()) == (413, [])
    assert "too large" in answer.text


def test_a_request_that_hides_its_size_is_refused_too(web_with: Callable[..., TestClient]) -> None:
    web = web_with(max_request_bytes=20_000)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    pieces = (b"name=" + b"x" * 10_000 for _ in range(5))
    assert web.post("/post/letters", content=pieces, headers=kind).status_code == 413


def test_a_body_that_is_packed_is_not_unpacked(web: TestClient, names: Callable[[], list[str]]) -> None:
    """A small body that would grow a thousandfold: nobody here unpacks one, so it is no form."""
    form = f"csrf_token={token_on(web)}&name=" + "x" * 5_000_000
    kind = {"Content-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded"}
    answer = web.post("/post/letters", content=gzip.compress(form.encode()), headers=kind)
    assert 400 <= answer.status_code < 500
    assert names() == []


def test_an_address_may_send_so_many_public_forms_an_hour(
    web_with: Callable[..., TestClient], clock: Clock
) -> None:
    web = web_with(public_submissions_per_hour=2)
    form = {"csrf_token": token_on(web), "name": "A"}
    assert [web.post("/post/letters", data=form).status_code for _ in range(3)] == [200, 200, 429]
    clock.ahead = timedelta(minutes=61)
    assert web.post("/post/letters", data=form).status_code == 200


def test_a_made_up_header_does_not_get_round_the_limit(web_with: Callable[..., TestClient]) -> None:
    web = web_with(public_submissions_per_hour=1)
    form, made_up = {"csrf_token": token_on(web), "name": "A"}, {"Authorization": "Bearer x"}
    assert [web.post("/post/letters", data=form, headers=made_up).status_code for _ in "ab"] == [200, 429]


def test_somebody_signed_in_may_send_as_many_as_needed(web_with: Callable[..., TestClient]) -> None:
    web = web_with(public_submissions_per_hour=1)
    enter_as(web, MANAGER)
    form = {"csrf_token": token_on(web), "name": "A"}
    assert {web.post("/post/letters", data=form).status_code for _ in range(4)} == {200}


def test_built_files_are_kept_by_browsers_and_nothing_else_is_served(web: TestClient) -> None:
    for path in ("/static/x/../assets.py", "/static/x/%2e%2e/%2e%2e/assets.py", "/static/x/nothing.css"):
        assert web.get(path).status_code == 404


def test_a_form_beyond_the_limit_is_kept_to_be_sent_again(web_with: Callable[..., TestClient]) -> None:
    web = web_with(public_submissions_per_hour=1)
    form = {"csrf_token": token_on(web), "name": "A long account"}
    answers = [web.post("/post/letters", data=form) for _ in range(2)]
    assert answers[1].status_code == 429
    assert 'value="A long account"' in answers[1].text


def test_forms_from_an_address_do_not_keep_anybody_from_signing_in(
    web_with: Callable[..., TestClient],
) -> None:
    web = web_with(public_submissions_per_hour=1)
    web.post("/post/letters", data={"csrf_token": token_on(web), "name": "A"})
    enter_as(web, MANAGER)
    assert web.post("/post/letters", data={"csrf_token": token_on(web), "name": "A"}).status_code == 200


def test_who_has_to_wait_is_told_until_when_and_whom_to_telephone(
    web_with: Callable[..., TestClient],
) -> None:
    web = web_with(public_submissions_per_hour=1, office_telephone="0116 496 0123")
    form = {"csrf_token": token_on(web), "name": "A"}
    refused = [web.post("/post/letters", data=form) for _ in range(2)][1]
    assert refused.status_code == 429
    assert re.search(
        r"Try again after \d+ \w+ \d{4}, \d+:\d\d [ap]m, or telephone the office on 0116 496", refused.text
    )
    assert 3600 <= int(refused.headers["retry-after"]) <= 3602


def test_many_addresses_together_are_limited_too(web_with: Callable[..., TestClient]) -> None:
    web = web_with(public_submissions_per_hour=5, all_public_submissions_per_hour=2)
    form = {"csrf_token": token_on(web), "name": "A"}
    assert [web.post("/post/letters", data=form).status_code for _ in range(3)] == [200, 200, 429]


def test_a_form_with_a_large_file_beyond_the_limit_is_refused_unread(
    web_with: Callable[..., TestClient],
) -> None:
    web = web_with(public_submissions_per_hour=1)
    form = {"csrf_token": token_on(web), "name": "A"}
    web.post("/post/letters", data=form)
    refused = web.post("/post/letters", data=form, files={"file": ("a.pdf", b"x" * 1_100_000)})
    assert refused.status_code == 429
    assert "Nothing has been saved" in refused.text
    assert "retry-after" in refused.headers


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_an_address_is_counted_as_what_one_subscriber_has(one: str, other: str, same: bool) -> None:
    where = [_address({"type": "http", "client": (address, 1)}) for address in (one, other)]
    assert (where[0] == where[1]) == same


def test_counted_forms_of_an_hour_ago_are_forgotten_and_addresses_do_not_pile_up() -> None:
    sent = RecentlySent(per_address=1, in_all=10)
    assert sent.wait("a", 0) == 0
    assert sent.wait("a", 1800) == pytest.approx(1801)
    assert sent.wait("a", 3601) == 0


def test_what_is_sent_is_decoded_once(web: TestClient, names: Callable[[], list[str]]) -> None:
    enter_as(web, MANAGER)
    sent = "%41 %2541 &amp;lt; \\u0041 =?utf-8?q?=41?="
    web.post("/post/letters", data={"csrf_token": token_on(web), "name": sent})
    assert names() == [sent]


def test_signing_out_asks_the_browser_to_forget_what_it_was_shown(web: TestClient) -> None:
    enter_as(web, MANAGER)
    assert "clear-site-data" not in web.get("/post/letters").headers
    answer = web.post("/sign-out", data={"csrf_token": token_on(web)}, follow_redirects=False)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'


def test_a_refusal_is_in_the_log_with_what_was_asked_and_without_who_it_was_about(
    web: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    enter_as(web, AUDITOR)
    configure_logging()
    capsys.readouterr()
    assert web.get("/post/office?name=Quillfeatherstone").status_code == 403
    written = capsys.readouterr().err
    (line,) = [json.loads(each) for each in written.splitlines()]
    assert (line["event"], line["path"], line["status"]) == ("request", "/post/office", 403)
    assert line["correlation_id"]
    assert "Quillfeatherstone" not in written


def test_a_field_that_no_model_names_is_not_taken(
    web: TestClient, settings_with: Callable[..., Settings], database: Database
) -> None:
    headers = {"Authorization": f"Bearer {issue_token(settings_with(), MANAGER)}"}
    more = {"name": "One", "pages": 1, "id": 77, "body": "Smuggled", "__proto__": {"id": 78}}
    assert web.post("/post/api/letters", json=more, headers=headers).status_code == 201
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT id, body FROM letter")).all() == [(1, None)]
