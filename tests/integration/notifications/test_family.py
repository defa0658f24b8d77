"""A family: what was done for it, whom it can call, and its questions on their way to the panel and back."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from services.notifications.actions.family.end_key_worker import end_key_worker
from services.notifications.actions.family.name_key_worker import name_key_worker
from services.notifications.actions.family.pass_answer_on import pass_answer_on
from services.notifications.actions.family.raise_family_question import raise_family_question
from services.notifications.actions.family.record_family_contact import record_family_contact
from services.notifications.actions.family.withdraw_family_question import withdraw_family_question
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.actions.material.mark_redaction import remove_words, reopen_case_material
from services.notifications.app import SERVICE
from services.notifications.domain.family.contact import present_key_worker
from services.notifications.domain.family.questions import (
    QUESTION_TRANSITIONS,
    QuestionCannotMove,
    QuestionStatus,
)
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.gathering.refusals import CaseNotAccepted, MaterialWithheld
from services.notifications.queries.family import entries_of, key_workers_of, questions_of
from services.notifications.queries.gathering import materials_of
from shared.errors import Invalid, NotPermitted
from shared.storage import Database
from shared.storage.kernel_tables import outbox

from .a_case import FRIDAY, MEMBER, accepted, at_work, payload
from .at_the_desk import at_the_desk

Desk = tuple[TestClient, dict[str, str]]
QUESTION = {
    "words": "Why did Dr Patel not ring Chioma back before Amara died on 11 June 2026?",
    "asked_by": "The mother",
    "raised_on": "2026-06-12",
    "how": "telephone",
    "received_by": "The key worker",
}
WORKER = {
    "name": "Jo Nurse",
    "role": "Bereavement nurse",
    "organisation": "Infirmary",
    "telephone": "0116 496 0001",
    "from_on": "2026-06-11",
}


@pytest.fixture(scope="module")
def database(empty_database: Callable[[], str]) -> Iterator[Database]:
    """One database for the whole file: every test has a case of its own."""
    made = Database(SERVICE.name, empty_database(), SERVICE.topic, pool_size=3)
    SERVICE.metadata.create_all(made.engine)
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(database: Database) -> Iterator[tuple[TestClient, dict[str, str]]]:
    with at_the_desk(database) as office:
        yield office


def told(database: Database, case: str, kind: str = "family-question") -> list[dict[str, object]]:
    """What the panel was told about a case's questions, in order."""
    with database.session() as session:
        sent = session.scalars(select(outbox.c.envelope).where(outbox.c.key == case).order_by(outbox.c.id))
        return [envelope["data"] for envelope in sent if kind in envelope["type"]]


def ask(database: Database, case: str, **given: str) -> str:
    with at_work(database) as tx:
        return raise_family_question(tx, case=case, given={**QUESTION, **given}).question_id


def confirm(database: Database, question_id: str) -> None:
    with at_work(database) as tx:
        confirm_case_material(tx, material_id=question_id)


def record(database: Database, case: str, topic: str, hours: int = 0, **given: str) -> None:
    with at_work(database, at=FRIDAY + timedelta(hours=hours)) as tx:
        record_family_contact(tx, case=case, topic=topic, given=given)


def status(database: Database, case: str) -> list[str]:
    with at_work(database) as tx:
        return [each.status for each in questions_of(tx, case)]


def test_every_status_of_a_question_has_its_steps() -> None:
    assert set(QUESTION_TRANSITIONS) == set(QuestionStatus)


def test_a_question_reaches_the_panel_only_when_a_person_has_confirmed_it_without_names(
    database: Database,
) -> None:
    case = accepted(database)
    question_id = ask(database, case)
    assert (told(database, case), status(database, case)) == ([], ["raised"])
    confirm(database, question_id)
    (event,) = told(database, case)
    assert event["text"] == (
        "Why did the general practitioner not ring the mother back before the child died on [date of death]?"
    )
    assert (event["question_id"], event["version"], event["raised_on"]) == (question_id, 1, "2026-06-12")
    sent = json.dumps(event).casefold()
    assert [name for name in ("patel", "chioma", "amara", "okafor") if name in sent] == []
    assert status(database, case) == ["with_panel"]


