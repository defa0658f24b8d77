"""An answer is let out by a second person as it was proposed; till then nothing is disposed of."""

import json
import re
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.notifications.actions.retention.carry_out_disposal import carry_out_disposal
from services.notifications.actions.retention.propose_disposal import propose_disposal
from services.notifications.actions.subject_access.choose_entries import place_of
from services.notifications.actions.subject_access.close_request import close_request
from services.notifications.actions.subject_access.propose_answer import AnswerChanged
from services.notifications.actions.subject_access.reseal_answers import reseal_answers
from services.notifications.actions.subject_access.send_back import send_back
from services.notifications.domain.documents.refusals import DocumentNotReadable
from services.notifications.domain.retention.disposal_list import NothingToDisposeOf
from services.notifications.domain.subject_access.refusals import ItemChanged
from services.notifications.queries.retention import standings_on
from shared.errors import Conflict, NotFound, NotPermitted
from shared.people import SYSTEM
from shared.sealing import read_keys
from shared.storage import Database

from ..a_case import MANAGER, asked, at_work, audited, published
from ..retention_cases import GUARDIAN, LATER, confirm
from ..test_disposals import approved, carry_out
from ..test_retention import finalise
from .conftest import (
    BOTH,
    NOVEMBER,
    against_on,
    decide,
    found,
    looked_through,
    opened,
    proposed,
    release,
    renamed,
)

NEW_KEYS = read_keys("second:" + "22" * 32 + ",first:" + "11" * 32)


