"""A table as known on a day: the same whenever it is asked for, on the page, in the API and in the files."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.theming.actions.themes.add_theme import add_theme
from tests.integration.theming.conftest import Theming, enter, notified, reviewed

SEPTEMBER, OCTOBER = datetime(2026, 9, 12, 9, tzinfo=UTC), datetime(2026, 10, 20, 9, tzinfo=UTC)
ASKED = {"by": "category", "period": "2026-27", "policy": "restricted_board", "as_known_on": "2026-09-30"}
Bearer = Callable[[str], dict[str, str]]


@pytest.fixture
def revised(theming: Theming) -> Theming:
    """Twelve reviews of September, of which one is completed anew in October, with another category."""
    theming.at = SEPTEMBER
    for number in range(12):
        reference, category = f"LLR-2026-{number:04}", 5 if number < 6 else 3
        theming.tell(notified(reference), reviewed(reference, on=date(2026, 9, 10), category=category))
    theming.at = OCTOBER
    theming.tell(reviewed("LLR-2026-0000", on=date(2026, 10, 15), review_version=2, category=8))
    theming.tell(notified("LLR-2026-0012"), reviewed("LLR-2026-0012", on=date(2026, 9, 28), category=5))
    return theming


def cells(web: TestClient, bearer: Bearer, **asked: str) -> dict[str, object]:
    answer = web.get("/themes/api/statistics", params=asked, headers=bearer("cdr-manager"))
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return {cell["key"]: cell.get("value", "*") for cell in body["cells"]} | {
        "total": body["total"].get("value"),
        "as_known_on": body.get("as_known_on"),
    }


def test_a_closed_period_gives_the_same_answer_when_it_is_run_again(
    revised: Theming, web: TestClient, bearer: Bearer
) -> None:
    then, now = cells(web, bearer, **ASKED), cells(web, bearer, **{**ASKED, "as_known_on": ""})
    assert (then["5"], then["8"], then["total"], then["as_known_on"]) == (6, 0, 12, "2026-09-30")
    assert (now["8"], now["total"], now["as_known_on"]) == ("*", 13, None)
    revised.tell(reviewed("LLR-2026-0001", review_version=2, category=1))
    assert cells(web, bearer, **ASKED) == then


def test_a_theme_decided_late_does_not_change_what_was_known(
    revised: Theming, web: TestClient, bearer: Bearer
) -> None:
    for number in range(6):
        revised.act(
            "cdr-manager", add_theme, case=f"LLR-2026-{number:04}", theme="asthma", reason="Plain in the text"
        )
    asked = {**ASKED, "by": "theme"}
    assert cells(web, bearer, **asked)["asthma"] == 0
    assert cells(web, bearer, **{**asked, "as_known_on": "2026-10-20"})["asthma"] != 0


def test_the_page_the_csv_and_the_head_say_the_day(revised: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    page = web.get("/themes/statistics", params=ASKED).text
    assert "As known on" in page
    assert "30 September 2026" in page
    assert "what was known by the end of that day" in page
    csv = web.get("/themes/statistics/table.csv", params=ASKED).text.splitlines()
    assert csv[0].endswith("as_of,as_known_on")
    assert {line.split(",")[-1] for line in csv[1:]} == {"2026-09-30"}


def test_a_day_that_may_not_be_asked_is_refused_with_the_question_kept(
    revised: Theming, web: TestClient
) -> None:
    enter(web, "public-health-analyst")
    answer = web.get("/themes/statistics", params={**ASKED, "policy": "", "as_known_on": "2026-09-29"})
    assert answer.status_code == 422
    assert "Choose the last day of a quarter" in answer.text
    assert '<option value="category" selected' in answer.text


@pytest.mark.parametrize("by", ["supplementary_form", "modifiable_factor_domain", "in_time", "expected"])
def test_every_dimension_of_the_page_is_answered_under_disclosure_control(
    revised: Theming, web: TestClient, bearer: Bearer, by: str
) -> None:
    found = cells(web, bearer, by=by, period="2026-27", basis="reviewed")
    assert found["total"] == 15
    assert set(found.values()) - {None} <= {0, "*", 15}


def test_the_audit_says_as_known_on_which_day_was_asked(
    revised: Theming, web: TestClient, bearer: Bearer
) -> None:
    cells(web, bearer, **ASKED)
    written = "SELECT detail ->> 'as_known_on' FROM audit_entry WHERE action = 'read_statistics'"
    assert revised.look(lambda tx: tx.session.scalar(text(written))) == "2026-09-30"
