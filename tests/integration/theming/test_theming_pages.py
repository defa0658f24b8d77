"""The pages on which the manager themes cases."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.theming.actions.comparables.index_case import index_case
from shared.people import SYSTEM

from .conftest import CASE, SLEEP_STORY, Theming, csrf_in, enter, material, notified, reviewed

OPEN_CASE = "LLR-2026-0110"


@pytest.fixture
def themed(theming: Theming) -> Theming:
    """A reviewed case and an open one like it."""
    theming.tell(notified(), material(text=SLEEP_STORY), reviewed())
    theming.tell(notified(OPEN_CASE), material(OPEN_CASE))
    theming.read_texts()
    while theming.act(SYSTEM, index_case):
        pass
    return theming


def decide(web: TestClient, theme: str, how: str) -> str:
    token = csrf_in(web.get(f"/themes/cases/{CASE}").text)
    answer = web.post(f"/themes/cases/{CASE}/themes/{theme}/{how}", data={"csrf_token": token})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_queue_lists_reviewed_cases_that_wait_for_a_decision(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    page = web.get("/themes/").text
    assert CASE in page
    assert OPEN_CASE not in page
    assert OPEN_CASE in web.get("/themes/", params={"view": "open"}).text


def test_the_case_shows_the_words_marked_and_labelled(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    page = web.get(f"/themes/cases/{CASE}").text
    assert re.search(r"<mark [^>]*>asthma</mark><span [^>]*> \[Asthma\]</span>", page)
    assert re.search(r"<mark [^>]*--negated[^>]*>co-sleeping</mark><span [^>]*>[^<]*said not to be so", page)


def test_a_comparable_notification_says_that_it_is_not_reviewed_and_why_it_is_alike(
    themed: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    page = web.get(f"/themes/cases/{CASE}").text
    after = page[page.index("Notifications like it") :]
    assert OPEN_CASE in after
    assert "Not yet reviewed" in after
    assert "<li>Themes shown in both, not confirmed in both: Asthma</li>" in after


def test_the_manager_confirms_one_theme_and_rejects_another(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    assert "Confirmed: Asthma." in decide(web, "asthma", "confirm")
    page = decide(web, "unsafe_sleep_surface", "reject")
    assert "It will not be proposed again" in page
    assert page.count("Morgan Testerley") >= 2


def test_a_decision_taken_twice_is_refused_in_plain_words(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    decide(web, "asthma", "confirm")
    token = csrf_in(web.get(f"/themes/cases/{CASE}").text)
    answer = web.post(f"/themes/cases/{CASE}/themes/asthma/confirm", data={"csrf_token": token})
    assert answer.status_code == 409
    assert "stands at “confirmed”, so this cannot be done now" in answer.text


def test_a_theme_by_hand_needs_a_reason_and_nothing_typed_is_lost(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    token = csrf_in(web.get(f"/themes/cases/{CASE}").text)
    answer = web.post(
        f"/themes/cases/{CASE}/themes", data={"csrf_token": token, "theme": "drowning", "reason": ""}
    )
    assert answer.status_code == 422
    assert "Say what in the case shows this theme" in answer.text
    assert 'value="drowning" selected' in answer.text
    folded = answer.text[: answer.text.index("Add a theme by hand")].rsplit("<details", 1)[1]
    assert " open" in folded


def test_reading_a_case_is_on_record(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    web.get(f"/themes/cases/{CASE}")
    with themed.database.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT person_id, reading FROM audit_entry WHERE action = 'read_case_text'")
        )
        assert rows.all() == [("cdr-manager", True)]


def test_a_theme_lists_its_reviewed_cases_and_notifications_like_them(
    themed: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    decide(web, "asthma", "confirm")
    page = web.get("/themes/codebook/asthma").text
    assert page.index(CASE) < page.index("Comparable notifications") < page.index(OPEN_CASE)
    assert web.get("/themes/codebook/bad_luck").status_code == 404
    assert "Asthma" in web.get("/themes/codebook").text


@pytest.mark.parametrize("person", ["panel-member", "panel-chair", "auditor", "public-health-analyst"])
def test_nobody_else_opens_a_case(themed: Theming, web: TestClient, person: str) -> None:
    enter(web, person)
    for path in (f"/themes/cases/{CASE}", "/themes/codebook", "/themes/codebook/asthma"):
        assert web.get(path).status_code == 403


def test_the_analyst_is_led_from_the_front_to_the_statistics(themed: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    answer = web.get("/themes/")
    assert answer.url.path == "/themes/statistics"
    assert answer.status_code == 200
    front = web.get("/").text
    linked = set(re.findall(r'href="(/themes/[a-z-]+)"', answer.text.split("cdr-ways")[1].split("</nav>")[0]))
    assert {each for each in linked if f'href="{each}"' not in front} == set()


def test_a_page_that_does_not_exist_is_not_found(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    for path in ("cases/LLR-1999-0001", "cases/%00", "codebook/%00"):
        assert web.get(f"/themes/{path}").status_code == 404


def test_the_auditor_sees_what_was_read_and_decided(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    decide(web, "asthma", "confirm")
    enter(web, "auditor")
    page = web.get("/themes/audit", params={"case": CASE}).text
    assert "Morgan Testerley" in page
