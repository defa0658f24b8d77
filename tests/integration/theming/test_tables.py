"""The table maker: what is counted, what is hidden, and that no number of questions brings it out."""

import csv
import html
import io
import random
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from deploy.personas import PERSONAS
from deploy.table_command import table_of
from services.theming.actions.statistics.ask_table import Answer
from services.theming.actions.themes.add_theme import add_theme
from services.theming.domain.statistics.made_table import TooFine
from services.theming.domain.statistics.table_question import Asked
from services.theming.queries.counts import held_from
from services.theming.queries.questions import lock_questions, own_questions, questions_to_look_at
from shared.disclosure.cells import Missing, Suppressed, TrueZero, Value
from shared.errors import Invalid, NotPermitted
from shared.settings import Settings

from .account_reader import ask, fill, narrowed_by, some_question
from .conftest import NOW, Filled, Theming, enter

SEEDS = (1, 3)


@pytest.fixture
def years(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, fill)


def test_related_questions_of_one_account_bring_out_no_hidden_count(years: Theming) -> None:
    draw = random.Random(1)
    outcomes, narrowed = narrowed_by(years, [some_question(draw) for _ in range(12)])
    assert outcomes["answered"] >= 6
    assert narrowed == []


@pytest.mark.rehearsal
@pytest.mark.parametrize("seed", SEEDS)
def test_forty_related_questions_of_one_account_bring_out_no_hidden_count(years: Theming, seed: int) -> None:
    draw = random.Random(seed)
    outcomes, narrowed = narrowed_by(years, [some_question(draw) for _ in range(40)])
    assert outcomes["answered"] >= 20
    assert narrowed == []


def only(answer: Answer) -> dict[tuple[str, str], object]:
    assert answer.table, answer.refused
    return dict(answer.table.cells)


def test_check_19_rutland_infants_one_year_cannot_be_worked_out(years: Theming) -> None:
    """Board output for the office shows Rutland; its infants of one year stay hidden, whatever is asked."""
    board = {"policy": "restricted_board", "period": "2024-25", "person": "cdr-manager"}
    for asked in (
        {"rows": "area", "filters": ("age_band=0-27 days",)},
        {"rows": "age_band", "area": "Leicestershire and Rutland"},
        {"rows": "age_band", "area": "Leicestershire"},
        {"rows": "age_band", "area": "Rutland"},
        {"rows": "age_band", "columns": "area"},
        {"rows": "area", "columns": "age_band"},
    ):
        answer = ask(years, **board, **asked)
        for place, key in answer.table.keys.items() if answer.table else ():
            if {"Rutland", "0-27 days"} <= set(key):
                assert answer.table.cells[place] in (Suppressed(), TrueZero())
    with pytest.raises(Invalid, match="within a larger one"):
        ask(years, rows="age_band", area="Rutland", period="2024-25")


def test_what_two_answers_would_leave_over_is_kept_back_in_the_second(years: Theming) -> None:
    """All less girls and boys would be the one child whose sex is not known."""
    everybody = only(ask(years, rows="modifiability"))
    by_sex = only(ask(years, rows="modifiability", columns="sex"))
    assert isinstance(everybody["modifiable", "Total"], Value)
    hidden = [sex for sex in ("female", "male", "not_known") if by_sex["modifiable", sex] == Suppressed()]
    assert len(hidden) != 1


@pytest.mark.parametrize("columns", ["modifiability", "category", "age_band"])
def test_of_a_row_that_few_are_in_nothing_is_said(years: Theming, columns: str) -> None:
    """Else the only column that did not say 0 would be that of the only child there."""
    cells = only(ask(years, rows="sex", columns=columns))
    few = [cell for (row, column), cell in cells.items() if row == "not_known" and column != "Total"]
    assert cells["not_known", "Total"] == Suppressed()
    assert set(few) == {Suppressed()}


def test_the_same_question_of_the_same_data_gets_the_same_answer_whatever_was_asked_between(
    years: Theming,
) -> None:
    first = only(ask(years, rows="age_band", columns="sex"))
    ask(years, rows="age_band", filters=("modifiability=none",))
    assert only(ask(years, rows="age_band", columns="sex", measure="percent_of_row")) == first


def test_too_fine_a_table_is_refused_before_anything_is_told(years: Theming) -> None:
    answer = ask(years, rows="category", columns="age_band", filters=("sex=female",), period="2025-26")
    assert isinstance(answer.refused, TooFine)
    (kept,) = years.act("public-health-analyst", own_questions)
    assert kept.outcome == "too_fine"


def test_the_distinct_total_is_no_sum_where_a_case_has_several_themes(years: Theming) -> None:
    for number in range(1, 31):
        for theme in ("asthma", "smoke_exposure") if number <= 20 else ("asthma",):
            years.act(
                "cdr-manager",
                add_theme,
                case=f"LLR-2023-{number:04d}",
                theme=theme,
                reason="Said by the panel",
            )
    cells = only(ask(years, rows="theme"))
    assert cells["asthma", "Total"] == Value(30)
    assert cells["smoke_exposure", "Total"] == Value(20)
    assert cells["Total", "Total"] == Value(225)


