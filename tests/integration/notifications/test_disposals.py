"""One person proposes, another approves, and a record is gone as a whole or not at all."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.notifications.actions.retention.answer_disposal import answer_disposal
from services.notifications.actions.retention.carry_out_disposal import carry_out_disposal
from services.notifications.actions.retention.place_legal_hold import place_legal_hold
from services.notifications.actions.retention.propose_disposal import propose_disposal
from services.notifications.actions.retention.redo_disposals import NUMBERS_GO_ON, redo_item, redo_list
from services.notifications.app import SERVICE
from services.notifications.domain.retention.certificate import NotCarriedOut, certificate_of
from services.notifications.domain.retention.disposal_list import ListAnswered, NothingToDisposeOf
from services.notifications.domain.retention.holds import HeldScope
from services.notifications.queries.disposals import disposal_list_of, register
from services.notifications.queries.notifications import gathering_cases, notification_of
from services.notifications.queries.retention import confirmed_rows, standings_on
from services.notifications.retention_lines import kinds_of_record
from shared.errors import Invalid, NotFound, NotPermitted
from shared.people import SYSTEM, Person
from shared.service import Service
from shared.storage import Database

from .a_case import MANAGER, asked, at_work, events
from .at_the_desk import at_the_desk
from .retention_cases import GUARDIAN, LATER, OFFICER, confirm, finalised
from .test_retention import finalise


def proposed(database: Database) -> str:
    with at_work(database, OFFICER, LATER) as tx:
        return propose_disposal(tx)


def approved(database: Database) -> str:
    list_id = proposed(database)
    answered(database, list_id)
    return list_id


def answered(database: Database, list_id: str, person: Person = GUARDIAN) -> None:
    """Approved by somebody who has looked at it."""
    with at_work(database, person, LATER) as tx:
        seen = disposal_list_of(tx, list_id).digest
        answer_disposal(tx, list_id=list_id, approves=True, seen=seen)


def carry_out(database: Database) -> int:
    done = 0
    while True:
        with at_work(database, SYSTEM, LATER) as tx:
            if not carry_out_disposal(tx):
                return done
        done += 1


def outcomes(database: Database, list_id: str) -> list[tuple[str, str]]:
    with at_work(database, GUARDIAN, LATER) as tx:
        return [(item.outcome, item.because) for item in disposal_list_of(tx, list_id).items]


def test_who_answers_a_list_is_shown_what_is_held_back_and_why(database: Database) -> None:
    held, listed = finalised(database), finalised(database, notified_at="2026-06-11T12:00")
    young = finalised(database, notified_at="2026-06-11T13:00")
    confirm(database)
    hold_of_case(database, held, "A claim is brought")
    list_id = proposed(database)
    with at_the_desk(database, GUARDIAN, LATER) as (web, _):
        before = web.get(f"/notifications/retention/disposals/{list_id}").text
        hold_of_case(database, listed, "The inquiry asks for it")
        after = web.get(f"/notifications/retention/disposals/{list_id}").text
    on_list, held_back = before.split("Held back</h2>")
    assert [case in on_list for case in (held, listed, young)] == [False, True, True]
    assert [case in held_back for case in (held, listed, young)] == [True, False, False]
    assert "A claim is brought" in held_back
    assert "1 record is held back, and why" in on_list
    assert "Would be kept" not in before
    assert "Would be kept: " in after
    assert after.count("The inquiry asks for it") == 2, "on the list, and among what is held back"
    answered(database, list_id)
    with at_the_desk(database, GUARDIAN, LATER) as (web, _):
        assert "Held back" not in web.get(f"/notifications/retention/disposals/{list_id}").text


def hold_of_case(database: Database, case: str, reason: str) -> None:
    with at_work(database, MANAGER, LATER) as tx:
        place_legal_hold(
            tx, kind="litigation", held=HeldScope("case", case), reason=reason, from_on=LATER.date()
        )


def test_whoever_proposes_a_list_cannot_answer_it_and_nobody_answers_twice(database: Database) -> None:
    finalised(database)
    confirm(database)
    list_id = proposed(database)
    with pytest.raises(NotPermitted), at_work(database, OFFICER, LATER) as tx:
        answer_disposal(tx, list_id=list_id, approves=True)
    with pytest.raises(DBAPIError, match="two_people"), database.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO disposal_answer VALUES (:list, 'approved', '', :who, :who, 'x', now())"),
            {"list": list_id, "who": OFFICER.id},
        )
    with at_work(database, GUARDIAN, LATER) as tx:
        with pytest.raises(Invalid):
            answer_disposal(tx, list_id=list_id, approves=False)
        answer_disposal(tx, list_id=list_id, approves=False, reason="The inquiry may want it")
    with pytest.raises(ListAnswered), at_work(database, MANAGER, LATER) as tx:
        answer_disposal(tx, list_id=list_id, approves=True)
    assert carry_out(database) == 0


def test_nothing_is_proposed_twice_and_nothing_that_is_not_due(database: Database) -> None:
    finalised(database)
    with pytest.raises(NothingToDisposeOf):
        proposed(database)
    confirm(database)
    proposed(database)
    with pytest.raises(NothingToDisposeOf):
        proposed(database)


def test_a_hold_that_was_placed_after_the_approval_wins(database: Database) -> None:
    case = finalised(database)
    confirm(database)
    list_id = approved(database)
    with at_work(database, GUARDIAN, LATER) as tx:
        held, on = HeldScope("case", case), LATER.date()
        place_legal_hold(tx, kind="public_inquiry", held=held, reason="Letter", from_on=on)
    assert carry_out(database) == 1
    assert outcomes(database, list_id) == [("kept", "Held")]
    with at_work(database, MANAGER, LATER) as tx:
        assert notification_of(tx, case).answers.child_name == "Amara Grace Okafor"


def test_a_disposed_record_is_nowhere_and_the_row_is_told(database: Database) -> None:
    case = finalised(database)
    other = finalised(database, notified_at="2026-06-11T12:00")
    with at_work(database, GUARDIAN, LATER) as tx:
        place_legal_hold(
            tx, kind="litigation", held=HeldScope("case", other), reason="Claim", from_on=LATER.date()
        )
    confirm(database)
    list_id = approved(database)
    assert carry_out(database) == 1
    (told,) = events(database, "case-record-disposed")
    assert told == {"case_reference": case, "disposal_id": list_id, "disposed_on": "2033-11-04"}
    with at_work(database, MANAGER, LATER) as tx:
        with pytest.raises(NotFound):
            notification_of(tx, case)
        assert [each.case_reference for each in gathering_cases(tx)] == [other]
        assert notification_of(tx, other).answers.child_name == "Amara Grace Okafor"


def test_the_files_alone_go_and_the_case_stays(database: Database) -> None:
    case, _ = asked(database)
    finalise(database, case)
    confirm(database, record_type="original_documents")
    list_id = approved(database)
    assert carry_out(database) == 1
    assert outcomes(database, list_id) == [("disposed", "")]
    assert events(database, "case-record-disposed") == []
    with at_work(database, MANAGER, LATER) as tx:
        assert notification_of(tx, case).case_reference == case
        found = {each.record.record_type: each.standing for each in standings_on(tx, on=LATER.date())}
        assert found == {"case_record": "not_decided", "original_documents": "disposed"}


_KILLED = """
import sys, time
from datetime import UTC, datetime
from services.notifications.actions.retention.carry_out_disposal import carry_out_disposal
from services.notifications.app import SERVICE
from shared.people import SYSTEM
from shared.storage import Database
database = Database("notifications", sys.argv[1], SERVICE.topic)
with database.transaction(person=SYSTEM, at=datetime(2033, 11, 4, 12, tzinfo=UTC)) as tx:
    assert carry_out_disposal(tx)
    print("everything is gone but for the commit", flush=True)
    time.sleep(60)
