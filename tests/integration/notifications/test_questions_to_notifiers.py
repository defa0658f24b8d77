"""The office returns a notification with a question; the notifier reads, corrects and answers by a link."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.storage import Database

from .conftest import MANAGER, enter_as, token_on
from .test_notifying_without_an_account import PAGE, typed

TRIAGE = "/notifications/triage"
FIRST = "LLR-2026-0001"


@pytest.fixture
def receipt(web: TestClient) -> str:
    """The address of the receipt of a notification that somebody sent without an account."""
    return str(web.post(PAGE, data=typed(web, notifier__email="sender@trust.example")).url)


@pytest.fixture
def office(web: TestClient, receipt: str) -> TestClient:
    """The office, in the same browser: whoever opens a link acts by the link."""
    enter_as(web, MANAGER)
    return web


def returned(office: TestClient, question: str = "Which school did she go to?", email: str = "") -> str:
    """The path of the notifier's link, as triage shows it."""
    token = token_on(office.get(f"{TRIAGE}/{FIRST}").text)
    form = {"csrf_token": token, "question": question, "question_email": email}
    shown = office.post(f"{TRIAGE}/{FIRST}/return", data=form).text
    found = re.search(r"http://127\.0\.0\.1:8000(/notifications/notify/questions/\S+?)<", shown)
    assert found, shown
    return found[1]


def answered(web: TestClient, path: str, answer: str) -> Any:
    return web.post(path, data={"csrf_token": token_on(web.get(path).text), "answer": answer})


def corrected(web: TestClient, path: str, **changes: str) -> Any:
    """The form as it comes filled, sent with changes."""
    page = web.get(f"{path}/corrections")
    assert page.status_code == 200
    filled = typed(web, **changes)
    return web.post(f"{path}/corrections", data=filled | {"csrf_token": token_on(page.text)})


def one(database: Database, query: str) -> Any:
    with database.engine.connect() as connection:
        return connection.execute(text(query)).mappings().one()


def test_a_question_is_answered_by_its_link_and_the_notification_waits_in_the_inbox_again(
    office: TestClient, database: Database
) -> None:
    path = returned(office)
    assert "Which school did she go to?" in office.get(path).text
    refused = answered(office, path, " ")
    assert (refused.status_code, 'href="#answer"' in refused.text) == (422, True)
    assert "Answer received" in answered(office, path, "Bramblewick Primary").text
    kept = one(database, "SELECT status, notified_at, submitted_at FROM notification")
    assert kept["status"] == "received"
    assert kept["notified_at"] == kept["submitted_at"]
    shown = office.get(f"{TRIAGE}/{FIRST}").text
    assert "Which school did she go to?" in shown
    assert "Bramblewick Primary" in shown


def test_the_link_of_a_question_works_until_it_is_answered(office: TestClient) -> None:
    path = returned(office)
    answered(office, path, "Bramblewick Primary")
    again = office.get(path)
    assert again.status_code == 404
    assert "Your answer has been received" in again.text
    assert "Bramblewick" not in again.text
    assert office.get(f"{path}/corrections").status_code == 404


def test_several_rounds_are_kept_in_their_order_and_only_the_last_question_is_open(
    office: TestClient,
) -> None:
    first = returned(office)
    answered(office, first, "Bramblewick Primary")
    second = returned(office, "And which GP?")
    assert first != second
    shown = office.get(f"{TRIAGE}/{FIRST}").text
    assert shown.index("Which school") < shown.index("Bramblewick") < shown.index("And which GP?")
    assert office.get(first).status_code == 404
    assert "Answer received" in answered(office, second, "Dr B Example").text


def test_corrected_answers_are_a_new_version_and_the_clock_keeps_the_first_notification(
    office: TestClient, database: Database
) -> None:
    path = returned(office)
    before = one(database, "SELECT notified_at, answers FROM notification")
    assert corrected(office, path, home__postcode="LE2 7AB").status_code == 200
    answered(office, path, "The postcode was wrong.")
    after = one(database, "SELECT notified_at, answers FROM notification")
    assert after["answers"]["values"]["home.postcode"] == "LE2 7AB"
    assert after["notified_at"] == before["notified_at"]
    assert after["answers"]["values"]["notified_at"] == before["answers"]["values"]["notified_at"]
    earlier = one(database, "SELECT version, answers FROM earlier_answers")
    assert (earlier["version"], earlier["answers"]) == (1, before["answers"])
    assert one(database, "SELECT postcode FROM child_identity")["postcode"] == "LE2 7AB"
    assert "Corrected on the form" in office.get(f"{TRIAGE}/{FIRST}").text


def test_a_correction_with_faults_is_shown_again_and_like_one_of_nothing_keeps_nothing(
    office: TestClient, database: Database
) -> None:
    path = returned(office)
    page = office.get(f"{path}/corrections").text
    assert "Keep the corrections" in page
    assert "Send the notification" not in page
    corrected(office, path, notifier__email="sender@trust.example")
    refused = corrected(office, path, child__nhs_number="123", notifier__name="")
    assert refused.status_code == 422
    assert 'href="#child.nhs_number"' in refused.text
    assert 'href="#notifier.name"' in refused.text
    assert one(database, "SELECT count(*) FROM earlier_answers")["count"] == 0


def test_the_receipt_leads_to_the_question(office: TestClient, receipt: str) -> None:
    assert "The office has a question" not in office.get(receipt).text
    path = returned(office)
    assert path in office.get(receipt).text


def test_every_gap_of_a_question_is_named_and_it_is_sent_as_a_link_alone(
    office: TestClient, database: Database
) -> None:
    token = token_on(office.get(f"{TRIAGE}/{FIRST}").text)
    form = {"csrf_token": token, "question": " ", "question_email": "nobody"}
    refused = office.post(f"{TRIAGE}/{FIRST}/return", data=form)
    assert refused.status_code == 422
    for shown in ('href="#question"', 'href="#question_email"', 'value="nobody"'):
        assert shown in refused.text
    path = returned(office, email="sender@trust.example")
    kept = one(database, "SELECT * FROM message WHERE kind = 'question_to_notifier'")
    assert kept["recipient"] == "sender@trust.example"
    assert path in kept["link"]
    assert "school" not in str(dict(kept))


def test_a_notifier_who_gave_an_address_is_sent_the_receipts_link_once(
    web: TestClient, receipt: str, database: Database
) -> None:
    kept = one(database, "SELECT * FROM message WHERE kind = 'notification_receipt'")
    assert receipt.removeprefix("http://127.0.0.1:8000") in kept["link"]
    assert "Canaryfeather" not in str(dict(kept))


def test_an_answer_by_telephone_is_written_down_by_the_office(office: TestClient, database: Database) -> None:
    path = returned(office)
    token = token_on(office.get(f"{TRIAGE}/{FIRST}").text)
    answer = {"csrf_token": token, "answer": "Dr Sample rang: Bramblewick"}
    assert office.post(f"{TRIAGE}/{FIRST}/answer", data=answer).status_code == 200
    assert one(database, "SELECT status FROM notification")["status"] == "received"
    assert office.get(path).status_code == 404


def test_a_question_nobody_waits_for_any_more_says_so(office: TestClient) -> None:
    path = returned(office)
    form = {"csrf_token": token_on(office.get(f"{TRIAGE}/{FIRST}").text), "undo_reason": "Found it elsewhere"}
    office.post(f"{TRIAGE}/{FIRST}/undo", data=form)
    assert "needs no answer" in office.get(path).text
