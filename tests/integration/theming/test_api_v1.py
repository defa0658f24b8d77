"""The versioned API: as it was before, in the kind a program prefers, and again only what has changed."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from deploy.personas import PERSONAS
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.app import SERVICE
from shared.settings import Settings
from shared.web import create_web

from .conftest import NOW, Theming, enter, notified, reviewed

Q2 = {"by": "sex", "period": "2026-27-Q2"}
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANALYST, MANAGER = "public-health-analyst", "cdr-manager"
CASE = "LLR-2026-0001"


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


@pytest.fixture
def web(theming: Theming, settings: Settings, clock: list[datetime]) -> Iterator[TestClient]:
    app = create_web(
        settings, [SERVICE], {SERVICE.name: theming.database}, PERSONAS.values(), now=lambda: clock[0]
    )
    with TestClient(app, base_url="http://127.0.0.1:8000") as opened:
        yield opened


@pytest.fixture
def year(theming: Theming) -> Theming:
    for number in range(1, 17):
        case = f"LLR-2026-{number:04d}"
        theming.tell(notified(case, on=date(2026, 4, number)), reviewed(case, on=date(2026, 8, number)))
    return theming


Get = Callable[..., Any]


@pytest.fixture
def get(year: Theming, web: TestClient, bearer: Callable[[str], dict[str, str]]) -> Get:
    def asked(path: str = "v1/statistics", persona: str = ANALYST, tag: str = "", **given: Any) -> Any:
        told = {"If-None-Match": tag} if tag else {}
        accept = {"Accept": given.pop("accept")} if "accept" in given else {}
        headers = {**bearer(persona), **told, **accept}
        return web.get(f"/themes/api/{path}", params=given or Q2, headers=headers)

    return asked


@pytest.mark.parametrize("path", ["statistics", "statistics.csv", "scorecard"])
def test_the_first_version_is_what_the_api_was_before_there_were_versions(get: Get, path: str) -> None:
    query = {"period": "2026-27-H1"} if path == "scorecard" else Q2
    asks = MANAGER if path == "scorecard" else ANALYST
    before, versioned = get(path, asks, **query), get(f"v1/{path}", asks, **query)
    assert before.status_code == 200
    assert before.content == versioned.content
    assert before.headers["etag"] == versioned.headers["etag"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        (ODS, ODS),
        (f"text/csv;q=0.4, {XLSX};q=0.9", XLSX),
        ("text/html, */*;q=0.8", "application/json"),
        ("image/png", "application/json"),
        (f"{ODS};q=0, text/csv;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_a_table_comes_in_the_kind_a_program_would_rather_have(get: Get, accept: str, kind: str) -> None:
    answer = get(accept=accept, **Q2)
    assert answer.headers["content-type"] == kind
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_a_kind_can_be_asked_for_by_the_address_as_well(get: Get, kind: str) -> None:
    assert get(f"v1/statistics.{kind}").headers["content-disposition"].endswith(f'.{kind}"')
    assert get("v1/statistics.pdf").status_code == 422


@pytest.mark.parametrize(
    ("path", "query"), [("v1/statistics", Q2), ("v1/scorecard", {"period": "2026-27-H1"})]
)
def test_what_has_not_changed_is_not_sent_again(get: Get, path: str, query: dict[str, str]) -> None:
    asks = MANAGER if path == "v1/scorecard" else ANALYST
    first = get(path, asks, **query)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert first.headers["cache-control"] == "private, no-cache"
    for sent in (tag, f'"another", {tag}', f"W/{tag}"):
        again = get(path, asks, tag=sent, **query)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == "private, no-cache"


def test_a_table_that_has_not_changed_is_not_sent_again_to_the_account_it_was_made_for(
    year: Theming, get: Get
) -> None:
    asked = {"rows": "sex", "period": "2026-27"}
    tag = get("v1/tables", **asked).headers["etag"]
    assert get("v1/tables", tag=tag, **asked).status_code == 304
    assert get("v1/tables", tag=tag, persona=MANAGER, **asked).status_code == 200
    assert get("v1/tables", tag=tag, **{**asked, "measure": "percent_of_row"}).status_code == 200
    year.tell(notified("LLR-2026-0017", on=date(2026, 5, 1)))
    assert get("v1/tables", tag=tag, **asked).status_code == 200


def test_a_tag_is_of_one_question_in_one_kind(get: Get) -> None:
    tag = get().headers["etag"]
    for other in ({**Q2, "period": "2026-27-H1"}, {**Q2, "area": "Rutland"}, {**Q2, "basis": "notified"}):
        assert get(tag=tag, **other).status_code == 200
    assert get(tag=tag, accept="text/csv", **Q2).status_code == 200
    assert get(tag=tag, persona=MANAGER, policy="restricted_board", **Q2).status_code == 200


def test_every_change_of_what_is_counted_makes_the_tag_another(year: Theming, get: Get) -> None:
    changes: tuple[Callable[[], Any], ...] = (
        lambda: year.tell(notified("LLR-2026-0017", on=date(2026, 5, 1))),
        lambda: year.tell(notified("LLR-2026-0017", on=date(2026, 5, 1), sex="male")),
        lambda: year.tell(reviewed("LLR-2026-0017", on=date(2026, 9, 1))),
        lambda: year.tell(reviewed("LLR-2026-0017", on=date(2026, 10, 1), review_version=2, category=4)),
        lambda: year.act(MANAGER, add_theme, case=CASE, theme="asthma", reason="Said by the panel"),
        lambda: year.act(MANAGER, reject_theme, case=CASE, theme="asthma", reason="Not so after all"),
    )
    for change in changes:
        tag = get().headers["etag"]
        assert get(tag=tag, **Q2).status_code == 304
        change()
        assert get(tag=tag, **Q2).status_code == 200


def test_the_tag_of_yesterday_does_not_hold_today(get: Get, clock: list[datetime]) -> None:
    tag = get().headers["etag"]
    clock[0] = datetime(2026, 11, 22, 0, 1, tzinfo=UTC)
    assert get(tag=tag, **Q2).status_code == 200


def test_an_answer_not_sent_again_is_on_record_and_only_for_who_may_see_it(
    year: Theming, get: Get, web: TestClient
) -> None:
    board = {**Q2, "policy": "restricted_board"}
    tag = get(persona=MANAGER, **board).headers["etag"]
    assert get(tag=tag, **board).status_code == 403
    assert (
        web.get("/themes/api/v1/statistics", params=board, headers={"If-None-Match": tag}).status_code == 401
    )
    assert get(persona=MANAGER, tag=tag, **board).status_code == 304
    with year.database.engine.connect() as connection:
        told = connection.execute(
            text("SELECT detail ->> 'unchanged' FROM audit_entry WHERE action = 'read_statistics'")
        )
        assert [unchanged for (unchanged,) in told] == [None, "true"]


def test_exact_figures_for_the_board_are_kept_nowhere(get: Get) -> None:
    answer = get(persona=MANAGER, policy="restricted_board", **Q2)
    assert answer.headers["cache-control"] == "no-store"


def test_an_address_that_is_not_there_is_a_problem_as_well(get: Get) -> None:
    answer = get("v1/nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_description_of_the_api_explains_every_operation_every_question_and_every_field(
    web: TestClient,
) -> None:
    described = web.get("/themes/api/openapi.json").json()
    assert "Authorization: Bearer cdrkey_" in described["info"]["description"]
    tags = {tag["name"] for tag in described["tags"]}
    for path, operations in described["paths"].items():
        operation = operations["get"]
        assert set(operation["tags"]) <= tags, path
        assert operation["summary"], path
        if path.startswith("/api/v1/"):
            assert operation["description"], path
            assert operation["security"], path
            assert all(each.get("description") for each in operation.get("parameters", [])), path
            assert "application/problem+json" in operation["responses"]["429"]["content"], path
    for name in ("StatisticsAnswer", "ScorecardsAnswer", "TableAnswer", "ReleaseAnswer", "EntryAnswer"):
        fields = described["components"]["schemas"][name]["properties"]
        assert all(each.get("description") for each in fields.values()), name


def test_the_page_of_statistics_leads_to_the_description_and_the_dictionary(
    year: Theming, web: TestClient
) -> None:
    enter(web, ANALYST)
    page = web.get("/themes/statistics").text
    for address in ("/themes/api/openapi.json", "/themes/dictionary"):
        assert f'href="{address}"' in page
        assert web.get(address).status_code == 200
    assert "/themes/clients" not in page
    assert "Deaths reviewed, by the date" in web.get("/themes/dictionary").text
