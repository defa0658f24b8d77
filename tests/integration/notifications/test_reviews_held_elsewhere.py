"""The outcome of a perinatal review or a hospital's meeting, from its file or the page."""

import json
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from services.notifications.actions.elsewhere.take_over_review import take_over_review
from services.notifications.domain.elsewhere.reading_files import fields_of
from services.notifications.domain.elsewhere.refusals import ReviewAlreadyTakenOver
from services.notifications.domain.elsewhere.review_outcome import FIELDS, read_outcome
from services.notifications.tables.gathering import case_material
from services.notifications.tables.processes import imported_review
from shared.errors import Invalid
from shared.storage import Database

from .a_case import accepted, at_work
from .conftest import MANAGER, enter_as, token_on

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
OUTCOME = {
    "review": "neonatal_forum",
    "held_on": "14/06/2026",
    "care_before_birth": "c",
    "care_of_baby": "A: no issues with care",
    "care_of_mother": "Not applicable",
    "parents_views": "yes",
    "outcome": "The forum agreed on the cause.",
}


def read(given: dict[str, str], nhs_number: str = "9990000018") -> dict[str, str]:
    outcome = read_outcome(given, nhs_number=nhs_number, died_after=date(2026, 6, 11), today=NOW.date())
    return dict(outcome.values)


def faults(given: dict[str, str]) -> set[str]:
    with pytest.raises(Invalid) as refused:
        read(given)
    return {fault.field for fault in refused.value.faults}


def test_answers_are_read_as_codes_or_words_in_any_capitals() -> None:
    values = read(OUTCOME)
    assert (values["care_before_birth"], values["care_of_baby"], values["care_of_mother"]) == (
        "C",
        "A",
        "not_applicable",
    )
    assert values["held_on"] == "2026-06-14"


def test_every_fault_is_named_at_once() -> None:
    required = {field.name for field in FIELDS if field.required}
    assert faults({}) == required
    wrong = OUTCOME | {"care_of_baby": "E", "held_on": "soon", "nhs_number": "999 000 0026"}
    assert faults(wrong) == {"care_of_baby", "held_on", "nhs_number"}
    assert faults(OUTCOME | {"held_on": "2026-06-10"}) == {"held_on"}
    assert faults(OUTCOME | {"held_on": "2026-06-16"}) == {"held_on"}


def test_the_nhs_number_is_checked_and_not_kept() -> None:
    assert "nhs_number" not in read(OUTCOME | {"nhs_number": "999 000 0018"})


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(OUTCOME).encode(),
        "\n".join(f"{name};{value}" for name, value in OUTCOME.items()).encode("utf-8-sig"),
        b"field,answer\n" + "\n".join(f'{n},"{v}"' for n, v in OUTCOME.items()).encode("cp1252"),
    ],
    ids=["json", "csv with semicolons", "csv with a heading"],
)
def test_json_and_csv_give_the_same_answers(content: bytes) -> None:
    assert fields_of(content) == OUTCOME


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04\0\0", b"{not json", b'{"a": {"b": 1}}', b"one column\nonly", b"x" * 500_001]
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        fields_of(content)
    assert refused.value.faults[0].field == "file"


@given(st.dictionaries(st.sampled_from([field.name for field in FIELDS]), st.text(max_size=40)))
def test_whatever_is_given_is_read_or_refused(given: dict[str, str]) -> None:
    assert _faulty(given) <= {field.name for field in FIELDS}


def _faulty(given: dict[str, str]) -> set[str]:
    try:
        read(given)
    except Invalid as refused:
        return {fault.field for fault in refused.faults}
    return set()


def test_what_has_a_name_that_the_form_does_not_have_is_kept_as_it_was(database: Database) -> None:
    case = accepted(database)
    with at_work(database, at=NOW) as tx:
        take_over_review(tx, case=case, given=OUTCOME | {"ward": "7"}, channel="file")
    with database.session() as session:
        (row,) = session.execute(select(imported_review)).all()
    assert row.not_understood == {"ward": "7"}


def test_the_same_outcome_is_taken_over_once(database: Database) -> None:
    case = accepted(database)
    with at_work(database, at=NOW) as tx:
        take_over_review(tx, case=case, given=OUTCOME, channel="file")
    with at_work(database, at=NOW) as tx, pytest.raises(ReviewAlreadyTakenOver):
        take_over_review(tx, case=case, given=OUTCOME | {"care_before_birth": "C"}, channel="page")
    with database.session() as session:
        titles = [row.title for row in session.execute(select(case_material))]
    assert titles.count("Neonatal forum of the hospital: outcome") == 1


def test_a_faulty_file_is_shown_on_the_page_to_be_mended_and_then_taken_over(
    database: Database, web: TestClient
) -> None:
    case = accepted(database)
    enter_as(web, MANAGER)
    place = f"/notifications/cases/{case}/review-elsewhere"
    token = {"csrf_token": token_on(web.get(place).text)}
    faulty = json.dumps(OUTCOME | {"held_on": "2026-06-14", "care_of_baby": "E"}).encode()
    again = web.post(f"{place}/file", data=token, files={"file": ("outcome.json", faulty)})
    assert again.status_code == 422
    assert "“E” is not one of the answers" in again.text
    assert "The forum agreed on the cause." in again.text
    assert 'value="14"' in again.text
    boxes = {"held_on-day": "14", "held_on-month": "6", "held_on-year": "2026", "care_of_baby": "B"}
    done = web.post(place, data=token | OUTCOME | boxes)
    assert done.status_code == 200
    assert "the meeting is recorded as held" in done.text
    assert "Child death review meeting held" in web.get(f"/notifications/cases/{case}/clocks").text


def test_without_a_file_the_page_asks_for_one(database: Database, web: TestClient) -> None:
    case = accepted(database)
    enter_as(web, MANAGER)
    place = f"/notifications/cases/{case}/review-elsewhere"
    answer = web.post(f"{place}/file", data={"csrf_token": token_on(web.get(place).text)})
    assert answer.status_code == 422
    assert "Choose a file" in answer.text
