"""What a notification left open is asked afterwards, each question by a date; nothing told before is lost."""

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.storage import Database

from .conftest import MANAGER, PARTNER, a_payload, enter_as, token_on

API = "/notifications/api/notifications"


def notified(web: TestClient, token_of: Any, **changes: Any) -> str:
    sent = web.post(API, json=a_payload(**changes), headers=token_of(PARTNER))
    assert sent.status_code == 201, sent.text
    return str(sent.json()["case_reference"])


def record(web: TestClient, reference: str, **fields: Any) -> Any:
    at = f"/notifications/cases/{reference}/answers"
    told = {
        "told_by": "the midwife, by telephone",
        "told_on-day": "15",
        "told_on-month": "6",
        "told_on-year": "2026",
    }
    named = {name.replace("__", "."): value for name, value in fields.items()}
    return web.post(at, data={"csrf_token": token_on(web.get(at).text), **told, **named})


def rows(database: Database, query: str) -> list[Any]:
    with database.engine.connect() as connection:
        return list(connection.execute(text(query)))


def test_questions_left_blank_are_listed_with_the_day_by_which_they_are_asked(
    web: TestClient, token_of: Any
) -> None:
    reference = notified(web, token_of, birth__live_birth="yes")
    enter_as(web, MANAGER)
    shown = web.get(f"/notifications/cases/{reference}/answers").text
    assert "Are the parents related by blood?" in shown
    assert "Left blank. Ask by 22 June 2026" in shown
    assert "Was the baby born with signs of life?" not in shown.split('id="notification"')[0]


def test_a_question_for_babies_is_not_asked_about_an_older_child(web: TestClient, token_of: Any) -> None:
    reference = notified(web, token_of, child__date_of_birth="2016-05-31")
    enter_as(web, MANAGER)
    shown = web.get(f"/notifications/cases/{reference}/answers").text.split('id="notification"')[0]
    assert "Gestation at birth" not in shown
    assert "last known alive" not in shown


def test_what_was_told_later_is_kept_with_who_and_when_and_what_was_there_before(
    web: TestClient, token_of: Any, database: Database
) -> None:
    reference = notified(web, token_of)
    enter_as(web, MANAGER)
    said = record(web, reference, family__parents_related="no", birth__gestation_weeks="39")
    assert "2 answers recorded" in said.text
    told = rows(database, "SELECT question, was, became, told_by FROM follow_up_answer ORDER BY question")
    assert [tuple(row) for row in told] == [
        ("birth.gestation_weeks", None, "39", "the midwife, by telephone"),
        ("family.parents_related", None, "no", "the midwife, by telephone"),
    ]
    values = rows(database, "SELECT answers -> 'values' FROM notification")[0][0]
    assert (values["family.parents_related"], values["child.family_name"]) == ("no", "Canaryfeather")
    before = rows(database, "SELECT answers -> 'values' FROM earlier_answers")[0][0]
    assert "family.parents_related" not in before
    shown = web.get(f"/notifications/cases/{reference}/answers").text
    assert "Are the parents related by blood?" not in shown.split('id="notification"')[0]


def test_every_fault_is_named_and_nothing_is_half_saved(
    web: TestClient, token_of: Any, database: Database
) -> None:
    reference = notified(web, token_of)
    enter_as(web, MANAGER)
    again = record(
        web,
        reference,
        birth__gestation_weeks="900",
        alert="perhaps",
        told_by="",
        family__parents_related="yes",
        **{"told_on-year": "2031"},
    )
    assert again.status_code == 422
    for name in ("birth.gestation_weeks", "alert", "told_by", "told_on"):
        assert f'href="#{name}"' in again.text, name
    assert 'value="900"' in again.text
    assert rows(database, "SELECT * FROM follow_up_answer") == []
    assert (
        "family.parents_related" not in rows(database, "SELECT answers -> 'values' FROM notification")[0][0]
    )


def test_an_answer_told_later_opens_the_question_that_hangs_on_it(web: TestClient, token_of: Any) -> None:
    reference = notified(web, token_of)
    enter_as(web, MANAGER)
    before = web.get(f"/notifications/cases/{reference}/answers").text.split('id="notification"')[0]
    assert "Which language?" not in before
    record(web, reference, family__interpreter_required="yes")
    after = web.get(f"/notifications/cases/{reference}/answers").text.split('id="notification"')[0]
    assert "Which language?" in after


def test_only_the_office_reads_the_answers_of_a_case(web: TestClient, token_of: Any) -> None:
    reference = notified(web, token_of)
    assert web.get(f"/notifications/cases/{reference}/answers", follow_redirects=False).status_code in (
        303,
        401,
        403,
    )
