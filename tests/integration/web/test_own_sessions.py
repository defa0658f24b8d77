"""Where somebody is signed in: their own sessions, and no one else's."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.storage import Database
from shared.web.browser_kinds import browser_kind
from tests.integration.web.conftest import AUDITOR, MANAGER, Clock, enter_as, token_in, token_on
from tests.integration.web.local_issuer import CLIENT, running_issuer
from tests.integration.web.test_open_id import sign_in

WIN, ANDROID = "Mozilla/5.0 (Windows NT 10.0)", "Mozilla/5.0 (Linux; Android 14)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)"
WebWith = Callable[..., TestClient]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def signed_in(web_with: WebWith, agent: str = "", who: object = MANAGER) -> TestClient:
    web = web_with()
    web.headers["user-agent"] = agent
    enter_as(web, who)  # type: ignore[arg-type]
    return web


def test_the_list_shows_ones_own_sessions_and_which_is_this(web_with: WebWith, accounts: Database) -> None:
    here = signed_in(web_with)
    signed_in(web_with, FIREFOX)
    signed_in(web_with, who=AUDITOR)
    page = here.get("/sign-in/sessions").text
    assert page.count("This one") == 1
    assert "Firefox on Windows" in page
    assert len(re.findall(r"/sign-in/sessions/[0-9a-f]{32}/end", page)) == 1
    with accounts.engine.connect() as connection:
        assert FIREFOX not in str(connection.execute(text("SELECT * FROM web_session")).all())


def test_one_is_ended_and_the_others_go_on(web_with: WebWith) -> None:
    here, lost = signed_in(web_with), signed_in(web_with, FIREFOX)
    page = here.get("/sign-in/sessions").text
    place = re.findall(r"/sign-in/sessions/[0-9a-f]{32}/end", page)[0]
    done = here.post(place, data={"csrf_token": token_in(page)})
    assert "That session has ended." in done.text
    assert lost.get("/post/office").status_code == 401
    assert here.get("/post/office").status_code == 200
    assert here.post(place, data={"csrf_token": token_in(page)}).status_code == 404


def test_somebody_elses_session_is_not_there(web_with: WebWith, accounts: Database) -> None:
    manager, auditor = signed_in(web_with), signed_in(web_with, who=AUDITOR)
    with accounts.engine.connect() as connection:
        handle = connection.scalar(text("SELECT handle FROM web_session WHERE person_id = 'cdr-manager'"))
    form = {"csrf_token": token_on(auditor, "/sign-in/sessions")}
    theirs = auditor.post(f"/sign-in/sessions/{handle}/end", data=form)
    none = auditor.post(f"/sign-in/sessions/{'0' * 32}/end", data=form)
    assert theirs.status_code == none.status_code == 404
    assert theirs.text.replace(str(handle), "") == none.text.replace("0" * 32, "")
    assert manager.get("/post/office").status_code == 200


def test_all_others_are_ended_at_once(web_with: WebWith) -> None:
    here, others = signed_in(web_with), [signed_in(web_with), signed_in(web_with)]
    here.post("/sign-in/sessions/others/end", data={"csrf_token": token_on(here, "/sign-in/sessions")})
    assert [each.get("/post/office").status_code for each in (here, *others)] == [200, 401, 401]


def test_sessions_that_have_run_out_are_not_on_the_list(web_with: WebWith, clock: Clock) -> None:
    signed_in(web_with)
    clock.ahead = timedelta(minutes=61)
    here = signed_in(web_with)
    assert "You are signed in here only." in here.get("/sign-in/sessions").text


def test_nobody_sees_a_list_who_is_not_signed_in(web: TestClient) -> None:
    assert web.get("/sign-in/sessions").status_code == 401
    assert web.post("/sign-in/sessions/others/end", data={"csrf_token": token_on(web)}).status_code == 401


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.5", "A program that is no browser"),
        ("", "A program that is no browser"),
    ],
)
def test_of_a_browser_its_kind_is_kept_and_no_more(agent: str, kind: str) -> None:
    assert browser_kind(agent) == kind


def test_failed_sign_ins_are_one_row_an_hour_and_seen_by_the_auditor_alone(
    web_with: WebWith, clock: Clock, accounts: Database
) -> None:
    with running_issuer() as issuer:
        given = {"oidc_issuer": issuer.url, "oidc_client_id": CLIENT, "oidc_client_secret": "s"}
        live = web_with(demo=False, **given)
        issuer.claims = {"sub": "u-9", "name": "Canary Featherstone", "roles": ["emperor"]}
        for _ in range(7):
            assert sign_in(live).status_code == 403
        for token in ("one", "two", "three"):
            headers = {"Authorization": f"Bearer {token}.x.y"}
            assert live.get("/post/api/me", headers=headers).status_code == 401
        clock.ahead = timedelta(hours=1)
        assert live.get("/sign-in/organisation/done?state=forged&code=c").status_code == 401
    with accounts.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT way, reason, times FROM failed_sign_in ORDER BY hour, way")
        ).all()
        whole = str(connection.execute(text("SELECT * FROM failed_sign_in")).all())
    assert [tuple(row) for row in rows] == [
        ("bearer token", "token refused", 3),
        ("organisation's account", "not one of ours", 7),
        ("organisation's account", "not completed", 1),
    ]
    assert "Featherstone" not in whole
    assert "u-9" not in whole
    page = signed_in(web_with, who=AUDITOR).get("/sign-in/failed")
    assert page.status_code == 200
    assert "Not one of ours" in page.text
    assert signed_in(web_with).get("/sign-in/failed").status_code == 403
    assert web_with().get("/sign-in/failed").status_code == 401
