"""The office decides what a notification is: with a reason, audited, and so that it can be taken back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from shared.people import ANONYMOUS
from shared.storage import Database

from .conftest import ANALYST, MANAGER, a_payload, enter_as, token_on

TRIAGE = "/notifications/triage"
Submit = Callable[..., str]


@pytest.fixture
def submitted(database: Database, now: datetime) -> Submit:
    """Stores a notification and gives its reference."""

    def make(**changes: Any) -> str:
        answers = read_form(flat(a_payload(**changes)), now=now, demonstration=True)
        with database.transaction(person=ANONYMOUS, at=now) as tx:
            return submit_notification(tx, answers=answers, panel_code="LLR").case_reference

    return make


@pytest.fixture
def office(web: TestClient) -> TestClient:
    enter_as(web, MANAGER)
    return web


def decide(office: TestClient, reference: str, outcome: str, **typed: str) -> Any:
    token = token_on(office.get(f"{TRIAGE}/{reference}").text)
    return office.post(f"{TRIAGE}/{reference}/{outcome}", data={"csrf_token": token, **typed})


def status_of(database: Database, reference: str) -> str:
    query = text("SELECT status FROM notification WHERE case_reference = :reference")
    with database.engine.connect() as connection:
        return str(connection.scalar(query, {"reference": reference}))


def audited(database: Database, action: str) -> list[str | None]:
    query = text("SELECT case_reference FROM audit_entry WHERE action = :action ORDER BY id")
    with database.engine.connect() as connection:
        return list(connection.scalars(query, {"action": action}))


def test_a_death_on_good_friday_notified_after_easter_is_met_and_shows_why(
    office: TestClient, submitted: Submit
) -> None:
    reference = submitted(
        child__date_of_birth="2026-03-01",
        death__died_at="2026-04-03T22:00",
        death__aware_at=None,
        notified_at="2026-04-07T16:00",
    )
    shown = office.get(f"{TRIAGE}/{reference}").text
    assert "met with 8 hours to spare" in shown
    assert "Monday 6 April (Easter Monday)" in shown


def test_the_same_child_notified_twice_is_offered_and_merged(
    office: TestClient, submitted: Submit, database: Database
) -> None:
    first, second = submitted(), submitted(notifier__name="Dr C Other", notified_at="2026-06-15T10:00")
    assert f"{first}</a>: 100 of 100, same NHS number" in office.get(f"{TRIAGE}/{second}").text
    decide(office, second, "merge", merge_into=first, merge_reason="The same death")
    assert (status_of(database, first), status_of(database, second)) == ("received", "merged")
    assert audited(database, "merge_notifications") == [second, first]


def test_whoever_looks_at_a_possible_duplicate_has_looked_at_it(
    office: TestClient, submitted: Submit, database: Database
) -> None:
    first, second = submitted(), submitted()
    office.get(f"{TRIAGE}/{second}")
    assert audited(database, "view_possible_duplicate") == [first]


def test_children_with_different_nhs_numbers_are_never_merged(
    office: TestClient, submitted: Submit, database: Database
) -> None:
    first, twin = submitted(), submitted(child__nhs_number="9990000026", child__given_names="Tom")
    assert "No other notification is like this one" in office.get(f"{TRIAGE}/{twin}").text
    refused = decide(office, twin, "merge", merge_into=first, merge_reason="They look alike")
    assert refused.status_code == 409
    assert status_of(database, twin) == "received"


def test_a_merge_can_be_taken_back(office: TestClient, submitted: Submit, database: Database) -> None:
    first, second = submitted(), submitted()
    decide(office, second, "merge", merge_into=first, merge_reason="The same death")
    decide(office, second, "undo", undo_reason="They are twins")
    assert status_of(database, second) == "received"


@pytest.mark.parametrize(
    ("outcome", "typed", "status"),
    [
        ("return", {"question": "Which school?"}, "returned"),
        ("out-of-scope", {"scope_reason": "Lived in Nottingham"}, "out_of_scope"),
        (
            "transfer",
            {"transfer_to": "Nottingham", "receipt": "P Sample, e-mail", "transfer_reason": "Lived there"},
            "transferred",
        ),
    ],
)
def test_every_outcome_needs_its_reason_and_keeps_what_was_typed(
    office: TestClient,
    submitted: Submit,
    database: Database,
    outcome: str,
    typed: dict[str, str],
    status: str,
) -> None:
    reference = submitted()
    last = list(typed)[-1]
    refused = decide(office, reference, outcome, **(typed | {last: " "}))
    assert refused.status_code == 422
    assert status_of(database, reference) == "received"
    assert all(value in refused.text for name, value in typed.items() if name != last)
    assert decide(office, reference, outcome, **typed).status_code == 200
    assert status_of(database, reference) == status


def test_a_transferred_case_leaves_no_trace_in_the_panels_figures(
    office: TestClient, submitted: Submit, database: Database
) -> None:
    reference = submitted(home__local_authority="Nottingham")
    decide(
        office,
        reference,
        "transfer",
        transfer_to="Nottingham",
        receipt="By telephone",
        transfer_reason="Home",
    )
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM outbox")) == 0
    assert reference in office.get(TRIAGE).text


def test_an_unattended_stillbirth_is_handled_and_not_counted(office: TestClient, submitted: Submit) -> None:
    reference = submitted(birth={"live_birth": "no", "attended": "no"})
    shown = office.get(f"{TRIAGE}/{reference}").text
    assert "joint agency response" in shown
    assert decide(office, reference, "accept").status_code == 422


@pytest.mark.parametrize("path", [TRIAGE, f"{TRIAGE}/LLR-2026-0001", "/notifications/cases"])
def test_only_the_office_sees_notifications(web: TestClient, submitted: Submit, path: str) -> None:
    submitted()
    assert web.get(path).status_code == 401
    enter_as(web, ANALYST)
    refused = web.get(path)
    assert refused.status_code == 403
    assert "Canaryfeather" not in refused.text


def test_looking_at_the_inbox_is_audited(office: TestClient, submitted: Submit, database: Database) -> None:
    submitted()
    office.get(TRIAGE)
    assert audited(database, "view_triage_inbox") == [None]


def test_a_search_finds_by_name_and_says_what_it_found_in_the_audit(
    office: TestClient, submitted: Submit, database: Database
) -> None:
    reference = submitted()
    token = token_on(office.get("/notifications/cases").text)
    found = office.post("/notifications/cases/search", data={"csrf_token": token, "wanted": "canaryf"})
    assert reference in found.text
    with database.engine.connect() as connection:
        detail = connection.scalar(text("SELECT detail FROM audit_entry WHERE action = 'search_cases'"))
    assert detail == {"found": [reference]}


def test_a_mistyped_case_reference_loses_neither_itself_nor_the_reason(
    office: TestClient, submitted: Submit
) -> None:
    answer = decide(
        office, submitted(), "merge", merge_into="LLR-2026-9999", merge_reason="One death, two wards"
    )
    assert answer.status_code == 422
    assert "There is no notification with this reference" in answer.text
    assert "One death, two wards" in answer.text


def test_a_merge_names_both_gaps_at_once(office: TestClient, submitted: Submit) -> None:
    page = decide(office, submitted(), "merge", merge_into="", merge_reason="").text
    assert 'href="#merge_into"' in page
    assert 'href="#merge_reason"' in page


def test_an_address_with_a_control_character_is_not_found(office: TestClient) -> None:
    assert office.get(f"{TRIAGE}/%00").status_code == 404