def test_a_question_does_not_come_among_the_documents_of_the_bundle(database: Database) -> None:
    case = accepted(database)
    confirm(database, ask(database, case))
    with at_work(database) as tx:
        assert {one.kind for one in materials_of(tx, case)} == {"notification"}
    assert told(database, case, "case-material-confirmed") == []


def test_a_question_that_cannot_be_read_reliably_is_withheld_and_not_told(database: Database) -> None:
    case = accepted(database)
    question_id = ask(database, case, words="Why did \ufffd\ufffd leave Amara?")
    with pytest.raises(MaterialWithheld):
        confirm(database, question_id)
    assert (told(database, case), status(database, case)) == ([], ["raised"])


def test_a_name_that_was_missed_is_taken_out_in_a_new_version(database: Database) -> None:
    case = accepted(database)
    question_id = ask(database, case, words="Did the purple caravan matter?")
    confirm(database, question_id)
    with at_work(database) as tx:
        reopen_case_material(tx, material_id=question_id)
        remove_words(tx, material_id=question_id, words="purple caravan")
    confirm(database, question_id)
    assert [(each["version"], each["text"]) for each in told(database, case)] == [
        (1, "Did the purple caravan matter?"),
        (2, "Did the [removed] matter?"),
    ]


def test_a_question_withdrawn_before_the_panel_has_it_is_never_told(database: Database) -> None:
    case = accepted(database)
    question_id = ask(database, case)
    with at_work(database) as tx:
        withdraw_family_question(tx, question_id=question_id, because="They have their answer")
    with pytest.raises(QuestionCannotMove):
        confirm(database, question_id)
    assert (told(database, case), status(database, case)) == ([], ["withdrawn"])


def test_the_panel_is_told_when_a_question_it_has_is_withdrawn(database: Database) -> None:
    case = accepted(database)
    question_id = ask(database, case)
    confirm(database, question_id)
    with at_work(database) as tx:
        withdraw_family_question(tx, question_id=question_id, because="They do not want to know")
    assert told(database, case, "family-question-withdrawn") == [
        {"case_reference": case, "question_id": question_id, "withdrawn_on": "2026-06-12"}
    ]


def test_the_answer_passed_on_to_the_family_is_kept_with_who_when_and_how(database: Database) -> None:
    case = accepted(database)
    question_id = ask(database, case)
    answer = {
        "told_on": "2026-06-12",
        "told_by": "Jo",
        "told_how": "at_home",
        "told_words": "The list was old.",
    }
    with pytest.raises(QuestionCannotMove), at_work(database) as tx:
        pass_answer_on(tx, question_id=question_id, given=answer)
    confirm(database, question_id)
    with at_work(database) as tx:
        pass_answer_on(tx, question_id=question_id, given=answer)
    with at_work(database) as tx:
        (question,) = questions_of(tx, case)
    assert (question.told_on, question.told_by, question.told_words) == (
        date(2026, 6, 12),
        "Jo",
        "The list was old.",
    )


def test_there_is_no_panel_to_ask_before_the_case_is_accepted(database: Database) -> None:
    with at_work(database) as tx:
        answers = read_form(flat(payload()), now=FRIDAY, demonstration=True)
        case = submit_notification(tx, answers=answers, panel_code="LLR", channel="api").case_reference
    with pytest.raises(CaseNotAccepted):
        ask(database, case)


