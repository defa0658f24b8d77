"""Whatever a program sends, with a key or without: an answer as described, or problem details."""

from collections import Counter
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings

from services.theming.actions.clients.register_client import register_client
from services.theming.domain.clients.client import EXACT, SCOPES
from shared.web.problems import Problem

from .conftest import Theming, notified, reviewed
from .test_api_clients import TERMS

QUIET = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=8,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[*HealthCheck],
)
DESCRIBED = "/themes/api/openapi.json"


@pytest.fixture
def keys(theming: Theming) -> dict[bool, str]:
    """The key for exact numbers (True), which may be used for nothing else, and one for all the rest."""
    theming.tell(notified(), reviewed())
    many = {"per_hour": "20000", "per_day": "200000"}
    uses = {True: [EXACT], False: [each for each in SCOPES if each != EXACT]}
    given_out: dict[bool, str] = {}
    for exact, scopes in uses.items():
        typed = {**TERMS, **many, "name": f"{TERMS['name']} {scopes[0]}"}
        given_out[exact] = theming.act("cdr-manager", register_client, typed=typed, scopes=scopes)[1]
    return given_out


def authorised(keys: dict[bool, str], path: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {keys['scorecard' in path]}"}


def sent(web: TestClient, case: schemathesis.Case, headers: dict[str, str]) -> Any:
    told = {name: str(value) for name, value in (case.headers or {}).items() if str(value).isascii()}
    path = f"/themes{case.formatted_path.removeprefix('/themes')}"
    return web.request(case.method, path, headers={**told, **headers}, params=dict(case.query or {}) or None)


def assert_a_problem(answer: Any) -> None:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = Problem.model_validate(answer.json())
    assert problem.status == answer.status_code
    assert problem.type.startswith("urn:child-death-review:problem:")
    assert problem.title
    if answer.status_code == 422:
        assert problem.faults
        assert all(fault.field and fault.message for fault in problem.faults)


@pytest.mark.parametrize("with_key", [True, False], ids=["with a key", "without one"])
def test_every_operation_of_the_versioned_api_answers_as_described_or_with_a_problem(
    theming: Theming, web: TestClient, keys: dict[bool, str], with_key: bool
) -> None:
    described = schemathesis.openapi.from_asgi(DESCRIBED, web.app)
    reached: Counter[int] = Counter()
    operations = [
        found.ok() for found in described.get_all_operations() if found.ok().path.startswith("/api/v1/")
    ]
    for operation in operations:

        @QUIET
        @given(operation.as_strategy())
        def call(case: schemathesis.Case) -> None:
            answer = sent(web, case, authorised(keys, case.operation.path) if with_key else {})
            reached[answer.status_code] += 1
            if answer.status_code >= 400:
                assert_a_problem(answer)
            assert answer.status_code < 500, (case.operation.label, answer.text)
            assert with_key or answer.status_code in (401, 404, 422)

        call()
    assert len(operations) >= 5
    assert {200, 422} <= set(reached) if with_key else 200 not in reached


def test_a_right_question_is_answered_in_the_described_shape(
    theming: Theming, web: TestClient, keys: dict[bool, str]
) -> None:
    described = schemathesis.openapi.from_asgi(DESCRIBED, web.app)
    asked = (
        ("/api/v1/statistics", {"by": "category", "period": "2026-27-H1"}),
        ("/api/v1/scorecard", {"period": "2026-27-H1"}),
        ("/api/v1/dictionary", {}),
    )
    for path, query in asked:
        operation = described[path]["GET"]
        answer = web.get(f"/themes{path}", params=query, headers=authorised(keys, path))
        assert answer.status_code == 200
        operation.validate_response(schemathesis.Response.from_httpx(answer, verify=False))