def test_two_people_let_an_answer_out_and_it_is_what_was_proposed(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    (own,) = [item for key, item in found(database, request_id).items() if key.startswith("entry:")]
    decide(database, request_id, own)
    seen = proposed(database, request_id)
    with pytest.raises(NotPermitted):
        release(database, request_id, seen, by=MANAGER)
    with pytest.raises(AnswerChanged):
        release(database, request_id, "0" * 64)
    with pytest.raises(Conflict):
        decide(database, request_id, own, answer="not_about_them")
    release(database, request_id, seen)
    data = json.loads(opened(database, request_id))
    assert (data["format"], data["digest"]) == ("subject-access-answer/1", seen)
    assert [part["what"] for part in data["parts"]] == [
        "A parent, or somebody with parental responsibility, as notified"
    ]
    pages = PdfReader(BytesIO(opened(database, request_id, "pdf"))).pages
    printed = " ".join(page.extract_text() for page in pages)
    assert "Chioma Okafor" in printed
    assert "Information Commissioner" in printed
    assert ("open_subject_access_answer", GUARDIAN.id, True) in audited(database)


def test_nobody_with_two_hats_lets_out_what_they_prepared(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    (own,) = [item for key, item in found(database, request_id).items() if key.startswith("entry:")]
    decide(database, request_id, own, by=BOTH)
    seen = proposed(database, request_id)
    with pytest.raises(NotPermitted):
        release(database, request_id, seen, by=BOTH)
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        send_back(tx, request_id=request_id, why="The address is missing")
    seen = proposed(database, request_id, by=BOTH)
    with pytest.raises(NotPermitted):
        release(database, request_id, seen, by=BOTH)
    release(database, request_id, seen)


def test_the_database_itself_wants_two_people_and_keeps_what_was_decided(
    database: Database, case: str
) -> None:
    request_id = looked_through(database, case)
    (own,) = [item for key, item in found(database, request_id).items() if key.startswith("entry:")]
    decide(database, request_id, own)
    release(database, request_id, proposed(database, request_id))
    copied = """INSERT INTO subject_access_answer SELECT request_id || 'x', proposed_step, proposed_by,
        proposed_by, released_by_name, released_at, digest, pdf_sha256, json_sha256, key_id,
        sealed_pdf, sealed_json FROM subject_access_answer"""
    with pytest.raises(DBAPIError, match="two_people"), database.engine.begin() as connection:
        connection.execute(text(copied))
    for table in ("request", "step", "decision"):
        with pytest.raises(DBAPIError, match="never changed"), database.engine.begin() as connection:
            connection.execute(text(f"DELETE FROM subject_access_{table}"))


def test_what_was_written_meanwhile_is_decided_again(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    items = found(database, request_id)
    written = next(item for item in items.values() if item.key.startswith("text:reporting_form_return"))
    decide(database, request_id, written)
    seen = proposed(database, request_id)
    with database.owner.begin() as connection:
        more = "jsonb_set(narratives, '{c}', to_jsonb((narratives ->> 'c') || ' Chioma was seen.'))"
        connection.execute(text(f"UPDATE reporting_form_return SET narratives = {more}"))
    with pytest.raises(AnswerChanged):
        release(database, request_id, seen)
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        send_back(tx, request_id=request_id, why="The record has changed")
    with pytest.raises(ItemChanged):
        decide(database, request_id, written)


def test_while_a_request_is_under_way_nothing_of_its_cases_is_disposed_of(database: Database) -> None:
    case, _ = asked(database)
    finalise(database, case)
    confirm(database)
    with at_work(database, GUARDIAN, LATER) as tx:
        assert next(each.standing for each in standings_on(tx, on=LATER.date())) == "due"
    list_id = approved(database)
    request_id = looked_through(database, case)
    with at_work(database, GUARDIAN, LATER) as tx:
        assert next(each.standing for each in standings_on(tx, on=LATER.date())) == "open"
    assert carry_out(database) == 1
    with database.session() as session:
        (kept,) = session.execute(text("SELECT outcome, because FROM disposal_outcome")).all()
    assert kept.outcome == "kept"
    assert "has asked for what is held about them" in kept.because
    assert list_id
    with at_work(database, MANAGER, LATER) as tx:
        with pytest.raises(NothingToDisposeOf):
            propose_disposal(tx)
        close_request(tx, request_id=request_id, because="withdrawn", words="By telephone")
    approved(database)
    with at_work(database, SYSTEM, LATER) as tx:
        carry_out_disposal(tx)
    with database.session() as session:
        left = [
            session.scalar(text(f"SELECT count(*) FROM subject_access_{table}"))
            for table in ("request", "step", "case", "person", "decision", "added", "answer")
        ]
    assert left == [0] * 7


def test_a_misspelt_name_is_corrected_and_what_it_was_stays_on_record(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    here = f"/notifications/subject-access/{request_id}"
    form = {"name": " Chioma  Okafor-Eze ", "name_why": "So in the passport"}
    form |= {"against": against_on(web.get(here), "name")}
    assert web.post(f"{here}/name", data={**token, "name": "Chioma Okafor"}).status_code == 422
    page = web.post(f"{here}/name", data={**token, **form}).text
    assert "Name corrected from “Chioma Okafor” to “Chioma Okafor-Eze”. So in the passport" in page
    seen = proposed(database, request_id)
    assert web.post(f"{here}/name", data={**token, **form, "name": "Another"}).status_code == 409
    release(database, request_id, seen)
    assert json.loads(opened(database, request_id))["person_name"] == "Chioma Okafor-Eze"
    with database.session() as session:
        assert session.scalar(text("SELECT person_name FROM subject_access_request")) == "Chioma Okafor"
        steps = session.scalar(
            text("SELECT string_agg(detail::text, '') FROM audit_entry WHERE action = 'subject_access_step'")
        )
    assert '"named"' in steps
    assert "Okafor" not in steps


def test_somebody_who_corrected_the_name_does_not_let_the_answer_out(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    renamed(database, request_id, "Chioma Eze", by=BOTH)
    seen = proposed(database, request_id)
    with pytest.raises(NotPermitted):
        release(database, request_id, seen, by=BOTH)


def test_an_answer_opens_only_whole_and_outlives_a_change_of_keys(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    release(database, request_id, proposed(database, request_id))
    before = opened(database, request_id, "pdf")
    with at_work(database, SYSTEM, NOVEMBER) as tx:
        assert reseal_answers(tx, keys=NEW_KEYS) == 1
        assert reseal_answers(tx, keys=NEW_KEYS) == 0
    only_new = read_keys("second:" + "22" * 32)
    assert opened(database, request_id, "pdf", only_new) == before
    with database.owner.begin() as connection:
        connection.execute(text("UPDATE subject_access_answer SET sealed_pdf = sealed_json"))
    with pytest.raises(DocumentNotReadable):
        opened(database, request_id, "pdf", only_new)
    with pytest.raises(NotFound):
        opened(database, request_id, "csv", only_new)


def test_the_pages_lead_from_the_request_to_the_proposal_and_nothing_else_hears_a_name(
    database: Database,
    case: str,
    desk: tuple[TestClient, dict[str, str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    web, token = desk
    before = len(published(database))
    day = {"received_on-day": "4", "received_on-month": "11", "received_on-year": "2026"}
    form = {"person_name": "Chioma Okafor", "relation": "family", **day}
    empty = web.post("/notifications/subject-access", data=token)
    assert empty.status_code == 422
    assert "Choose how the person stands to the child" in empty.text
    unnamed = web.post("/notifications/subject-access", data={**token, **form, "person_name": "N/K"})
    assert unnamed.status_code == 422
    assert "This says that the name is not known: write the person’s full name" in unnamed.text
    page = web.post("/notifications/subject-access", data={**token, **form})
    here = page.url.path
    came = {"came_on-day": "4", "came_on-month": "11", "came_on-year": "2026"}
    web.post(f"{here}/identity", data={**token, "how": "Passport", **came})
    unknown = web.post(f"{here}/cases", data={**token, "case": "LLR-2026-9999"})
    assert "There is no case with this reference" in unknown.text
    people = web.post(f"{here}/cases", data={**token, "case": case.lower()})
    assert "Chioma Okafor: A parent" in people.text
    mine = place_of(case, "notification:parents:0")
    against = people.text.split('name="against" value="')[1].split('"')[0]
    items = web.post(f"{here}/cases/{case}", data={**token, "entries": mine, "against": against})
    assert "Names the person" in items.text
    one = next(item for item in found(database, here.rsplit("/", 1)[1]).values() if item.own)
    form = {"seen": one.digest, "against": "0", "answer": "disclose"}
    missing = web.post(f"{here}/items/{one.id}", data={**token, **form})
    assert missing.status_code == 422
    following = web.post(f"{here}/items/{one.id}", data={**token, **form, "health": "none"})
    assert "Kept. This is the next one." in following.text
    draft = web.get(f"{here}/draft").text
    assert "1 thing goes in" in draft
    seen = draft.split('name="seen" value="')[1].split('"')[0]
    after = web.post(f"{here}/propose", data={**token, "seen": seen}).text
    assert "Waits for the Caldicott guardian" in after
    refused = web.post(f"{here}/release", data={**token, "seen": seen})
    assert refused.status_code == 403
    with database.session() as session:
        noted = session.scalar(text("SELECT string_agg(subject || detail::text, ' ') FROM audit_entry"))
    logged_lines = "".join(capsys.readouterr())
    assert "/notifications/subject-access" in logged_lines
    for said in (noted, logged_lines):
        assert not {"Chioma", "Okafor", "Amara", "Patel"} & set(re.findall(r"\w+", said))
    assert len(published(database)) == before
