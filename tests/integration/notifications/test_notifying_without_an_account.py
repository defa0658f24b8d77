"""Anybody can notify a death on the public page: nothing typed is lost, and a copy is given."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.storage import Database

from .conftest import MANAGER, enter_as, token_on

PAGE = "/notifications/notify"


def typed(web: TestClient, **changes: str) -> dict[str, Any]:
    """A filled page; ``changes`` by field name with __ for the dot and ___ for the dash."""
    shown = web.get(PAGE).text
    submission = re.search(r'name="submission" value="([^"]+)"', shown)
    assert submission
    filled = {
        "csrf_token": token_on(shown),
        "submission": submission[1],
        "child.family_name": "Canaryfeather",
        "child.given_names": "Tilly",
        "child.nhs_number": "999 000 0018",
        "child.date_of_birth-day": "31",
        "child.date_of_birth-month": "5",
        "child.date_of_birth-year": "2026",
        "child.sex": "female",
        "child.ethnic_category": "A",
        "home.postcode": "le1 5ww",
        "home.local_authority": "Leicester",
        "death.died_at-day": "12",
        "death.died_at-month": "6",
        "death.died_at-year": "2026",
        "death.died_at-time": "22.05",
        "death.place_of_death": "home",
        "death.expected": "no",
        "death.events": ["sudden_unexpected_death"],
        "circumstances": "Found <unresponsive>.",
        "notifier.name": "Dr A Sample",
        "notifier.role": "paediatrician",
        "notifier.organisation": "A trust",
        "notifier.sector": "acute_hospital",
        "professionals.0.role": "general_practitioner",
        "professionals.0.name": "Dr B Example",
        "professionals.1.role": "health_visitor",
    }
    return filled | {name.replace("___", "-").replace("__", "."): value for name, value in changes.items()}


def stored(database: Database) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        return list(connection.scalars(text("SELECT answers FROM notification ORDER BY case_reference")))


def test_a_filled_page_gives_a_reference_and_a_copy(web: TestClient, database: Database) -> None:
    receipt = web.post(PAGE, data=typed(web))
    assert receipt.status_code == 200
    assert "LLR-2026-0001" in receipt.text
    assert "Canaryfeather" not in str(receipt.url)
    answers = stored(database)[0]
    assert answers["values"]["death.died_at"] == "2026-06-12T22:05"
    assert [row["role"] for row in answers["groups"]["professionals"]] == ["general_practitioner"]


def test_the_copy_is_a_file_named_by_the_reference_and_its_reading_is_audited(
    web: TestClient, database: Database
) -> None:
    receipt = web.post(PAGE, data=typed(web))
    copy = web.get(f"{receipt.url}/copy")
    assert copy.headers["content-disposition"] == 'attachment; filename="LLR-2026-0001.txt"'
    assert "Canaryfeather" in copy.text
    with database.engine.connect() as connection:
        actions = list(connection.scalars(text("SELECT action FROM audit_entry ORDER BY id")))
    assert actions == ["submit_notification", "view_receipt", "view_receipt"]


def test_a_link_that_was_not_signed_here_shows_nothing(web: TestClient) -> None:
    web.post(PAGE, data=typed(web))
    assert web.get("/notifications/notify/received/LLR-2026-0001").status_code == 404


def test_faults_are_summarised_and_shown_at_the_field_and_nothing_typed_is_lost(
    web: TestClient, database: Database
) -> None:
    sent = typed(web, child__nhs_number="123", death__died_at___month="13", notifier__name="")
    again = web.post(PAGE, data=sent)
    assert again.status_code == 422
    assert 'href="#child.nhs_number"' in again.text
    assert 'id="child.nhs_number"' in again.text
    for kept in ("Canaryfeather", 'value="123"', 'value="13"', "Found &lt;unresponsive&gt;.", "Dr B Example"):
        assert kept in again.text
    assert stored(database) == []


def test_a_death_in_the_future_is_told_at_the_time_of_death(web: TestClient) -> None:
    again = web.post(PAGE, data=typed(web, death__died_at___year="2027"))
    assert again.status_code == 422
    assert 'href="#death.died_at"' in again.text


@pytest.mark.parametrize("lost", ["token", "cookie"])
def test_a_page_that_was_open_for_too_long_is_shown_again_as_typed(
    web: TestClient, database: Database, lost: str
) -> None:
    sent = typed(web)
    if lost == "token":
        sent["csrf_token"] = "worn out"
    else:
        web.cookies.clear()
    again = web.post(PAGE, data=sent)
    assert again.status_code == 422
    assert "Everything you typed is still here" in again.text
    assert "Canaryfeather" in again.text
    assert stored(database) == []
    assert web.post(PAGE, data=sent | {"csrf_token": token_on(again.text)}).status_code == 200
    assert len(stored(database)) == 1


def test_sending_the_same_page_twice_is_one_notification(web: TestClient, database: Database) -> None:
    sent = typed(web)
    first, second = web.post(PAGE, data=sent), web.post(PAGE, data=sent)
    assert first.status_code == second.status_code == 200
    assert len(stored(database)) == 1


def test_changed_answers_are_another_notification_that_the_office_can_merge(
    web: TestClient, database: Database
) -> None:
    sent = typed(web)
    web.post(PAGE, data=sent)
    web.post(PAGE, data=sent | {"circumstances": "More is known."})
    assert len(stored(database)) == 2


def test_a_page_of_nothing_but_not_known_is_accepted(web: TestClient, database: Database) -> None:
    shown = web.get(PAGE).text
    text_fields = ("child.family_name", "child.given_names", "child.date_of_birth", "home.postcode")
    ticked = {f"{name}-not_known": "yes" for name in (*text_fields, "death.died_at", "circumstances")}
    chosen = {
        "child.nhs_number_absent_reason": "not_currently_available",
        "child.sex": "not_known",
        "child.ethnic_category": "99",
        "home.local_authority": "not_known",
        "death.place_of_death": "not_known",
        "death.expected": "not_known",
        "notifier.name": "A Sample",
        "notifier.role": "other",
        "notifier.organisation": "A school",
        "notifier.sector": "education",
    }
    answer = web.post(PAGE, data={"csrf_token": token_on(shown), "submission": "s", **ticked, **chosen})
    assert answer.status_code == 200, re.findall(r"error-summary.*?</ul>", answer.text, re.DOTALL)
    assert stored(database)[0]["values"]["child.family_name"] == "not_known"


def test_the_office_can_notify_on_the_page_too(web: TestClient) -> None:
    enter_as(web, MANAGER)
    assert web.post(PAGE, data=typed(web)).status_code == 200


@pytest.mark.parametrize(("part", "written"), [("day", "N/K"), ("time", "24:00"), ("month", "Nov")])
def test_a_date_that_cannot_be_read_is_explained_in_the_words_of_the_page(
    web: TestClient, part: str, written: str
) -> None:
    page = web.post(PAGE, data=typed(web, **{f"death__died_at___{part}": written})).text
    assert "day, month and year in numbers" in page
    assert "2026-03-10T14:05" not in page
