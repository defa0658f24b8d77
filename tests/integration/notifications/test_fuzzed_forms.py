"""Bad forms are refused in words: every fault at its field, nothing breaks, nothing is half-saved."""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.notifications.domain.forms.library import NOTIFICATION, REPORTING, current
from services.notifications.domain.forms.questions import Question
from shared.people import Person
from shared.storage import Database

from .conftest import MANAGER, PARTNER, a_payload, enter_as, token_on
from .test_gathering_pages import responder_link
from .test_notifying_without_an_account import PAGE, typed

FORM = current(NOTIFICATION)
QUIET = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[*HealthCheck],
)
# What people and programs put into a box that is not what was asked for.
WRONG = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "not_known", "not known", "N/K", "yes", "no", "0", "-1", "1e400", "NaN", "31 2 2026"]
    ),
    st.sampled_from(
        [
            "2026-02-30",
            "9999-12-31",
            "0000-00-00",
            "12:61",
            "'; drop table",
            "<script>",
            "\x00",
            "\u202e",
            "٣",
        ]
    ),
    st.integers(-(10**20), 10**20).map(str),
)
ENDINGS = ("", "-not_known", "-without", "-day", "-month", "-year", "-time")


def boxes(questions: list[Question]) -> st.SearchStrategy[dict[str, str]]:
    """Some boxes of a page, each with something in it that is probably wrong."""
    names = st.builds(
        lambda question, ending: question.name + ending,
        st.sampled_from(questions),
        st.sampled_from(ENDINGS),
    )
    return st.dictionaries(names, WRONG, min_size=1, max_size=6)


def stored(database: Database) -> dict[str, int]:
    tables = ("notification", "child_identity", "notification_draft", "reference_counter", "outbox")
    with database.engine.connect() as connection:
        present = [name for name in tables if connection.scalar(text(f"SELECT to_regclass('{name}')"))]
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in present}


def assert_refused_in_words(page: str) -> None:
    """There is a summary, and every line of it leads to a field that is on the page."""
    summary = page.split("nhsuk-error-summary__body")[1].split("</div>")[0]
    lines = re.findall(r'href="#([^"]+)"', unescape(summary))
    assert lines
    ids = set(re.findall(r'id="([^"]+)"', unescape(page)))
    assert set(lines) <= ids, set(lines) - ids


@pytest.fixture
def filled(web: TestClient) -> dict[str, Any]:
    return typed(web)


def test_a_fuzzed_page_is_accepted_whole_or_refused_with_every_fault_named(
    web: TestClient, database: Database, filled: dict[str, Any]
) -> None:
    @settings(QUIET, max_examples=16)
    @given(boxes([*FORM.questions(), *FORM.group("professionals").row(0), *FORM.group("parents").row(1)]))
    def send(wrong: dict[str, str]) -> None:
        before = stored(database)
        answer = web.post(PAGE, data={**filled, **wrong}, follow_redirects=False)
        assert answer.status_code in (303, 422)
        if answer.status_code == 422:
            assert_refused_in_words(answer.text)
            assert stored(database) == before

    send()


def test_a_fuzzed_draft_is_kept_as_it_is_typed_and_shown_again(
    web: TestClient, filled: dict[str, Any]
) -> None:
    @settings(QUIET, max_examples=8)
    @given(boxes([*FORM.questions()]))
    def save(wrong: dict[str, str]) -> None:
        saved = web.post(PAGE, data={**filled, **wrong, "do": "save"})
        assert saved.status_code == 200
        link = re.search(r'href="(/notifications/notify/saved/[^"]+)"', saved.text)
        assert link
        assert web.get(link[1]).status_code == 200

    save()


def test_a_fuzzed_agency_form_is_refused_in_words_and_nothing_is_received(
    web: TestClient, database: Database
) -> None:
    enter_as(web, MANAGER)
    link = responder_link(web, database)
    token = token_on(web.get(link).text)
    needed = {
        "responder_name": "",
        "do": "send",
        "csrf_token": token,
    }  # one fault at least: the link is used once

    @settings(QUIET, max_examples=8)
    @given(boxes([*current(REPORTING).questions()]))
    def send(wrong: dict[str, str]) -> None:
        answer = web.post(link, data={"disability": "no", **wrong, **needed})
        assert answer.status_code == 422
        assert_refused_in_words(answer.text)
        with database.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM reporting_form_return")) == 0

    send()


# A payload with one to five of its parts replaced by anything at all that JSON can say.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WRONG,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
PARTS = st.sampled_from(
    [*(question.name.replace(".", "__") for question in FORM.questions()), "professionals", "parents"]
)


def test_a_fuzzed_payload_is_answered_with_problem_details_that_name_each_fault(
    web: TestClient, database: Database, token_of: Callable[[Person], dict[str, str]]
) -> None:
    headers = token_of(PARTNER)

    @settings(QUIET, max_examples=160)
    @given(st.dictionaries(PARTS, ANYTHING, min_size=1, max_size=5))
    def send(wrong: dict[str, Any]) -> None:
        before = stored(database)
        answer = web.post("/notifications/api/notifications", json=a_payload(**wrong), headers=headers)
        assert answer.status_code in (201, 422), answer.text
        if answer.status_code == 422:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["faults"]
            assert all(fault["field"] and fault["message"] for fault in answer.json()["faults"])
            assert stored(database) == before

    send()


def test_the_described_interface_never_answers_with_an_error_of_its_own(
    web: TestClient, token_of: Callable[[Person], dict[str, str]]
) -> None:
    described = schemathesis.openapi.from_asgi("/notifications/api/openapi.json", web.app)
    reached: Counter[int] = Counter()
    for operation in described.get_all_operations():

        @settings(QUIET, max_examples=12)
        @given(operation.ok().as_strategy())
        def call(case: schemathesis.Case) -> None:
            answer = asked(web, case, token_of(PARTNER))
            reached[answer.status_code] += 1
            assert answer.status_code < 500, (case.operation.label, answer.text)

        call()
    assert {200, 201, 422} & reached.keys()


def asked(web: TestClient, case: schemathesis.Case, headers: dict[str, str]) -> Any:
    """Send a generated case as a partner's program does."""
    path = case.formatted_path
    more = {name: str(value) for name, value in (case.headers or {}).items() if str(value).isascii()}
    return web.request(
        case.method,
        path if path.startswith("/notifications/") else f"/notifications{path}",
        headers={**headers, **more},
        params=dict(case.query or {}) or None,
        json=case.body if isinstance(case.body, dict | list | str | int | float) else None,
    )
