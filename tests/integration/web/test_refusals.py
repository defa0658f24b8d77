"""Every "no" is said kindly, names every fault, and quotes nobody."""

import json
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from shared.log_lines import configure_logging
from shared.settings import Settings
from shared.web.tokens import DemoOnly, issue_token
from tests.integration.web.conftest import AUDITOR, MANAGER, enter_as

CANARY = "Canary-Featherstone"


@pytest.fixture
def headers(settings_with: Callable[..., Settings]) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(settings_with(), MANAGER)}"}


def test_every_fault_of_a_payload_is_named_at_once(web: TestClient, headers: dict[str, str]) -> None:
    answer = web.post("/post/api/letters", json={"pages": CANARY}, headers=headers)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"]) == (422, 422)
    assert [fault["field"] for fault in problem["faults"]] == ["name", "pages"]
    assert CANARY not in answer.text


def test_faults_found_by_the_rules_have_the_same_form(web: TestClient, headers: dict[str, str]) -> None:
    problem = web.post("/post/api/letters", json={"name": "A", "pages": 0}, headers=headers).json()
    assert problem["faults"] == [
        {"field": "pages", "message": "There are no pages"},
        {"field": "name", "message": "And no name"},
    ]


def test_a_payload_that_is_not_json_is_refused_as_one(web: TestClient, headers: dict[str, str]) -> None:
    sent = {**headers, "Content-Type": "application/json"}
    answer = web.post("/post/api/letters", content=b'{"name": ', headers=sent)
    assert answer.status_code == 422
    assert answer.json()["faults"] == [{"field": "body", "message": "This is not valid JSON"}]


def test_a_conflict_says_why(web: TestClient, headers: dict[str, str]) -> None:
    problem = web.post("/post/api/letters", json={"name": "A", "pages": 13}, headers=headers).json()
    assert problem["detail"] == "Thirteen pages are too many."
    assert problem["type"] == "urn:child-death-review:problem:conflict"


@pytest.mark.parametrize("token", ["Bearer nonsense", "Bearer", "Basic abc", "Bearer demo-e30.a.b"])
def test_a_token_that_is_not_ours_is_refused(web: TestClient, token: str) -> None:
    answer = web.get("/post/api/me", headers={"Authorization": token})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_of_another_installation_is_refused(
    web: TestClient, settings_with: Callable[..., Settings]
) -> None:
    other = issue_token(settings_with(secret_key="z" * 40), MANAGER)
    assert web.get("/post/api/me", headers={"Authorization": f"Bearer {other}"}).status_code == 401


def test_tokens_for_personas_are_issued_and_accepted_in_the_demonstration_only(
    settings_with: Callable[..., Settings], web_with: Callable[..., TestClient], headers: dict[str, str]
) -> None:
    with pytest.raises(DemoOnly):
        issue_token(settings_with(demo=False, oidc_issuer="https://issuer.example"), MANAGER)
    assert web_with(demo=True).get("/post/api/me", headers=headers).json() == {"id": MANAGER.id}
    live = web_with(demo=False, oidc_issuer="https://issuer.example")
    assert live.get("/post/api/me", headers=headers).status_code == 401


def test_the_cookie_reads_on_the_api_but_changes_nothing_there(web: TestClient) -> None:
    enter_as(web, MANAGER)
    assert web.get("/post/api/me").json() == {"id": MANAGER.id}
    assert web.post("/post/api/letters", json={"name": "A", "pages": 1}).status_code == 401


def test_somebody_who_may_not_is_told_so_on_a_page(web: TestClient) -> None:
    assert web.get("/post/office").status_code == 401
    enter_as(web, AUDITOR)
    refused = web.get("/post/office")
    assert refused.status_code == 403
    assert "You do not have permission" in refused.text


