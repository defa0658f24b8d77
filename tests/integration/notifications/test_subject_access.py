"""A mother asks what is held about her: found, decided, let out by a second person, and kept sealed."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.restrictions.restrict_case import restrict_case
from services.notifications.actions.retention.carry_out_disposal import carry_out_disposal
from services.notifications.actions.retention.propose_disposal import propose_disposal
from services.notifications.actions.subject_access.add_item import add_item
from services.notifications.actions.subject_access.choose_entries import choose_entries, place_of
from services.notifications.actions.subject_access.close_request import close_request
from services.notifications.actions.subject_access.confirm_identity import confirm_identity
from services.notifications.actions.subject_access.correct_name import correct_name
from services.notifications.actions.subject_access.decide_item import decide_item
from services.notifications.actions.subject_access.log_request import log_request
from services.notifications.actions.subject_access.look_through_case import (
    leave_out_case,
    look_through_case,
)
from services.notifications.actions.subject_access.propose_answer import (
    AnswerChanged,
    drafted,
    propose_answer,
)
from services.notifications.actions.subject_access.record_own_details import record_own_details
from services.notifications.actions.subject_access.release_answer import open_answer, release_answer
from services.notifications.actions.subject_access.reseal_answers import reseal_answers
from services.notifications.actions.subject_access.send_back import send_back
from services.notifications.domain.documents.refusals import DocumentNotReadable
from services.notifications.domain.retention.disposal_list import NothingToDisposeOf
from services.notifications.domain.subject_access.found import digest_of_choice
from services.notifications.domain.subject_access.items import FoundItem, JudgedItem, State
from services.notifications.domain.subject_access.refusals import DecidedMeanwhile, ItemChanged
from services.notifications.domain.subject_access.request import NotAllOpen
from services.notifications.printing.answer_file import answer_file
from services.notifications.queries.retention import standings_on
from services.notifications.queries.subject_access import cases_of, item_judged, items_judged, request_of
from services.notifications.queries.subject_access_items import chosen_in_case, entries_in
from shared.errors import Conflict, NotFound, NotPermitted
from shared.people import SYSTEM, Person, Role
from shared.sealing import read_keys
from shared.storage import Database, Transaction

from .a_case import KEY, MANAGER, RETURN, asked, at_work, audited, published, responding, token_of
from .at_the_desk import at_the_desk
from .retention_cases import GUARDIAN, LATER, confirm
from .test_disposals import approved, carry_out
from .test_retention import finalise

NOVEMBER = datetime(2026, 11, 4, 12, tzinfo=UTC)
OTHER_MANAGER = Person("other-manager", "Alex Otherly", frozenset({Role.CDR_MANAGER}))
BOTH = Person("both", "Sam Twohats", frozenset({Role.CDR_MANAGER, Role.CALDICOTT_GUARDIAN}))
KEYS = read_keys("first:" + "11" * 32)
NEW_KEYS = read_keys("second:" + "22" * 32 + ",first:" + "11" * 32)
COLLEAGUE = {"cdop-administrator": "Ash Sampleford"}
PANEL = "The panel of tests"


def logged(database: Database, by: Person = MANAGER) -> str:
    with at_work(database, by, NOVEMBER) as tx:
        request_id = log_request(
            tx, person_name="Chioma Okafor", relation="family", received_on=NOVEMBER.date()
        )
        confirm_identity(tx, request_id=request_id, how="Passport seen by A Sample", came_on=NOVEMBER.date())
    return request_id


def looked_through(database: Database, case: str, by: Person = MANAGER) -> str:
    request_id = logged(database, by)
    with at_work(database, by, NOVEMBER) as tx:
        look_through_case(tx, request_id=request_id, case=case)
        hers = [each for each in entries_in(tx, case) if each.name == "Chioma Okafor"]
        places = {place_of(each.case_reference, each.key) for each in hers}
        chosen_anew(tx, request_id, case, places)
    return request_id


def chosen_anew(tx: Transaction, request_id: str, case: str, keys: set[str]) -> None:
    standing = digest_of_choice(chosen_in_case(tx, request_id, case))
    choose_entries(tx, request_id=request_id, case=case, keys=keys, against=standing)


def found(database: Database, request_id: str) -> dict[str, FoundItem]:
    with at_work(database, MANAGER, NOVEMBER) as tx:
        return {one.item.key: one.item for one in items_judged(tx, request_of(tx, request_id))}


def decide(database: Database, request_id: str, item: FoundItem, by: Person = MANAGER, **given: Any) -> None:
    said = {"answer": "disclose", "health": "none", "note": "because", **given}
    with at_work(database, by, NOVEMBER) as tx:
        now = item_judged(tx, request_of(tx, request_id), item.id)
        said = {"against": now.standing, "shares": now.shares, **said}
        decide_item(tx, request_id=request_id, item_id=item.id, seen=item.digest, **said)


def proposed(database: Database, request_id: str, by: Person = MANAGER) -> str:
    with at_work(database, by, NOVEMBER) as tx:
        seen = drafted(tx, request_of(tx, request_id), PANEL).digest
        propose_answer(tx, request_id=request_id, seen=seen, panel_name=PANEL)
    return seen


def release(database: Database, request_id: str, seen: str, by: Person = GUARDIAN) -> None:
    with at_work(database, by, NOVEMBER) as tx:
        release_answer(
            tx,
            request_id=request_id,
            seen=seen,
            panel_name=PANEL,
            keys=KEYS,
            print_it=lambda answer: answer_file(answer, tx.at),
        )


def opened(database: Database, request_id: str, kind: str = "json", keys: Any = KEYS) -> bytes:
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        return open_answer(tx, request_id=request_id, kind=kind, keys=keys)


@pytest.fixture
def case(database: Database) -> str:
    """With the returns of two agencies that say one sentence, which names the GP, and each another one."""
    reference, requests_made = asked(database)
    said = {
        "general_practitioner": ("Priya Patel", "Seen twice with a cough."),
        "health_visitor": ("Sinéad O’Neill", "Seen at home in her cot."),
    }
    for role, (who, more) in said.items():
        words = f"Chioma told Dr Patel on 3 June 2026 that her neighbour Ngozi Eze shouts at night. {more}"
        token = token_of(database, reference, requests_made[role])
        with responding(database) as tx:
            receive_reporting_form(
                tx, key=KEY, token=token, given={**RETURN, "responder_name": who, "c_narrative": words}
            )
    return reference


def test_all_that_is_found_is_listed_and_nothing_is_decided_by_itself(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    items = found(database, request_id)
    (own,) = [item for key, item in items.items() if key.startswith("entry:")]
    assert own.own == (("Name", "Chioma Okafor"), ("Relation to the child", "Mother"))
    kinds = {key.split(":")[1] for key in items}
    assert {"reporting_form_return", "notification", "panel", "themes"} <= kinds
    assert "case_material" not in kinds, "made of the forms, and says nothing besides"
    assert sum("; also: Reporting form: " in item.what for item in items.values()) == 2
    with at_work(database, MANAGER, NOVEMBER) as tx:
        assert {one.state for one in items_judged(tx, request_of(tx, request_id))} == {State.UNDECIDED}
        answer = drafted(tx, request_of(tx, request_id), PANEL)
    assert answer.parts == ()
    assert answer.left_out[0] == f"{len(items)} things have not been decided yet, and left out for now."


def test_no_name_of_anybody_else_is_in_the_answer(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    items = found(database, request_id)
    for item in items.values():
        if item.shown is not None:
            decide(database, request_id, item)
    release(database, request_id, proposed(database, request_id))
    said = opened(database, request_id).decode()
    for name in ("Patel", "Priya", "Neill", "Whitlock", "Marsh", "Ngozi", "Eze", "Amara", "9990000018"):
        assert name not in said, name
    assert "Chioma Okafor" in said
    assert "[you]" in said.casefold()
    assert "shouts at night" in said


def both_forms(database: Database, request_id: str) -> tuple[FoundItem, FoundItem]:
    """Two agencies' forms that say one sentence, the first decided to go in before the other is held back."""
    items = found(database, request_id).values()
    (held,) = (item for item in items if "twice" in item.text)
    (other,) = (item for item in items if "in her cot" in item.text)
    decide(database, request_id, other, note="Read with the health visitor")
    decide(database, request_id, held, answer="in_confidence", note="Told to the GP alone")
    return held, other


