"""The pages of releases, as an analyst, the office and somebody who may not see them use them."""

from datetime import date

import pytest
from fastapi.testclient import TestClient

from .conftest import Filled, Theming, csrf_in, enter, notified
from .test_releases import asked as table_of
from .test_releases import live, out

DESK = "/themes/releases/S-0001"
NEW = "/themes/releases/new"
TABLE = {"rows": "sex", "columns": "category", "period": "2025-26", "area": "all", "basis": "reviewed"}
NAMED = {"title": "Deaths reviewed in 2025-26", "purpose": "For the needs assessment"}


def post(web: TestClient, address: str, to: str, **typed: str):  # type: ignore[no-untyped-def]
    """Send the form of the page at ``address`` to ``to``."""
    return web.post(to, data={"csrf_token": csrf_in(web.get(address).text), **typed})


@pytest.fixture
def analyst(theming: Theming, filled: Filled, web: TestClient) -> TestClient:
    filled(theming, live)
    enter(web, "public-health-analyst")
    return web


def test_a_release_is_prepared_added_to_put_forward_released_and_taken(analyst: TestClient) -> None:
    made = post(analyst, NEW, "/themes/releases", **NAMED, **TABLE)
    assert "Table 1: Deaths reviewed by sex and category of death, 2025-26" in made.text
    added = post(analyst, DESK, f"{DESK}/tables", **{**TABLE, "rows": "age_band", "columns": ""})
    assert "Table 2: Deaths reviewed by age at death, 2025-26" in added.text
    assert "Put its tables together again" in post(analyst, DESK, f"{DESK}/again").text
    left = post(analyst, DESK, f"{DESK}/tables/2/leave-out")
    assert "Table 2" not in left.text
    forward = post(analyst, DESK, f"{DESK}/forward", **{"embargo-day": ""})
    assert "You prepared some of this release" in forward.text
    refused = post(analyst, DESK, f"{DESK}/release", round="4")
    assert refused.status_code == 403
    assert "The office reads its figures until it is released" in analyst.get(DESK).text
    enter(analyst, "cdr-manager")
    assert "Released." in post(analyst, DESK, f"{DESK}/release", round="4").text
    assert "The same bytes" in post(analyst, DESK, f"{DESK}/check").text
    taken = analyst.get(f"{DESK}/files/table-01.csv")
    assert "release-s-0001-table-01.csv" in taken.headers["content-disposition"]
    assert "LLR-" not in taken.text
    assert "Withdrawn" in post(analyst, DESK, f"{DESK}/withdraw", reason="A wrong heading").text
    enter(analyst, "public-health-analyst")
    assert "Its figures are not given out any more" in analyst.get(DESK).text


def test_a_button_pressed_twice_is_told_where_the_release_stands(analyst: TestClient) -> None:
    post(analyst, NEW, "/themes/releases", **NAMED, **TABLE)
    post(analyst, DESK, f"{DESK}/forward", **{"embargo-day": ""})
    again = post(analyst, DESK, f"{DESK}/forward", **{"embargo-day": ""})
    assert again.status_code == 409
    assert "stands at “waiting for a second person”, so this cannot be done now" in again.text


def test_what_is_hidden_and_why_is_shown_to_the_office_alone(theming: Theming, analyst: TestClient) -> None:
    for number in range(1, 4):
        theming.tell(notified(f"LLR-2025-{number:04d}", on=date(2025, 4, 12), deprivation_quintile=1))
    post(analyst, NEW, "/themes/releases", **NAMED, **{**TABLE, "rows": "deprivation_quintile"})
    assert "for the office" not in analyst.get(DESK).text
    enter(analyst, "cdr-manager")
    shown = analyst.get(DESK).text
    assert "What is hidden in table 1, and why (for the office)" in shown
    assert "it is small" in shown


def test_a_table_comes_from_another_page_as_a_query_and_goes_into_a_release_being_prepared(
    analyst: TestClient,
) -> None:
    post(analyst, NEW, "/themes/releases", **NAMED, **TABLE)
    offered = analyst.get(f"{NEW}?rows=category&period=2025-26&filter=sex%3Dfemale&policy=publishable")
    assert "Add it to S-0001" in offered.text
    line = "rows=category&period=2025-26&filter=sex%3Dfemale&policy=publishable"
    added = post(analyst, DESK, f"{DESK}/tables", table=line)
    assert "Deaths reviewed by category of death, only sex: Female, 2025-26" in added.text


@pytest.mark.parametrize(
    "typed", [{}, {"rows": "<b>Sam Smith</b>"}, {"period": "1066"}, {"title": "x" * 200}]
)
def test_what_is_wrong_is_named_and_what_was_typed_is_kept(
    analyst: TestClient, typed: dict[str, str]
) -> None:
    given = {**NAMED, **TABLE, **typed, "purpose": "" if not typed else "For a page that stays"}
    answer = post(analyst, NEW, "/themes/releases", **given)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    if typed:
        assert "For a page that stays" in answer.text
    assert "Sam Smith" not in answer.text


def test_a_table_that_cannot_go_out_is_refused_with_the_released_table_that_is_the_reason(
    theming: Theming, analyst: TestClient
) -> None:
    out(theming, table_of("sex", period="2021-22..2023-24"))
    answer = post(analyst, NEW, "/themes/releases", **NAMED, **{**TABLE, "period": "2022-23..2025-26"})
    assert answer.status_code == 409
    assert "share years and neither holds the other" in answer.text
    assert "release S-0001" in answer.text


@pytest.mark.parametrize("persona", ["panel-member", "auditor"])
def test_who_does_not_prepare_statistics_finds_no_releases(web: TestClient, persona: str) -> None:
    enter(web, persona)
    assert web.get("/themes/releases").status_code == 403
    assert web.get(NEW).status_code == 403


def test_every_answer_says_what_is_not_there(analyst: TestClient) -> None:
    for address in ("/themes/releases/S-9999", f"{DESK}/files/x.csv", "/themes/releases/%00"):
        assert analyst.get(address).status_code == 404
