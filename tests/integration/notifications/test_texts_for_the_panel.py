"""Texts on their way to the panel: what kind they are, page by page, withheld with a reason, seen again."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from deploy.personas import PERSONAS
from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.clocks.withdraw_milestone import withdraw_milestone
from services.notifications.actions.documents.discard_document import discard_document
from services.notifications.actions.documents.keep_documents import keep_documents
from services.notifications.actions.documents.take_up_text import describe_document
from services.notifications.actions.documents.vault import Vault
from services.notifications.actions.elsewhere.take_over_review import take_over_review
from services.notifications.actions.gathering.choose_fact import choose_fact
from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.gathering.send_back_return import send_back_return
from services.notifications.actions.material.add_case_text import add_case_text
from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.actions.material.describe_page import describe_page
from services.notifications.actions.material.mark_redaction import reopen_case_material
from services.notifications.actions.material.withhold_case_material import withhold_case_material
from services.notifications.actions.projection.tell_panel import telling_panel
from services.notifications.actions.reversal.ask_to_reverse import ask_to_reverse
from services.notifications.actions.reversal.open_reversal import open_reversal, read_reversal
from services.notifications.app import SERVICE
from services.notifications.domain.documents.origin import Origin, SentFile
from services.notifications.domain.reversal.reversal import (
    POLICY,
    AlreadyAsked,
    NoReversalKey,
    ReversalNotPossible,
)
from services.notifications.queries.documents import documents_of
from services.notifications.queries.gathering import waiting_materials
from shared.errors import Invalid, NotPermitted
from shared.people import SYSTEM, Person
from shared.sealing import read_keys
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web
from tests.unit.notifications.some_documents import STORY, a_pdf, a_picture

from .a_case import FRIDAY, KEY, MANAGER, RETURN, Make, accepted, asked, at_work, events, responding, token_of
from .conftest import enter_as, token_on
from .test_reviews_held_elsewhere import OUTCOME

VAULT = Vault(read_keys(f"first:{'a1' * 32}"))
KEYS = f"first:{'b2' * 32}"
GUARDIAN = PERSONAS["caldicott-guardian"]
FINGERPRINT_KEY = b"k" * 32


@pytest.fixture
def database(database_for: Make) -> Database:
    return database_for(SERVICE)


def act(
    database: Database, action: Any, person: Person = MANAGER, at: datetime = FRIDAY, **given: Any
) -> Any:
    with at_work(database, person, at) as tx:
        return action(tx, **given)


def sent(database: Database, case: str, content: bytes, role: str = "health_visitor") -> Any:
    origin, file = Origin(case=case, through="office", role=role), SentFile("Amara Okafor", content)
    act(database, keep_documents, files=[file], origin=origin, vault=VAULT)
    return act(database, lambda tx: documents_of(tx, [case])[-1])


def waiting(database: Database) -> dict[str, str]:
    return act(database, lambda tx: {one.title: one.material_id for one in waiting_materials(tx)})


def step(database: Database) -> None:
    while act(database, telling_panel(FINGERPRINT_KEY), SYSTEM):
        pass


def test_the_office_says_what_a_document_is_and_its_title_follows(database: Database) -> None:
    case = accepted(database)
    document = sent(database, case, a_pdf())
    assert waiting(database)["Document: health visitor"] == document.material_id
    act(database, confirm_case_material, material_id=document.material_id, kind="chronology")
    (told,) = events(database, "case-document-confirmed")
    assert (told["kind"], told["title"], told["pages"]) == ("chronology", "Chronology: health visitor", 1)
    from_coroner = sent(database, case, a_pdf("What the examination showed."), "coroners_officer")
    assert [one for one in waiting(database) if one.startswith("Post-mortem report: coroner")]
    with pytest.raises(Invalid):
        act(database, confirm_case_material, material_id=from_coroner.material_id, kind="reporting_form")


def test_a_page_that_could_not_be_read_goes_on_as_withheld_or_described(database: Database) -> None:
    case = accepted(database)
    document = sent(database, case, a_pdf(STORY, "", "", STORY))
    material_id = document.material_id
    with pytest.raises(Invalid):
        act(database, describe_page, material_id=material_id, page=1, words="This page can be read")
    act(database, describe_page, material_id=material_id, page=2, words="A chart of Amara Okafor")
    act(database, confirm_case_material, material_id=material_id)
    (told,) = events(database, "case-document-confirmed")
    assert (told["pages"], told["withheld_pages"]) == (4, [3])
    assert "[Page 2, described by the office]\nA chart of the child" in told["text"]
    assert "[Page 3 is withheld: its text could not be read.]" in told["text"]


def test_a_picture_is_never_silently_absent_and_its_description_takes_its_place(database: Database) -> None:
    case = accepted(database)
    document = sent(database, case, a_picture())
    (told,) = events(database, "case-document-withheld")
    assert (told["because"], told["version"]) == ("no_readable_text", 1)
    words = "A growth chart on the 25th centile."
    act(database, describe_document, document_id=document.document_id, case=case, words=words)
    act(database, confirm_case_material, material_id=document.material_id)
    (instead,) = events(database, "case-document-confirmed")
    assert (instead["material_id"], instead["version"]) == (told["material_id"], 2)
    assert (instead["text"], instead["withheld_pages"]) == (words, [])


def test_a_person_withholds_a_text_with_a_reason_that_stays_in_the_office(database: Database) -> None:
    case = accepted(database)
    material = act(database, add_case_text, case=case, role="social_worker", text="Amara was not seen.")
    give = {"material_id": material.material_id, "because": "office_decision"}
    with pytest.raises(Invalid):
        act(database, withhold_case_material, **give, reason=" ")
    with pytest.raises(Invalid):
        act(
            database,
            withhold_case_material,
            **give | {"because": "redaction_failed"},
            reason="Chioma said so",
        )
    act(database, withhold_case_material, **give, reason="Chioma said so")
    (told,) = events(database, "case-document-withheld")
    assert told["because"] == "office_decision"
    assert "Chioma" not in str(told)
    act(database, reopen_case_material, material_id=material.material_id)
    act(database, confirm_case_material, material_id=material.material_id)
    (after,) = events(database, "case-document-confirmed")
    assert after["version"] == 2


def test_another_childs_document_is_withdrawn_from_the_panel_that_had_it(database: Database) -> None:
    case = accepted(database)
    document = sent(database, case, a_pdf())
    act(database, confirm_case_material, material_id=document.material_id)
    act(database, discard_document, document_id=document.document_id, reason="About another child")
    (told,) = events(database, "case-document-withheld")
    assert (told["material_id"], told["version"], told["because"]) == (
        document.material_id,
        2,
        "office_decision",
    )


def test_a_return_sent_again_is_the_next_version_of_one_text(database: Database) -> None:
    case, requests = asked(database)
    for narrative in ("Seen once.", "Seen twice."):
        token = token_of(database, case, requests["general_practitioner"])
        with responding(database) as tx:
            receive_reporting_form(tx, key=KEY, token=token, given=RETURN | {"c_narrative": narrative})
        act(
            database,
            confirm_case_material,
            material_id=waiting(database)["Reporting form: general practitioner"],
        )
        if narrative == "Seen once.":
            request = requests["general_practitioner"]
            act(database, send_back_return, request_id=request, reason="Not all", key=KEY)
    told = [one for one in events(database, "case-material-confirmed") if one["kind"] == "reporting_form"]
    assert len({one["material_id"] for one in told}) == 1
    assert [one["version"] for one in told] == [1, 2]


def test_a_review_held_elsewhere_is_a_milestone_and_a_text_and_is_withdrawn_with_it(
    database: Database,
) -> None:
    case = accepted(database)
    given = OUTCOME | {"held_on": "2026-06-12"}
    act(database, take_over_review, case=case, given=given, channel="page")
    kind = "child_death_review_meeting_held"
    (told,) = events(database, "case-milestone-recorded")
    assert (told["milestone"], told["reached_on"], told["stands"]) == (kind, "2026-06-12", True)
    act(
        database,
        confirm_case_material,
        material_id=waiting(database)["Neonatal forum of the hospital: outcome"],
    )
    (outcome,) = events(database, "case-document-confirmed")
    assert outcome["kind"] == "review_meeting_outcome"
    step(database)
    assert len(events(database, "case-milestone-recorded")) == 1
    act(database, withdraw_milestone, case=case, kind=kind, because="Another child's")
    assert [one["stands"] for one in events(database, "case-milestone-recorded")] == [True, False]
    act(database, record_milestone, case=case, kind="initial_joint_agency_meeting_held", on=date(2026, 6, 12))
    assert len(events(database, "case-milestone-recorded")) == 2


def test_facts_and_involvement_are_told_when_they_change_and_not_again(database: Database) -> None:
    case, requests = asked(database)
    for role, answer in (("general_practitioner", "yes"), ("health_visitor", "no")):
        with responding(database) as tx:
            token = token_of(database, case, requests[role])
            given = RETURN | {"breastfed": answer, "responder_name": "Priya Patel"}
            receive_reporting_form(tx, key=KEY, token=token, given=given)
    step(database)
    step(database)
    (told,) = events(database, "case-facts-recorded")
    facts = {one["question"]: one for one in told["facts"]}
    assert (facts["breastfed"]["state"], facts["breastfed"]["chosen"]) == ("conflict", None)
    assert (facts["disability"]["state"], facts["medication"]["state"]) == ("not_applicable", "not_asked")
    give = {"case": case, "fact": "breastfed", "source": requests["health_visitor"], "reason": "She saw it"}
    act(database, choose_fact, **give)
    step(database)
    again = events(database, "case-facts-recorded")[-1]
    assert again["version"] == 2
    assert next(one for one in again["facts"] if one["question"] == "breastfed")["chosen"] == "No"
    (involved,) = events(database, "case-involvement-recorded")
    assert len(involved["people"]) >= 4
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in [*involved["people"], *involved["units"]])


def test_what_was_taken_out_is_seen_with_two_keys_by_two_people_and_not_for_long(database: Database) -> None:
    keys = read_keys(KEYS)
    accepted(database)
    [material_id] = waiting(database).values()
    act(database, confirm_case_material, material_id=material_id, keys=keys)
    with pytest.raises(Invalid):
        act(database, ask_to_reverse, material_id=material_id, reason=" ")
    reversal_id = act(
        database, lambda tx: ask_to_reverse(tx, material_id=material_id, reason="A query").reversal_id
    )
    with pytest.raises(AlreadyAsked):
        act(database, ask_to_reverse, material_id=material_id, reason="Again")
    with pytest.raises(NotPermitted):
        act(database, open_reversal, reversal_id=reversal_id, keys=keys)
    with pytest.raises(ReversalNotPossible):
        act(database, read_reversal, GUARDIAN, reversal_id=reversal_id, keys=keys)
    act(database, open_reversal, GUARDIAN, reversal_id=reversal_id, keys=keys)
    _, opened = act(database, read_reversal, GUARDIAN, reversal_id=reversal_id, keys=keys)
    assert [one.original for one in opened][:2] == ["Amara Okafor", "Chioma"]
    assert opened[2].original.endswith("11 June 2026")
    with pytest.raises(ReversalNotPossible):
        later = FRIDAY + POLICY.open_for + timedelta(seconds=1)
        act(database, read_reversal, GUARDIAN, at=later, reversal_id=reversal_id, keys=keys)
    with database.session() as session:
        sealed = session.execute(text("SELECT sealed_original FROM redaction_hit")).scalars().all()
        audited = session.execute(text("SELECT action, person_id FROM audit_entry")).all()
    assert not any(b"Amara" in bytes(one) for one in sealed)
    assert ("ask_to_reverse", "cdr-manager") in audited
    assert ("read_reversal", "caldicott-guardian") in audited


def test_without_a_key_nothing_is_kept_apart_and_nobody_can_ask(database: Database) -> None:
    accepted(database)
    [material_id] = waiting(database).values()
    act(database, confirm_case_material, material_id=material_id)
    with pytest.raises(NoReversalKey):
        act(database, ask_to_reverse, material_id=material_id, reason="A query")


@pytest.fixture
def office(database: Database) -> Any:
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    keys = {"document_keys": f"first:{'a1' * 32}", "reversal_keys": KEYS}
    settings = Settings(**urls, events_url="", secret_key="k" * 40, demo=True, **keys)
    people = (MANAGER, GUARDIAN)
    app = create_web(settings, [SERVICE], {"notifications": database}, people, now=lambda: FRIDAY)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def test_from_page_to_page_texts_are_confirmed_asked_about_and_opened(
    database: Database, office: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = accepted(database)
    first = sent(database, case, a_pdf(STORY, "")).material_id
    act(
        database,
        add_case_text,
        case=case,
        role="teacher",
        text="Mum failed to attend. " + "She came. " * 2000,
    )
    enter_as(office, MANAGER)
    assert "3 texts wait" in office.get("/notifications/materials").text
    path = f"/notifications/materials/{first}"
    shown = office.get(path).text
    assert "no text could be read of page 2" in shown
    form = {"csrf_token": token_on(shown)}
    refused = office.post(f"{path}/withhold", data=form | {"reason": "Because"})
    assert refused.status_code == 422
    assert "Because</textarea>" in refused.text
    assert office.post(f"{path}/describe-page", data=form | {"number": "2"}).status_code == 422
    onward = office.post(f"{path}/confirm", data=form | {"kind": "document", "then": "next"})
    assert "/notifications/materials/" in str(onward.url)
    long = waiting(database)["Further information: teacher or head teacher"]
    pages = office.get(f"/notifications/materials/{long}?sheet=2").text
    assert "Sheet 2 of 3" in pages
    assert "was not brought (a child), or could not come" not in pages
    assert "did not, and what would have helped" in pages
    asked_for = office.post(f"{path}/ask-to-reverse", data=form | {"reversal_reason": "A query"})
    assert "Waits for the Caldicott guardian" in asked_for.text
    assert office.get("/notifications/reversals").status_code == 403
    enter_as(office, GUARDIAN)
    listed = office.get("/notifications/reversals").text
    assert "A query" in listed
    assert "A request waits 7 days. What you open can be read by you alone, for 60 minutes." in listed
    short = replace(POLICY, waits=timedelta(days=1), open_for=timedelta(minutes=1))
    monkeypatch.setattr("services.notifications.pages.reversals.POLICY", short)
    said = "A request waits 1 day. What you open can be read by you alone, for 1 minute."
    assert said in office.get("/notifications/reversals").text
    opening = re.search(r'action="(/notifications/reversals/\w+/open)"', listed)
    assert opening
    opened = office.post(opening[1], data={"csrf_token": token_on(listed)})
    assert "Rosehill Surgery" in opened.text
    assert office.get(path).status_code == 403