"""


def test_a_process_killed_half_way_leaves_the_record_whole_and_the_next_one_does_it(
    database: Database,
) -> None:
    case = finalised(database)
    confirm(database)
    list_id = approved(database)
    url = database.engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen([sys.executable, "-c", _KILLED, url], stdout=subprocess.PIPE)
    assert process.stdout
    assert b"but for the commit" in process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    with at_work(database, MANAGER, LATER) as tx:
        assert notification_of(tx, case).answers.child_name == "Amara Grace Okafor"
    assert outcomes(database, list_id) == [("", "")]
    assert carry_out(database) == 1
    assert outcomes(database, list_id) == [("disposed", "")]


def test_the_certificate_says_what_went_under_which_row_and_names_no_family(database: Database) -> None:
    case = finalised(database)
    confirm(database)
    list_id = approved(database)
    with at_work(database, GUARDIAN, LATER) as tx, pytest.raises(NotCarriedOut):
        certificate_of(disposal_list_of(tx, list_id), confirmed_rows(tx), kinds_of_record(), panel_name="P")
    carry_out(database)
    with at_the_desk(database, GUARDIAN, LATER) as (web, _):
        shown = web.get(f"/notifications/retention/disposals/{list_id}/certificate")
        printed = web.get(f"/notifications/retention/disposals/{list_id}/certificate.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    reader = PdfReader(BytesIO(printed.content))
    said = "\n".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for words in (case, "Dr Jean Standin", "Ash Sampleford", "forms and answers", "1 record was disposed of"):
        assert words in said.replace("\n", " ")
        assert words in shown.text
    assert "SHA-256" in said
    assert all(name not in said + shown.text for name in ("Okafor", "Amara", "9990000018", "Rosehill"))


def test_the_pages_take_a_list_from_proposal_to_approval(database: Database) -> None:
    case = finalised(database)
    confirm(database)
    with at_the_desk(database, MANAGER, LATER) as (web, right):
        listed = web.post("/notifications/retention/disposals", data=right)
        assert case in listed.text
        assert "somebody else answers it" in listed.text
        place = listed.url.path
        assert web.post(place, data=right | {"answer": "approve"}).status_code == 403
    with at_the_desk(database, GUARDIAN, LATER) as (web, right):
        looked = web.get(place).text
        assert "Approve the disposal" in looked
        assert web.post(place, data=right | {"answer": "approve", "seen": "0"}).status_code == 409
        assert web.post(place, data=right | {"answer": "refuse"}).status_code == 422
        approval = right | {"answer": "approve", "seen": _seen_in(looked)}
        assert "Approved, being carried out" in web.post(place, data=approval).text
        assert "Waits" not in web.get("/notifications/retention/disposals").text


def _seen_in(shown: str) -> str:
    found = re.search(r'name="seen" value="(\w{64})"', shown)
    assert found
    return found[1]


def test_approving_asks_for_a_recent_proof(database: Database) -> None:
    finalised(database)
    confirm(database)
    place = f"/notifications/retention/disposals/{proposed(database)}"
    now = [LATER]
    with at_the_desk(database, GUARDIAN, now=lambda: now[0]) as (web, right):
        approval = right | {"answer": "approve", "seen": _seen_in(web.get(place).text)}
        now[0] = LATER + timedelta(minutes=20)
        assert web.post(place, data=approval).status_code == 401
        assert "Waits for a second person" in web.get(place).text


def test_after_an_older_backup_disposals_are_done_again_from_the_register(
    database: Database, database_for: Callable[[Service], Database]
) -> None:
    case = finalised(database)
    older = database_for(SERVICE)
    finalised(older)  # The same place as it was before the disposal, and before the schedule was confirmed.
    confirm(database)
    list_id = approved(database)
    carry_out(database)
    with at_work(database, SYSTEM, LATER) as tx:
        lines = [json.dumps(each, default=str) for each in register(tx)]
    assert all(name not in str(lines) for name in ("Okafor", "Amara", "9990000018"))
    assert redone(older, lines) == ["disposed"]
    with at_work(older, MANAGER, LATER) as tx, pytest.raises(NotFound):
        notification_of(tx, case)
    assert [each["disposal_id"] for each in events(older, "case-record-disposed")] == [list_id]
    assert redone(older, lines) == ["gone"]
    confirm(older)  # a further row of the schedule gets a number that no row of the register has


def test_a_hold_in_what_was_restored_wins_over_doing_it_again(
    database: Database, database_for: Callable[[Service], Database]
) -> None:
    finalised(database)
    older = database_for(SERVICE)
    finalised(older)
    with at_work(older, GUARDIAN, LATER) as tx:
        held, on = HeldScope("everything"), LATER.date()
        place_legal_hold(tx, kind="public_inquiry", held=held, reason="Letter", from_on=on)
    confirm(database)
    approved(database)
    carry_out(database)
    with at_work(database, SYSTEM, LATER) as tx:
        lines = [json.dumps(each, default=str) for each in register(tx)]
    assert redone(older, lines) == ["held"]


def redone(database: Database, lines: list[str]) -> list[str]:
    found = []
    for line in lines:
        with at_work(database, SYSTEM, LATER) as tx:
            listed = redo_list(tx, json.loads(line))
        for item in listed.items:
            with at_work(database, SYSTEM, LATER) as tx:
                found.append(redo_item(tx, listed.list_id, item))
    with database.engine.begin() as connection:
        connection.execute(NUMBERS_GO_ON)
    return found