def test_not_recorded_is_a_row_of_its_own_and_not_the_same_as_not_known(years: Theming) -> None:
    rows = dict(ask(years, rows="age_band").table.down)
    assert (rows["not known"], rows["not_recorded"]) == ("Not known", "Not recorded")


def test_each_account_has_a_memory_of_its_own(years: Theming) -> None:
    ask(years, rows="sex")
    assert len(years.act("public-health-analyst", own_questions)) == 1
    assert years.act("cdr-manager", own_questions) == []
    with pytest.raises(NotPermitted):
        years.act("public-health-analyst", questions_to_look_at)


def test_board_output_is_for_the_office_alone(years: Theming) -> None:
    with pytest.raises(NotPermitted):
        ask(years, rows="sex", policy="restricted_board")


@pytest.fixture
def get(years: Theming, web: TestClient, bearer: Callable[[str], dict[str, str]]) -> Callable[..., Any]:
    def asked(path: str = "tables", person: str = "public-health-analyst", **query: Any) -> Any:
        return web.get(f"/themes/api/v1/{path}", params=query, headers=bearer(person))

    return asked


def test_a_program_gets_typed_cells_with_percentages_and_their_base(get: Callable[..., Any]) -> None:
    said = get(rows="modifiability", period="2023-24..2025-26", measure="percent_of_column").json()
    cells = {cell["row"]: cell for cell in said["cells"]}
    assert cells["total"]["value"] == said["total"]["value"] == 225
    assert cells["modifiable"]["percentage"]["n"] == 225
    assert cells["inadequate_information"]["value"] == 0
    assert all("value" in cell or "suppressed" in cell for cell in said["cells"])


def test_rates_say_that_their_populations_are_invented(get: Callable[..., Any]) -> None:
    said = get(rows="area", period="2023-24..2025-26", measure="rate").json()
    assert [file["synthetic"] for file in said["divided_by"]] == [True]
    city = next(cell for cell in said["cells"] if cell["row"] == "Leicester")
    assert city["rate"]["low"] < city["rate"]["rate"] < city["rate"]["high"]


def test_a_rate_is_of_the_days_that_are_held(
    years: Theming, get: Callable[..., Any], web: TestClient
) -> None:
    def rate(period: str) -> Any:
        said = get(rows="area", period=period, measure="rate").json()
        return next(cell["rate"]["rate"] for cell in said["cells"] if cell["row"] == "Leicester")

    with years.database.transaction(person=PERSONAS["public-health-analyst"], at=NOW) as tx:
        began = held_from(tx)
    assert began.day == 1, "a day would be that of one child"
    share = (date(2023, 4, 1) - began).days / 365
    assert 0.1 < share < 0.4, "notifications come months before the first review"
    # The same deaths, among the children of three years and of that part of the one before; of no other year.
    whole = rate("2023-24..2025-26")
    assert rate("2018-19..2025-26") == pytest.approx(whole * 3 / (3 + share), rel=0.02)
    enter(web, "public-health-analyst")
    asked = {"rows": "area", "period": "2018-19..2025-26", "measure": "rate", "make": "1"}
    page = web.get("/themes/tables", params=asked).text
    assert f"{began.day} {began:%B %Y} to 31 March 2026 is held." in page


def test_a_question_waits_for_those_of_the_same_account_longer_than_for_anything_else(
    years: Theming,
) -> None:
    analyst, shown = PERSONAS["public-health-analyst"], text("SHOW lock_timeout")
    asked = Event()

    def ask_another() -> str:
        with years.database.transaction(person=analyst, at=NOW) as tx:
            usual = tx.session.scalar(shown)
            tx.session.execute(text("SET lock_timeout = '50ms'"))
            asked.set()
            lock_questions(tx)
            after = tx.session.scalar(shown)
            tx.session.execute(text(f"SET lock_timeout = '{usual}'"))
            return after

    with ThreadPoolExecutor(1) as other:
        with years.database.transaction(person=analyst, at=NOW) as tx:
            lock_questions(tx)
            waiting = other.submit(ask_another)
            asked.wait()
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
        assert waiting.result() == "10s", "afterwards it waits for nothing longer than usual"