def test_a_refusal_leads_back_to_where_the_person_came_from_and_to_the_lists_open_to_them(
    web: TestClient,
) -> None:
    enter_as(web, AUDITOR)
    host = str(web.base_url)
    sent = {"Referer": f"{host}/post/letters?name={CANARY}"}
    refused = web.get("/post/office", headers=sent).text.partition("<h1>")[2]
    assert '<a href="/post/letters">Go back to the page you came from</a>' in refused
    assert CANARY not in refused
    assert '<a href="/post/audit">Audit of letters</a>' in refused
    assert "Audit of parcels" not in refused  # another service's
    unknown = web.get("/post/nowhere").text.partition("<h1>")[2]
    assert "Go back" not in unknown
    assert ">Letters</a>" not in unknown  # not the auditor's
    enter_as(web, MANAGER)
    assert '<a href="/post/letters">Letters</a>' in web.get("/post/nowhere").text.partition("<h1>")[2]


@pytest.mark.parametrize(
    "came_from",
    [
        "https://elsewhere.example/post/letters",  # never to another site
        "{host}/post/office",  # nor in a circle
        "{host}/post/patient",  # nor to what is only sent to
        "{host}//elsewhere.example",
        "{host}/post/nowhere",
        "not an address",
    ],
)
def test_a_refusal_leads_back_only_to_a_page_of_the_service(web: TestClient, came_from: str) -> None:
    enter_as(web, AUDITOR)
    sent = {"Referer": came_from.format(host=str(web.base_url).rstrip("/"))}
    refused = web.get("/post/office", headers=sent)
    assert refused.status_code == 403
    assert "Go back" not in refused.text
    assert "elsewhere" not in refused.text
    assert "Go to the start page" in refused.text


@pytest.mark.parametrize("path", ["/nowhere", "/post/nowhere", f"/post/letters/{CANARY}"])
def test_an_unknown_address_gets_a_page_that_does_not_repeat_it(web: TestClient, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert "Page not found" in answer.text
    assert CANARY not in answer.text


def test_an_unknown_address_of_the_api_gets_problem_details(web: TestClient) -> None:
    answer = web.get("/post/api/nowhere")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_wrong_method_is_refused_with_the_right_ones(web: TestClient) -> None:
    answer = web.delete("/post/letters")
    assert (answer.status_code, "GET" in answer.headers["allow"]) == (405, True)


def test_head_is_answered_as_get_is_without_the_page(web: TestClient) -> None:
    got, asked = web.get("/sign-in"), web.head("/sign-in")
    assert (asked.status_code, asked.content) == (got.status_code, b"")
    assert int(asked.headers["content-length"]) > 1000
    assert asked.headers["content-security-policy"] == got.headers["content-security-policy"]
    assert web.head("/nowhere").status_code == 404


def test_an_unforeseen_error_gives_a_reference_and_logs_no_personal_data(
    web: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging()
    answer = web.get(f"/post/broken/{CANARY}?name={CANARY}")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    error = next(line for line in lines if line["event"] == "unexpected_error")
    request = next(line for line in lines if line["event"] == "request")
    assert answer.status_code == 500
    assert error["reference"] in answer.text
    assert error["kind"] == "RuntimeError"
    assert (request["path"], request["status"]) == ("/post/broken/{name}", 500)
    assert CANARY not in answer.text + json.dumps(lines)


def test_an_unforeseen_error_of_the_api_is_a_problem_too(web: TestClient) -> None:
    answer = web.get("/post/api/broken")
    assert (answer.status_code, answer.json()["status"]) == (500, 500)
    assert "Canary" not in answer.text


def test_what_passes_by_itself_is_answered_as_busy_and_not_as_a_fault(web: TestClient) -> None:
    answer = web.get(f"/post/busy/{CANARY}")
    assert answer.status_code == 503
    assert "the service is busy" in answer.text
    assert CANARY not in answer.text
    told = web.get("/post/api/busy")
    assert (told.status_code, told.json()["status"], told.headers["retry-after"]) == (503, 503, "5")
    assert "Canary" not in told.text


def test_the_description_of_the_api_says_how_it_refuses_and_lists_no_pages(web: TestClient) -> None:
    described = web.get("/post/api/openapi.json").json()
    assert set(described["paths"]) == {"/api/letters", "/api/me", "/api/broken", "/api/busy", "/api/release"}
    assert (
        "application/problem+json"
        in described["paths"]["/api/letters"]["post"]["responses"]["422"]["content"]
    )
