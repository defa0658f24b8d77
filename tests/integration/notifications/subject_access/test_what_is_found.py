"""A mother asks what is held about her: it is listed, with nobody else in it, and decided by hand."""

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.actions.subject_access.add_item import add_item
from services.notifications.actions.subject_access.choose_entries import place_of
from services.notifications.actions.subject_access.look_through_case import leave_out_case, look_through_case
from services.notifications.actions.subject_access.propose_answer import drafted
from services.notifications.domain.subject_access.items import State
from services.notifications.domain.subject_access.refusals import DecidedMeanwhile
from services.notifications.queries.subject_access import item_judged, items_judged, request_of
from services.notifications.queries.subject_access_items import chosen_in_case
from shared.errors import Conflict, NotFound
from shared.storage import Database

from ..a_case import MANAGER, asked, at_work, audited
from .conftest import (
    NOVEMBER,
    OTHER_MANAGER,
    PANEL,
    chosen_anew,
    decide,
    found,
    logged,
    looked_through,
    opened,
    proposed,
    put_in,
    release,
)


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