def judged_now(database: Database, request_id: str, item: FoundItem) -> JudgedItem:
    with at_work(database, MANAGER, NOVEMBER) as tx:
        return item_judged(tx, request_of(tx, request_id), item.id)


def test_words_that_are_held_back_go_out_in_no_other_place(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    held, other = both_forms(database, request_id)
    one = judged_now(database, request_id, other)
    assert (one.state, one.label) == (State.UNDECIDED, "To be decided again: stays out")
    (shared,) = one.repeats
    assert shared.item_id == held.id
    assert shared.sentences == (
        "Chioma told Dr Patel on 3 June 2026 that her neighbour Ngozi Eze shouts at night",
    )
    release(database, request_id, proposed(database, request_id))
    said = opened(database, request_id).decode()
    assert "shouts at night" not in said
    assert "in her cot" not in said


def test_the_rest_of_a_form_goes_in_without_what_is_held_back_elsewhere(
    database: Database, case: str
) -> None:
    request_id = looked_through(database, case)
    _, other = both_forms(database, request_id)
    decide(database, request_id, other, answer="disclose_rest")
    release(database, request_id, proposed(database, request_id))
    said = opened(database, request_id).decode()
    assert "shouts at night" not in said
    assert "[removed]. Seen at home in her cot." in said


def test_a_sentence_that_is_held_back_elsewhere_goes_in_where_somebody_decides_it_there(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    held, other = both_forms(database, request_id)
    here = f"/notifications/subject-access/{request_id}/items/{other.id}"
    page = web.get(here).text
    for said in (
        "It was decided before, by Morgan Testerley",
        "Read with the health visitor",
        "Words that stand in it have been held back since, in another place.",
        "neighbour Ngozi Eze shouts at night”",
        f"/notifications/subject-access/{request_id}/items/{held.id}",
    ):
        assert said in page, said
    form = {**token, **{name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in SEEN}}
    form |= {"answer": "disclose", "health": "none"}
    assert "held back elsewhere can be given out here" in web.post(here, data=form).text
    form |= {"note": "She said it to both, and asks for it"}
    late = web.post(here, data={**form, "shares": ""})
    assert late.status_code == 409
    assert "What is held back with the same words has changed" in late.text
    assert web.post(here, data=form).status_code == 200
    draft = web.get(f"/notifications/subject-access/{request_id}/draft").text
    assert "Goes in although the same words are held back elsewhere" in draft
    assert "She said it to both, and asks for it" in draft
    assert judged_now(database, request_id, other).state is State.DISCLOSED
    decide(database, request_id, held, answer="crime", note="The police asked")
    assert judged_now(database, request_id, other).state is State.UNDECIDED, "held back anew since"


SEEN = ("seen", "against", "shares")


def test_who_holds_a_thing_back_is_led_to_what_has_to_be_decided_again(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    items = found(database, request_id).values()
    (held,) = (item for item in items if "twice" in item.text)
    (other,) = (item for item in items if "in her cot" in item.text)
    decide(database, request_id, other)
    here = f"/notifications/subject-access/{request_id}/items/"
    form = {"seen": held.digest, "against": "0", "answer": "third_party", "note": "because"}
    next_one = web.post(f"{here}{held.id}", data={**token, **form})
    assert next_one.url.path == f"{here}{other.id}"
    assert "Kept. This says some of the same words, and has to be decided again." in next_one.text
    assert "Morgan Testerley had decided that it goes in" in web.get(here.rstrip("/")).text


def test_who_ticks_entries_that_somebody_else_ticked_meanwhile_is_shown_both(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = logged(database)
    with at_work(database, MANAGER, NOVEMBER) as tx:
        look_through_case(tx, request_id=request_id, case=case)
    here = f"/notifications/subject-access/{request_id}/cases/{case}"
    against = web.get(here).text.split('name="against" value="')[1].split('"')[0]
    with at_work(database, OTHER_MANAGER, NOVEMBER) as tx:
        chosen_anew(tx, request_id, case, {place_of(case, "notification:notifier")})
    mine = {"against": against, "entries": place_of(case, "notification:parents:0")}
    second = web.post(here, data={**token, **mine})
    assert second.status_code == 409
    assert "<li>Dr Femi Marsh: Who notified the death</li>" in second.text
    assert re.findall(r'value="([^"]*)"[^>]* checked', second.text) == [mine["entries"]]
    with at_work(database, MANAGER, NOVEMBER) as tx:
        assert [name for _, _, name in chosen_in_case(tx, request_id, case)] == ["Dr Femi Marsh"]
    now = second.text.split('name="against" value="')[1].split('"')[0]
    assert web.post(here, data={**token, **mine, "against": now}).status_code == 200
    with at_work(database, MANAGER, NOVEMBER) as tx:
        assert [name for _, _, name in chosen_in_case(tx, request_id, case)] == ["Chioma Okafor"]


def test_words_taken_out_in_one_place_go_out_in_no_other(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    items = found(database, request_id)
    first, *others = [item for item in items.values() if "shouts at night" in (item.shown or "")]
    assert others
    decide(database, request_id, first, also="shouts  AT night\r\nsleeps")
    for item in others:
        decide(database, request_id, item)
    release(database, request_id, proposed(database, request_id))
    said = opened(database, request_id).decode()
    assert said.count("[removed]") == len(others) + 1
    assert "night" not in said


def put_in(database: Database, request_id: str, case: str, **given: Any) -> FoundItem:
    said = {"what": "Minutes", "source": "The panel’s record", "text": "Chioma wept.", **given}
    with at_work(database, MANAGER, NOVEMBER) as tx:
        add_item(tx, request_id=request_id, case=case, dated=None, **said)
    return next(item for key, item in found(database, request_id).items() if key.startswith("text:added"))


def test_what_a_thing_put_in_by_hand_is_called_names_nobody_else(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    added = put_in(database, request_id, case, what="Dr Patel about Ngozi Eze", source="Priya Patel’s desk")
    decide(database, request_id, added)
    release(database, request_id, proposed(database, request_id))
    said = opened(database, request_id).decode()
    assert "The general practitioner about [name]" in said
    assert not {"Patel", "Priya", "Ngozi", "Eze"} & set(re.findall(r"\w+", said))


def test_an_entry_that_is_not_ticked_is_a_namesake(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    assert "[you]" in str([item.shown for item in found(database, request_id).values()])
    with at_work(database, MANAGER, NOVEMBER) as tx:
        chosen_anew(tx, request_id, case, set())
    assert "[you]" not in str([item.shown for item in found(database, request_id).values()])


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


def test_an_entry_that_became_somebody_elses_is_not_given_out(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    (own,) = [item for key, item in found(database, request_id).items() if key.startswith("entry:")]
    decide(database, request_id, own)
    with database.owner.begin() as connection:
        connection.execute(
            text(
                "UPDATE notification SET answers ="
                """ jsonb_set(answers, '{groups,parents,0,name}', '"Ada Nwosu"')"""
            )
        )
    assert not [key for key in found(database, request_id) if key.startswith("entry:")]


def test_an_agencys_form_is_one_thing_under_the_headings_of_the_form(database: Database, case: str) -> None:
    (form,) = [
        item for item in found(database, looked_through(database, case)).values() if "twice" in item.text
    ]
    lines = (form.shown or "").splitlines()
    for said in ("C. The child", "Medication at the time of death: Not asked", "D. Family and environment"):
        assert said in lines, "no code of a section, and no label taken for a name"
    assert not [line for line in lines if line.startswith(("c:", "Answers:", "In the agency"))]
    told = "[you] told the general practitioner on 3 June 2026 that her neighbour [name] shouts at night."
    assert told in lines[-4], "the day of what happened is no age of the child"
    with database.owner.begin() as connection:
        connection.execute(text("UPDATE case_material SET original = original || ' Only here.'"))
    kinds = [key.split(":")[1] for key in found(database, request_ids(database)[0])]
    assert "case_material" in kinds, "what says more than it was made of is a thing of its own"


def request_ids(database: Database) -> list[str]:
    with database.session() as session:
        return list(session.scalars(text("SELECT request_id FROM subject_access_request")))


def test_the_persons_own_details_are_not_taken_out(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    numbers = "ring +44 (0)7700 900123 or 07700 900456"
    said = f"Write to ADA@mail.example, {numbers}, at 4 Elm Road or 14 Elm Road, LE2 7AB."
    added = put_in(database, request_id, case, text=said)
    assert added.shown == (
        "Write to [e-mail address], ring [telephone number] or [telephone number],"
        " at [address] or [address], [postcode]."
    )
    here = f"/notifications/subject-access/{request_id}"
    form = {**token, "against": against_on(web.get(here))}
    assert web.post(f"{here}/own-details", data={**form, "details": "07700 900123\n12"}).status_code == 422
    details = "07700 900123\r\nada@mail.example\n\n 14 Elm Road,  Leicester LE2 7AB"
    page = web.post(f"{here}/own-details", data={**form, "details": details})
    assert page.status_code == 200
    assert "ada@mail.example; 14 Elm Road, Leicester LE2 7AB" in page.text
    (again,) = [item for key, item in found(database, request_id).items() if key.startswith("text:added")]
    assert again.shown == (
        "Write to ADA@mail.example, ring +44 (0)7700 900123 or [telephone number],"
        " at [address] or 14 Elm Road, LE2 7AB."
    )
    decide(database, request_id, again)
    proposed(database, request_id)
    form |= {"against": standing_details(database, request_id)}
    assert web.post(f"{here}/own-details", data={**form, "details": ""}).status_code == 409


def test_who_writes_down_details_from_an_old_page_is_shown_both(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    here = f"/notifications/subject-access/{request_id}"
    mine = {**token, "against": against_on(web.get(here)), "details": "07700 900456\nada@mail.example"}
    noted(database, request_id, "07700 900123", by=OTHER_MANAGER)
    second = web.post(f"{here}/own-details", data=mine)
    assert second.status_code == 409
    for said in (
        "Somebody has written down other details since you looked at them",
        "Alex Otherly has written these down meanwhile",
        "<li>07700 900123</li>",
        ">07700 900456\nada@mail.example</textarea>",
    ):
        assert said in second.text, said
    assert details_of(database, request_id) == ("07700 900123",)
    for against in ("", "0" * 64):
        assert web.post(f"{here}/own-details", data={**mine, "against": against}).status_code == 409
    again = web.post(f"{here}/own-details", data={**mine, "against": against_on(second)})
    assert again.status_code == 200
    assert details_of(database, request_id) == ("07700 900456", "ada@mail.example")
    assert web.post(f"{here}/own-details", data=mine).status_code == 200, "they stand as they were sent"
    noted(database, request_id, "", by=OTHER_MANAGER)
    third = web.post(f"{here}/own-details", data={**mine, "against": against_on(again)})
    assert third.status_code == 409
    assert "Alex Otherly has taken out what stood here meanwhile" in third.text
    assert details_of(database, request_id) == ()


def test_of_details_that_are_left_blank_it_is_said_that_none_are_written_down(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    here = f"/notifications/subject-access/{request_id}"
    for said in (" \n ", "07700 900123", ""):
        form = {**token, "against": against_on(web.get(here)), "details": said}
        page = web.post(f"{here}/own-details", data=form).text
        kept = "Kept. These details stay in the texts that go in."
        none = (
            "No details of the person’s own are written down. Telephone numbers and addresses are taken out"
        )
        assert (kept in page, none in page) == ((True, False) if said.strip() else (False, True))
    steps = re.findall(r"Morgan Testerley: ([^<]*details[^<]*)</li>", page)
    without = "No details of the person’s own are written down"
    assert steps == [without, "The person’s own details written down. 07700 900123", without]


def test_details_that_somebody_does_not_see_are_not_replaced_by_them(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    noted(database, request_id, "07700 900123")
    standing = standing_details(database, request_id)
    restricted(database, case, by=OTHER_MANAGER)
    here = f"/notifications/subject-access/{request_id}"
    with at_the_desk(database, MANAGER, NOVEMBER) as (web, token):
        page = web.get(here)
        assert "07700 900123" not in page.text
        assert "The person’s own details written down</li>" in page.text, "not that there are none"
        form = {**token, "details": "07700 900456"}
        for against in (against_on(page), standing):
            refused = web.post(f"{here}/own-details", data={**form, "against": against})
            assert refused.status_code == 409
            assert "Not everything in it is open to you" in refused.text
            assert ">07700 900456</textarea>" in refused.text
            assert not [said for said in ("07700 900123", case, "meanwhile") if said in refused.text]
    assert details_of(database, request_id, by=OTHER_MANAGER) == ("07700 900123",)


def against_on(page: Any) -> str:
    return str(page.text.split('/own-details"')[1].split('name="against" value="')[1].split('"')[0])


def details_of(database: Database, request_id: str, by: Person = MANAGER) -> tuple[str, ...]:
    with at_work(database, by, NOVEMBER) as tx:
        return request_of(tx, request_id).own_details


def standing_details(database: Database, request_id: str) -> str:
    with at_work(database, MANAGER, NOVEMBER) as tx:
        return request_of(tx, request_id).details_standing


def noted(database: Database, request_id: str, details: str, by: Person = MANAGER) -> None:
    standing = standing_details(database, request_id)
    with at_work(database, by, NOVEMBER) as tx:
        record_own_details(tx, request_id=request_id, details=details, against=standing)


def test_what_was_found_elsewhere_is_put_in_by_hand_and_redacted_too(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    with at_work(database, MANAGER, NOVEMBER) as tx:
        add_item(
            tx,
            request_id=request_id,
            case=case,
            what="Minutes of the panel",
            source="The panel’s record",
            text="Dr Patel praised Chioma.",
            dated=date(2026, 10, 1),
        )
    (added,) = [item for key, item in found(database, request_id).items() if key.startswith("text:added")]
    assert added.shown == "The general practitioner praised [you]."


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


def restricted(database: Database, case: str, *others: Person, by: Person = MANAGER) -> None:
    people = COLLEAGUE | {each.id: each.name for each in others}
    with at_work(database, by, NOVEMBER) as tx:
        restrict_case(tx, case=case, kind="staff_family", reason="A colleague’s family", people=people)


def test_a_request_stays_when_a_case_of_it_is_restricted_and_nothing_tells_of_that_case(
    database: Database, case: str
) -> None:
    """Beside a request of the same person that never had the case: each page says the same of both."""
    other, _ = asked(database)
    both, alone = looked_through(database, other), looked_through(database, other)
    with at_work(database, MANAGER, NOVEMBER) as tx:
        look_through_case(tx, request_id=both, case=case)
        hers = [each for each in entries_in(tx, case) if each.name == "Chioma Okafor"]
        places = {place_of(each.case_reference, each.key) for each in hers}
        chosen_anew(tx, both, case, places)
    put_in(database, both, case, text="Of the closed case")
    restricted(database, case, by=OTHER_MANAGER)
    with at_the_desk(database, MANAGER, NOVEMBER) as (web, token):
        listed = web.get("/notifications/subject-access").text
        assert both in listed
        assert alone in listed
        for place in ("", "/items", f"/cases/{other}"):
            said = [
                web.get(f"/notifications/subject-access/{each}{place}").text.replace(each, "")
                for each in (both, alone)
            ]
            assert without_tokens(said[0]) == without_tokens(said[1]), place
            assert case not in said[0]
        answers = set()
        for reference in (case, "LLR-2026-9999"):
            for place in (f"/cases/{reference}", f"/add/{reference}", f"/cases/{reference}/leave-out"):
                post = web.post(f"/notifications/subject-access/{both}{place}", data={**token, "what": "x"})
                answers.add((post.status_code, without_tokens(post.text).replace(reference, "")))
        assert len(answers) == 1, answers
    with at_work(database, OTHER_MANAGER, NOVEMBER) as tx:
        assert cases_of(tx, both) == sorted([case, other])


def without_tokens(page: str) -> str:
    return re.sub(r'(csrf_token" value|nonce|id|for|name="next" value)="[^"]*"', "", page)


def test_an_answer_of_which_a_part_is_closed_is_decided_by_those_who_see_all(
    database: Database, case: str
) -> None:
    named = Person("named-guardian", "Nia Guardsley", frozenset({Role.CALDICOTT_GUARDIAN}))
    request_id = looked_through(database, case)
    restricted(database, case, named)
    with pytest.raises(NotAllOpen) as refused:
        proposed(database, request_id, by=OTHER_MANAGER)
    assert case not in str(refused.value)
    with at_work(database, OTHER_MANAGER, NOVEMBER) as tx, pytest.raises(NotAllOpen):
        close_request(tx, request_id=request_id, because="mistaken", words="No case is in it")
    seen = proposed(database, request_id)
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        partial = drafted(tx, request_of(tx, request_id), PANEL).digest
    for given in (seen, partial):
        with pytest.raises(NotAllOpen):
            release(database, request_id, given)
    release(database, request_id, seen, by=named)
    with pytest.raises(NotFound, match="no such file"):
        opened(database, request_id)
    with at_work(database, named, NOVEMBER) as tx:
        assert open_answer(tx, request_id=request_id, kind="json", keys=KEYS)


def test_what_was_written_of_a_request_is_closed_with_a_case_of_it(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    seen = proposed(database, request_id)
    assert seen
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        send_back(tx, request_id=request_id, why=f"Look at {case} again")
    restricted(database, case)
    with at_work(database, MANAGER, NOVEMBER) as tx:
        assert request_of(tx, request_id).steps[-1].words == f"Look at {case} again"
    with at_work(database, OTHER_MANAGER, NOVEMBER) as tx:
        told = request_of(tx, request_id)
    assert (told.stage, told.steps[-1].words) == ("preparing", "")
    assert told.identity
    assert told.identity.words == "Passport seen by A Sample"


def test_who_does_not_see_all_is_told_so_and_offered_no_release(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    proposed(database, request_id)
    restricted(database, case)
    with at_the_desk(database, GUARDIAN, NOVEMBER) as (web, _):
        draft = web.get(f"/notifications/subject-access/{request_id}/draft").text
    assert "Not everything in this request is open to you" in draft
    assert "Release exactly this" not in draft
    assert "has changed since" not in draft
    assert case not in draft


def test_a_closed_case_is_looked_through_by_nobody_it_is_closed_to(database: Database, case: str) -> None:
    restricted(database, case)
    own = logged(database, OTHER_MANAGER)
    refused = []
    for reference in (case, "LLR-2026-9999"):
        with at_work(database, OTHER_MANAGER, NOVEMBER) as tx, pytest.raises(NotFound) as one:
            look_through_case(tx, request_id=own, case=reference)
        refused.append(str(one.value))
    assert len(set(refused)) == 1


def test_a_case_that_was_left_out_gives_nothing(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    with at_work(database, MANAGER, NOVEMBER) as tx:
        leave_out_case(tx, request_id=request_id, case=case)
    assert found(database, request_id) == {}
    with pytest.raises(Conflict, match="No case"):
        proposed(database, request_id)


def test_only_a_case_of_the_request_is_left_out_and_nothing_else_is_on_record(
    database: Database, case: str
) -> None:
    request_id = looked_through(database, case)
    other, _ = asked(database)
    before = audited(database)
    refused = []
    for reference in (other, "LLR-2026-9999", "Chioma Okafor"):
        with at_work(database, MANAGER, NOVEMBER) as tx, pytest.raises(NotFound) as one:
            leave_out_case(tx, request_id=request_id, case=reference)
        refused.append(str(one.value))
    assert set(refused) == {"There is no case with this reference."}
    with at_work(database, MANAGER, NOVEMBER) as tx:
        leave_out_case(tx, request_id=request_id, case=case)
    with at_work(database, MANAGER, NOVEMBER) as tx, pytest.raises(NotFound):
        leave_out_case(tx, request_id=request_id, case=case)
    assert [each[0] for each in audited(database)[len(before) :]] == ["leave_out_case"]


def test_who_decides_what_somebody_else_has_decided_meanwhile_is_told(database: Database, case: str) -> None:
    request_id = looked_through(database, case)
    (own,) = [item for key, item in found(database, request_id).items() if key.startswith("entry:")]
    decide(database, request_id, own, answer="in_confidence", against="0")
    with pytest.raises(DecidedMeanwhile):
        decide(database, request_id, own, by=OTHER_MANAGER, against="0")
    with at_work(database, MANAGER, NOVEMBER) as tx:
        assert item_judged(tx, request_of(tx, request_id), own.id).state is State.WITHHELD


def test_the_page_of_who_comes_second_keeps_what_they_wrote(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    (own,) = [item for key, item in found(database, request_id).items() if key.startswith("entry:")]
    here = f"/notifications/subject-access/{request_id}/items/{own.id}"
    form = {
        "seen": own.digest,
        "against": "0",
        "answer": "disclose",
        "health": "none",
        "note": "My own words",
    }
    decide(database, request_id, own, by=OTHER_MANAGER, answer="in_confidence", note="Told to the GP alone")
    second = web.post(here, data={**token, **form})
    assert second.status_code == 409
    for said in ("Alex Otherly decided", "Told to the GP alone", "My own words", "since you looked at it"):
        assert said in second.text
    against = second.text.split('name="against" value="')[1].split('"')[0]
    changed = web.post(here, data={**token, **form, "against": against, "seen": "0" * 64})
    assert changed.status_code == 409
    assert "My own words" in changed.text
    with at_work(database, MANAGER, NOVEMBER) as tx:
        assert item_judged(tx, request_of(tx, request_id), own.id).state is State.WITHHELD
    assert web.post(here, data={**token, **form, "against": against}).status_code == 200
    with at_work(database, MANAGER, NOVEMBER) as tx:
        assert item_judged(tx, request_of(tx, request_id), own.id).state is State.DISCLOSED


def test_a_misspelt_name_is_corrected_and_what_it_was_stays_on_record(
    database: Database, case: str, desk: tuple[TestClient, dict[str, str]]
) -> None:
    web, token = desk
    request_id = looked_through(database, case)
    here = f"/notifications/subject-access/{request_id}"
    form = {"name": " Chioma  Okafor-Eze ", "name_why": "So in the passport"}
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
    with at_work(database, BOTH, NOVEMBER) as tx:
        correct_name(tx, request_id=request_id, name="Chioma Eze", why="Passport")
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


@pytest.fixture
def desk(database: Database) -> Iterator[tuple[TestClient, dict[str, str]]]:
    with at_the_desk(database, MANAGER, NOVEMBER) as at:
        yield at


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