def test_a_program_is_told_every_fault_and_why_a_table_is_too_fine(get: Callable[..., Any]) -> None:
    assert [fault["field"] for fault in get(rows="x", area="y").json()["faults"]] == [
        "rows",
        "period",
        "area",
    ]
    refused = get(rows="category", columns="age_band", period="2025-26")
    assert refused.status_code == 409
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert "Choose a longer period" in refused.json()["detail"]


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_the_files_have_a_line_for_each_cell_and_nothing_that_runs(
    get: Callable[..., Any], kind: str
) -> None:
    answer = get(f"tables.{kind}", rows="age_band", columns="sex", period="2023-24..2025-26", measure="rate")
    assert answer.status_code == 200
    assert (
        f'filename="table-age-band-sex-2023-24-to-2025-26-all.{kind}"'
        in answer.headers["content-disposition"]
    )
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == 9 * 6
        assert {row["status"] for row in rows} <= {"shown", "zero", "suppressed", "missing"}
        assert all(row["count"] == "*" for row in rows if row["status"] == "suppressed")
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_before_a_table_is_made_the_page_says_how_large_it_is_and_its_smallest_number(
    years: Theming, web: TestClient
) -> None:
    enter(web, "public-health-analyst")
    asked = web.get("/themes/tables", params={"rows": "age_band", "columns": "sex", "period": "2025-26"})
    assert "Nothing has been counted yet" in asked.text
    assert "Smallest number shown" in asked.text
    assert years.act("public-health-analyst", own_questions) == []
    made = web.get("/themes/tables", params={"rows": "age_band", "period": "2023-24..2025-26", "make": "1"})
    assert "Distinct cases" in made.text
    fine = {"rows": "category", "columns": "age_band", "period": "2025-26", "make": "1"}
    assert web.get("/themes/tables", params=fine).status_code == 409
    asked = web.get("/themes/tables/asked").text
    assert "Age at death" in asked
    assert "Too fine" in asked


def test_a_table_that_is_too_fine_by_themes_leads_to_the_one_by_groups_of_them(
    years: Theming, web: TestClient
) -> None:
    enter(web, "public-health-analyst")
    fine = {"rows": "theme", "columns": "age_band", "period": "2025-26", "measure": "rate", "make": "1"}
    refused = web.get("/themes/tables", params=fine)
    assert refused.status_code == 409
    link = re.search(r'href="([^"]+)">Make it by groups of themes', refused.text)
    assert link
    assert "rows=theme_group" in link[1]
    assert "measure=rate" in link[1]
    assert web.get(html.unescape(link[1])).status_code in (200, 409)
    other = {**fine, "rows": "category"}
    assert "groups of themes</a>" not in web.get("/themes/tables", params=other).text


def test_a_rate_of_reviews_is_not_taken_for_a_death_rate(years: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    asked = {"rows": "sex", "period": "2023-24..2025-26", "measure": "rate", "make": "1"}
    assert "A rate of reviews, and not of deaths" in web.get("/themes/tables", params=asked).text
    died = web.get("/themes/tables", params={**asked, "basis": "notified"})
    assert died.status_code == 200
    assert "A rate of reviews" not in died.text


def test_the_page_keeps_what_was_chosen_and_names_each_fault(years: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    answer = web.get("/themes/tables", params={"rows": "sex", "columns": "sex", "period": "x", "make": "1"})
    assert answer.status_code == 422
    assert "Rows and columns are the same" in answer.text
    assert "This is not a period" in answer.text
    assert 'value="sex" selected' in answer.text


def test_the_office_sees_who_was_refused_because_of_what_they_had_been_told(
    years: Theming, web: TestClient
) -> None:
    draw = random.Random(1)
    for _ in range(6):
        ask(years, **some_question(draw))
    watched = years.act("cdr-manager", questions_to_look_at)
    assert all(each.outcome == "refused" or each.further for each in watched)
    enter(web, "cdr-manager")
    assert "To look at" in web.get("/themes/tables/asked").text


def test_the_command_asks_as_a_persona_and_says_what_is_hidden(years: Theming, settings: Settings) -> None:
    place = SimpleNamespace(settings=settings, databases={"theming": years.database})
    asked = Asked(rows="sex", period="2023-24..2025-26")
    written, messages = table_of(place, "analyst", asked)
    assert written.startswith("row_key,row,")
    assert "The smallest number shown is 8; 0 is shown too." in messages
    with pytest.raises(LookupError, match="demonstration"):
        table_of(SimpleNamespace(settings=SimpleNamespace(demo=False)), "analyst", asked)


def test_overlapping_and_plain_dimensions_can_be_rows(years: Theming) -> None:
    for name in ("theme_group", "supplementary_form", "deprivation_quintile", "modifiable_factor_domain"):
        answer = ask(years, rows=name)
        assert answer.table, (name, answer.refused)


def test_that_all_are_of_one_kind_is_not_told(years: Theming) -> None:
    """Every one of these deaths was notified in time: a table of it would say so of each child."""
    answer = ask(years, rows="in_time")
    assert answer.refused or only(answer)["in_time", "Total"] == Suppressed()


def test_as_known_before_anything_was_known_nothing_is_held(years: Theming) -> None:
    cells = only(ask(years, rows="sex", as_known_on="2026-06-30"))
    assert set(cells.values()) == {Missing()}