def test_a_change_of_key_worker_keeps_the_one_before_with_the_dates(database: Database) -> None:
    case = accepted(database)
    with at_work(database) as tx:
        name_key_worker(tx, case=case, given=WORKER)
    with at_work(database) as tx:
        name_key_worker(tx, case=case, given={**WORKER, "name": "Sam Nurse", "from_on": "2026-06-12"})
    with at_work(database) as tx:
        workers = key_workers_of(tx, case)
        present = present_key_worker(workers)
    assert present is not None
    assert present.name == "Sam Nurse"
    assert [(one.name, one.from_on, one.until_on) for one in workers[1:]] == [
        ("Jo Nurse", date(2026, 6, 11), date(2026, 6, 12))
    ]


def test_a_key_worker_does_not_begin_before_the_one_who_is_there(database: Database) -> None:
    case = accepted(database)
    with at_work(database) as tx:
        name_key_worker(tx, case=case, given=WORKER)
    with pytest.raises(Invalid) as refused, at_work(database) as tx:
        name_key_worker(tx, case=case, given={**WORKER, "from_on": "2026-06-01"})
    assert [fault.field for fault in refused.value.faults] == ["from_on"]
    with pytest.raises(Invalid) as unsaid, at_work(database) as tx:
        end_key_worker(tx, case=case, on=date(2026, 6, 1), because="")
    assert [fault.field for fault in unsaid.value.faults] == ["until_on", "because"]


def test_the_latest_entry_of_a_topic_holds_and_the_earlier_are_kept(database: Database) -> None:
    case = accepted(database)
    record(database, case, "interpreter", required="yes", language="Gujarati", available="not_known")
    record(database, case, "interpreter", hours=1, required="yes", language="Gujarati", available="yes")
    with at_work(database) as tx:
        entries = entries_of(tx, case)["interpreter"]
    assert [entry.answers["available"] for entry in entries] == ["yes", "not_known"]


def test_nobody_but_the_office_reads_or_writes_about_a_family(database: Database) -> None:
    case = accepted(database)
    with pytest.raises(NotPermitted), at_work(database, MEMBER) as tx:
        entries_of(tx, case)
    with pytest.raises(NotPermitted), at_work(database, MEMBER) as tx:
        raise_family_question(tx, case=case, given=QUESTION)


def test_the_page_of_a_family_records_asks_and_shows_again(database: Database, desk: Desk) -> None:
    case = accepted(database)
    web, form = desk
    path = f"/notifications/cases/{case}/family"
    page = web.get(path)
    assert "Nothing recorded yet." in page.text
    unmet = {"interpreter-required": "yes", "interpreter-available": "no", "interpreter-language": "Urdu"}
    assert "Required, not available" in web.post(f"{path}/topics/interpreter", data=form | unmet).text
    refused = web.post(f"{path}/topics/told_of_review", data=form | {"told_of_review-told_by": "Dr Typed"})
    assert refused.status_code == 422
    assert 'href="#told_of_review-told"' in refused.text
    assert "Dr Typed" in refused.text
    asked = {f"question-{name}": value for name, value in QUESTION.items() if name != "raised_on"}
    on = {"question-raised_on-day": "12", "question-raised_on-month": "6", "question-raised_on-year": "2026"}
    preparing = web.post(f"{path}/questions", data=form | asked | on)
    assert "What the panel is given" in preparing.text
    assert preparing.url.path.startswith("/notifications/materials/")
    confirmed = web.post(f"{preparing.url.path}/confirm", data=form)
    assert "With the panel" in confirmed.text
    assert web.post(f"{path}/topics/nonsense", data=form).status_code == 404


def test_figure_e7_families_for_whom_something_is_still_to_do_are_listed(
    database: Database, desk: Desk
) -> None:
    unmet, helped = accepted(database), accepted(database)
    record(database, unmet, "interpreter", required="yes", available="no")
    record(database, helped, "interpreter", required="no")
    web, _ = desk
    page = web.get("/notifications/families?show=interpreter_unmet").text
    assert unmet in page
    assert helped not in page
    incomplete = web.get("/notifications/families?show=interpreter_incomplete").text
    assert unmet not in incomplete
    assert helped not in incomplete
    assert helped in web.get("/notifications/families?show=key_worker").text
