"""Statistics and scorecard as an analyst gets them: typed, protected, labelled, or refused."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from odf.opendocument import load
from odf.table import TableCell
from openpyxl import load_workbook
from sqlalchemy import text

from services.theming.actions.themes.add_theme import add_theme
from services.theming.domain.themes.codebook import load_codebook

from .conftest import Filled, Theming, enter, notified, reviewed

Get = Callable[..., Any]
Q2 = "2026-27-Q2"


@pytest.fixture
def get(web: TestClient, bearer: Callable[[str], dict[str, str]]) -> Get:
    """Asks the statistics as a persona, by default the analyst."""

    def ask(
        persona: str = "public-health-analyst", path: str = "statistics", accept: str = "", **query: str
    ) -> Any:
        headers = {**bearer(persona), **({"Accept": accept} if accept else {})}
        return web.get(f"/themes/api/{path}", params=query, headers=headers)

    return ask


@pytest.fixture
def year(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, a_year)


def a_year(theming: Theming) -> None:
    """Sixteen reviews in Leicester and three in Rutland in one quarter; asthma is confirmed for twelve."""
    places = ["Leicester"] * 16 + ["Rutland"] * 3
    for number, area in enumerate(places, start=1):
        case = f"LLR-2026-{number:04d}"
        theming.tell(notified(case, on=date(2026, 4, number), area=area, met=number > 5))
        theming.tell(reviewed(case, on=date(2026, 8, number)))
    for number in range(1, 13):
        case = f"LLR-2026-{number:04d}"
        theming.act("cdr-manager", add_theme, case=case, theme="asthma", reason="Said by the panel")


def cells(answer: Any, by: str = "theme") -> dict[str, dict[str, Any]]:
    typed = ("value", "suppressed", "missing")
    return {row[by]: {kind: row[kind] for kind in typed if kind in row} for row in answer.json()["cells"]}


def test_only_confirmed_themes_count_and_every_theme_has_a_cell(year: Theming, get: Get) -> None:
    answer = get(by="theme", period=Q2)
    found = cells(answer)
    assert list(found) == list(load_codebook().themes)
    assert found["asthma"] == {"value": 10}
    assert found["drowning"] == {"value": 0}
    assert answer.json()["total"] == {"value": 20}


def test_where_the_total_is_too_small_every_count_is_suppressed_and_none_is_0(
    year: Theming, get: Get
) -> None:
    answer = get(by="theme", period=Q2, area="Rutland")
    assert answer.json()["total"] == {"suppressed": True}
    assert {frozenset(cell.items()) for cell in cells(answer).values()} == {frozenset({("suppressed", True)})}
    assert cells(get(by="category", period=Q2, area="rutland"), "category")["5"] == {"suppressed": True}


def test_an_answer_says_what_it_counts(year: Theming, get: Get) -> None:
    said = get(by="theme", period=Q2).json()
    assert (said["by"], said["period"], said["area"], said["basis"]) == ("theme", Q2, "all", "reviewed")
    assert (said["cohort"], said["as_of"], said["period_complete"]) == ("Deaths reviewed", "2026-11-21", True)
    assert (said["policy"]["name"], said["policy"]["suppress_to"], said["overlapping"]) == (
        "publishable",
        7,
        True,
    )


def test_deaths_notified_are_another_cohort_than_deaths_reviewed(year: Theming, get: Get) -> None:
    assert get(by="sex", period="2026-27-Q1", basis="notified").json()["total"] == {"value": 20}
    assert get(by="sex", period="2026-27-Q1").json()["total"] == {"value": 0}


@pytest.mark.parametrize(
    "by",
    [
        "theme",
        "theme_group",
        "category",
        "modifiability",
        "age_band",
        "sex",
        "ethnic_group",
        "place_of_death",
        "notifier_sector",
    ],
)
def test_each_dimension_answers_for_a_quarter_a_half_and_a_year(year: Theming, get: Get, by: str) -> None:
    for period in (Q2, "2026-27-H1", "2026-27"):
        answer = get(by=by, period=period)
        assert answer.status_code == 200
        assert cells(answer, by)


def test_what_is_not_held_is_missing(year: Theming, get: Get) -> None:
    for period in ("2019-20-Q1", "2026-27-Q4"):
        answer = get(by="theme", period=period)
        assert answer.json()["total"] == {"missing": True}
        assert cells(answer)["asthma"] == {"missing": True}


def test_every_fault_of_a_question_is_named_at_once(get: Get) -> None:
    answer = get(by="shoe_size", period="2025-26-Q9", area="Mars")
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert [fault["field"] for fault in answer.json()["faults"]] == ["by", "period", "area"]


def test_a_question_that_says_nothing_is_told_what_it_lacks(get: Get) -> None:
    assert {fault["field"] for fault in get().json()["faults"]} == {"by", "period"}


@pytest.mark.parametrize("how", [{"accept": "text/csv"}, {"path": "statistics.csv"}])
def test_the_table_as_a_file_says_what_each_count_is(year: Theming, get: Get, how: dict[str, str]) -> None:
    answer = get(by="category", period=Q2, area="Rutland", **how)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = {
        row["category"]: (row["count"], row["status"]) for row in csv.DictReader(io.StringIO(answer.text))
    }
    assert rows["5"] == rows["total"] == ("*", "suppressed")
    assert rows["1"] in {("0", "zero"), ("*", "suppressed")}


@pytest.mark.parametrize("path", ["api/statistics", "statistics/table"])
def test_a_workbook_has_numbers_where_they_are_shown_and_words_where_not(
    year: Theming, web: TestClient, path: str
) -> None:
    enter(web, "public-health-analyst")
    query = {"by": "category", "period": Q2, "area": "Rutland"}
    answer = web.get(f"/themes/{path}.xlsx", params=query)
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    found = {row[0]: row[2:4] for row in rows}
    assert rows[0][:4] == ("category", "label", "count", "status")
    assert found["5"] == found["total"] == ("*", "suppressed")
    assert found["1"] in {(0, "zero"), ("*", "suppressed")}
    ods = web.get(f"/themes/{path}.ods", params=query)
    assert ods.headers["content-type"] == "application/vnd.oasis.opendocument.spreadsheet"
    assert 'filename="statistics-category-' in ods.headers["content-disposition"]
    kinds = {
        cell.getAttribute("valuetype") for cell in load(io.BytesIO(ods.content)).getElementsByType(TableCell)
    }
    assert kinds <= {"float", "string"}


@pytest.mark.parametrize("persona", ["panel-member", "panel-chair", "auditor", "partner-system"])
def test_statistics_are_for_those_who_may_see_them(get: Get, persona: str) -> None:
    assert get(persona, by="theme", period=Q2).status_code in (401, 403)
    assert get(persona, path="scorecard").status_code in (401, 403)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json;q=0.1, text/csv", "text/csv"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("text/csv;q=0", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_the_file_is_for_who_would_rather_have_it(year: Theming, get: Get, accept: str, kind: str) -> None:
    answer = get(by="sex", period=Q2, accept=accept)
    assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize("path", ["api/statistics", "api/statistics.csv", "statistics/table.csv"])
def test_who_may_not_see_statistics_is_told_so_before_any_fault(web: TestClient, path: str) -> None:
    assert web.get(f"/themes/{path}", params={"by": "nothing"}).status_code == 401


def test_nobody_gets_statistics_without_a_token(web: TestClient) -> None:
    assert web.get("/themes/api/statistics", params={"by": "theme", "period": Q2}).status_code == 401


def test_board_output_is_for_the_office_alone(year: Theming, get: Get) -> None:
    asked = {"by": "theme", "period": Q2, "policy": "restricted_board"}
    assert get(**asked).status_code == 403
    assert cells(get("cdr-manager", **asked))["asthma"] == {"value": 12}


def test_the_scorecard_counts_what_was_in_time(year: Theming, get: Get) -> None:
    card = get("cdr-manager", path="scorecard").json()
    assert (card["period"], card["received"], card["in_time"], card["late"]) == ("2026-27-H1", 19, 14, 5)
    assert (card["percent_in_time"], card["percent_late"], card["cannot_be_judged"]) == (73.7, 26.3, 0)
    assert card["sentence"] == "19 notifications received. 14 within agreed timeframe."
    assert [each["period"] for each in card["half_years"]] == ["2026-27-H1"]


def test_an_analyst_is_told_why_the_scorecard_is_closed_and_where_to_look(
    year: Theming, web: TestClient, get: Get
) -> None:
    """Its exact counts beside the protected ones of the same account are what these hide."""
    refused = get(path="scorecard")
    assert refused.status_code == 403
    assert "choose “Notified in time” for timeliness" in refused.json()["detail"]
    enter(web, "public-health-analyst")
    page = web.get("/themes/scorecard")
    assert page.status_code == 403
    assert "and a child could be recognised" in page.text
    assert "this case" not in page.text
    assert "/themes/scorecard" not in web.get("/themes/statistics").text
    assert "Notified in time" in web.get("/themes/statistics").text


def test_a_scorecard_of_nothing_is_not_applicable(get: Get) -> None:
    card = get("cdr-manager", path="scorecard").json()
    assert (card["received"], card["percent_in_time"]) == (0, None)


def test_looking_at_statistics_is_on_record(year: Theming, get: Get) -> None:
    get(by="theme", period=Q2, area="Rutland")
    with year.database.engine.connect() as connection:
        asked = connection.execute(
            text("SELECT person_id, detail FROM audit_entry WHERE action = 'read_statistics'")
        )
        ((person, detail),) = asked.all()
    assert (person, detail["area"], detail["period"]) == ("public-health-analyst", "Rutland", Q2)


def test_the_page_has_the_table_the_chart_and_the_file(year: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    query = {"by": "category", "period": Q2, "area": "all"}
    page = web.get("/themes/statistics", params=query).text
    assert "Deaths reviewed by category of death: quarter 2 of 2026-27, all areas" in page
    assert "statistics/table.csv" in page
    chart = web.get("/themes/statistics/chart.svg", params={**query, "area": "Rutland"})
    assert chart.headers["content-type"] == "image/svg+xml"
    assert "Suppressed" in chart.text
    assert web.get("/themes/statistics/table.csv", params=query).text.startswith(
        "category,label,count,status"
    )


def test_a_star_is_explained_where_it_stands_and_a_first_year_is_not_called_provisional(
    year: Theming, web: TestClient
) -> None:
    year.tell(notified("LLR-2025-0001", on=date(2025, 8, 5)))
    enter(web, "public-health-analyst")
    for path in ("statistics?by=sex", "tables?rows=sex&make=1&area=all"):
        over = web.get(f"/themes/{path}&period=2025-26").text
        assert "It must not be read as 0" in over
        assert "Records begin in August 2025: the figures are of what is held" in over
        assert "provisional" not in over
    assert "It must not be read as 0" in web.get("/themes/data-quality").text
    running = web.get("/themes/statistics?by=sex&period=2026-27").text
    assert "Not over: figures are provisional" in running
    assert "Records begin" not in running


def test_the_page_explains_what_is_wrong_and_keeps_the_rest(year: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    answer = web.get("/themes/statistics", params={"by": "sex", "period": "soon"})
    assert answer.status_code == 422
    assert "is not a period" in answer.text
    assert 'value="sex" selected' in answer.text


def test_the_scorecard_page_shows_the_figures_and_their_labels(year: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    page = web.get("/themes/scorecard").text
    for words in (
        "19 notifications received. 14 within agreed timeframe.",
        "73.7%",
        "LLR reporting only",
        "Half Year",
    ):
        assert words in page
    assert page.count('<table role="table" class="nhsuk-table-responsive">') == page.count("<table") == 3
    assert "deaths that are told to the panel of Leicester, Leicestershire and Rutland" in page
    assert "N/A" in web.get("/themes/scorecard", params={"period": "2025-26-H1"}).text


def test_the_scorecard_has_no_quarters_because_its_counts_are_exact(year: Theming, get: Get) -> None:
    refused = get("cdr-manager", path="scorecard", period="2026-27-Q1")
    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["faults"]] == ["period"]
