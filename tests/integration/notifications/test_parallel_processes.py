"""Processes beside a review: recorded, gated, released, and told to the panel without naming anybody."""

import json
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient

from services.notifications.actions.processes.let_panel_proceed import let_panel_proceed
from services.notifications.actions.processes.open_parallel_process import open_parallel_process
from services.notifications.actions.processes.update_parallel_process import update_parallel_process
from services.notifications.actions.processes.withdraw_parallel_process import withdraw_parallel_process
from services.notifications.actions.referrals.record_referral import record_referral
from services.notifications.domain.processes.refusals import ProcessAlreadyConcluded, SameProcessOpen
from services.notifications.queries.clocks import standings
from services.notifications.queries.processes import open_processes, referrals_of, steps_of
from shared.errors import Invalid, NotPermitted
from shared.storage import Database

from .a_case import MEMBER, accepted, at_work, events
from .conftest import MANAGER, enter_as, token_on

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
OPENED = date(2026, 6, 12)


def opened(database: Database, case: str, kind: str = "inquest", **given: str) -> str:
    with at_work(database, at=NOW) as tx:
        return open_parallel_process(tx, case=case, kind=kind, opened_on=OPENED, **given).process_id


def test_a_gated_process_raises_a_hold_that_says_kind_day_and_gate_alone(database: Database) -> None:
    case = accepted(database)
    opened(database, case, reference="INQ/Okafor/1", lead_contact="Ms Whitlock, 0116 496 0000", note="Amara")
    (told,) = events(database, "hold-raised")
    assert (told["kind"], told["placed_on"], told["blocks"]) == ("inquest", "2026-06-12", "listing")
    assert all(word not in json.dumps(told) for word in ("Okafor", "Whitlock", "Amara", "0116"))


def test_a_process_without_a_gate_is_recorded_and_holds_nothing_up(database: Database) -> None:
    case = accepted(database)
    opened(database, case, "rapid_review")
    with at_work(database, at=NOW) as tx:
        (process,) = open_processes(tx, [case])[case]
        assert standings(tx, [case], on=NOW.date())[case].net_days == 4
    assert (process.holds_up, process.due_on) == (False, date(2026, 7, 3))
    assert events(database, "hold-raised") == []


def test_a_patient_safety_investigation_blocks_completion_only(database: Database) -> None:
    opened(database, accepted(database), "patient_safety_investigation")
    assert events(database, "hold-raised")[0]["blocks"] == "completion"


def test_a_recorded_decision_releases_the_panel_and_leaves_the_process_open(database: Database) -> None:
    case = accepted(database)
    process_id = opened(database, case)
    with at_work(database, at=NOW) as tx:
        with pytest.raises(Invalid) as refused:
            let_panel_proceed(tx, process_id=process_id, on=None, agreed_by="", because="")
        assert [fault.field for fault in refused.value.faults] == ["agreed_on", "agreed_by", "because"]
        let_panel_proceed(
            tx,
            process_id=process_id,
            on=date(2026, 6, 14),
            agreed_by="The coroner and the chair",
            because="The cause is not in doubt",
        )
    with at_work(database, at=NOW) as tx:
        (process,) = open_processes(tx, [case])[case]
        assert (process.open, process.holds_up, process.released_on) == (True, False, date(2026, 6, 14))
        assert standings(tx, [case], on=NOW.date())[case].net_days == 2
        with pytest.raises(ProcessAlreadyConcluded):
            let_panel_proceed(tx, process_id=process_id, on=NOW.date(), agreed_by="x", because="y")
        update_parallel_process(
            tx, process_id=process_id, status="concluded", on=NOW.date(), outcome="Natural causes"
        )
    told = events(database, "hold-released")
    assert [(each["outcome"], each["lifted_on"]) for each in told] == [("may_proceed", "2026-06-14")]


def test_each_status_is_kept_and_an_ended_process_takes_no_more(database: Database) -> None:
    case = accepted(database)
    process_id = opened(database, case)
    with at_work(database, at=NOW) as tx:
        with pytest.raises(Invalid) as refused:
            update_parallel_process(tx, process_id=process_id, status="concluded", on=date(2026, 6, 1))
        assert [fault.field for fault in refused.value.faults] == ["status_on", "outcome"]
        update_parallel_process(tx, process_id=process_id, status="adjourned", on=date(2026, 6, 13))
        update_parallel_process(
            tx, process_id=process_id, status="concluded", on=NOW.date(), outcome="Natural causes"
        )
        with pytest.raises(ProcessAlreadyConcluded):
            update_parallel_process(tx, process_id=process_id, status="adjourned", on=NOW.date())
        says = [step["says"] for step in steps_of(tx, case)[process_id]]
    assert says == ["Opened, or coroner informed", "Adjourned", "Concluded"]


def test_a_record_made_in_error_is_kept_and_counts_for_nothing(database: Database) -> None:
    case = accepted(database)
    process_id = opened(database, case)
    with at_work(database, at=NOW) as tx:
        with pytest.raises(Invalid):
            withdraw_parallel_process(tx, process_id=process_id, because=" ")
        withdraw_parallel_process(tx, process_id=process_id, because="It is the inquest of another death")
    with at_work(database, at=NOW) as tx:
        standing = standings(tx, [case], on=NOW.date())[case]
        with pytest.raises(ProcessAlreadyConcluded):
            withdraw_parallel_process(tx, process_id=process_id, because="Again")
    assert (standing.age_days, standing.net_days) == (4, 4)
    assert [process.open for process in standing.processes] == [False]
    (told,) = events(database, "hold-released")
    assert (told["outcome"], told["lifted_on"]) == ("recorded_in_error", "2026-06-12")


def test_what_the_notification_makes_likely_is_named_until_it_is_recorded(
    database: Database, web: TestClient
) -> None:
    death = {"died_at": "2026-06-11T04:15", "place_of_death": "home", "expected": "no"}
    case = accepted(database, death={**death, "coroner_informed": "yes"})
    enter_as(web, MANAGER)
    place = f"/notifications/cases/{case}/processes"
    assert "Inquest: the coroner has been informed" in web.get(place).text
    opened(database, case)
    assert "Perhaps not recorded yet" not in web.get(place).text


def test_one_kind_is_recorded_twice_only_under_another_reference(database: Database) -> None:
    case = accepted(database)
    opened(database, case, "criminal_proceedings", reference="A 1")
    with pytest.raises(SameProcessOpen):
        opened(database, case, "criminal_proceedings", reference="a 1")
    opened(database, case, "criminal_proceedings", reference="A 2")
    assert len(events(database, "hold-raised")) == 2


def test_only_the_office_records_processes(database: Database) -> None:
    case = accepted(database)
    with at_work(database, MEMBER) as tx, pytest.raises(NotPermitted):
        open_parallel_process(tx, case=case, kind="inquest", opened_on=OPENED)


def test_the_page_shows_every_fault_and_what_was_typed_and_saves_nothing(
    database: Database, web: TestClient
) -> None:
    case = accepted(database)
    enter_as(web, MANAGER)
    place = f"/notifications/cases/{case}/processes"
    sent = {
        "csrf_token": token_on(web.get(place).text),
        "opened_on-day": "31",
        "opened_on-month": "2",
        "opened_on-year": "2026",
        "lead_contact": "Somebody kept",
    }
    again = web.post(place, data=sent)
    assert again.status_code == 422
    assert "Choose the kind of process" in again.text
    assert "not a day in the calendar" in again.text
    assert "Enter the day" not in again.text
    assert "Somebody kept" in again.text
    assert events(database, "hold-raised") == []


def test_a_process_is_opened_updated_and_ended_on_its_page(database: Database, web: TestClient) -> None:
    case = accepted(database)
    enter_as(web, MANAGER)
    place = f"/notifications/cases/{case}/processes"
    day = {"day": "12", "month": "6", "year": "2026"}
    sent = {"kind": "inquest", "process_reference": "INQ 1"} | {
        f"opened_on-{part}": value for part, value in day.items()
    }
    page = web.post(place, data=sent | {"csrf_token": token_on(web.get(place).text)})
    assert "Holds the case up" in page.text
    assert "The case cannot be listed for a panel while it is open" in page.text
    with at_work(database, at=NOW) as tx:
        (process,) = open_processes(tx, [case])[case]
    end = {f"status-{process.process_id}": "concluded", f"outcome-{process.process_id}": "Natural causes"}
    end |= {f"status_on-{process.process_id}-{part}": value for part, value in day.items()}
    ended = web.post(f"{place}/{process.process_id}", data=end | {"csrf_token": token_on(page.text)})
    assert "No other process is recorded as open" in ended.text
    assert "Natural causes" in ended.text
    overview = web.get(f"/notifications/cases/{case}").text
    assert "The office has to ask the professionals who knew the child" in overview


def test_a_line_of_the_checklist_is_answered_with_a_day_or_a_reason(database: Database) -> None:
    case = accepted(database)
    with at_work(database, at=NOW) as tx:
        for answer, on, words, field in (
            ("", None, "", "answer"),
            ("referred", None, "", "referred_on"),
            ("referred", date(2026, 6, 1), "", "referred_on"),
            ("referred", date(2026, 7, 1), "", "referred_on"),
            ("not_needed", None, " ", "words"),
        ):
            with pytest.raises(Invalid) as refused:
                record_referral(tx, case=case, rule_id="perinatal_review", answer=answer, on=on, words=words)
            assert [fault.field for fault in refused.value.faults] == [field]
        record_referral(
            tx, case=case, rule_id="perinatal_review", answer="not_needed", on=None, words="Born at 21 weeks"
        )
        record_referral(
            tx, case=case, rule_id="perinatal_review", answer="referred", on=NOW.date(), words="The trust"
        )
        answers = referrals_of(tx, case)["perinatal_review"]
    assert [row["answer"] for row in answers] == ["referred", "not_needed"]


def test_the_checklist_page_suggests_and_keeps_what_a_person_says(
    database: Database, web: TestClient
) -> None:
    case = accepted(database)
    enter_as(web, MANAGER)
    place = f"/notifications/cases/{case}/refer-on"
    page = web.get(place).text
    assert "MBRRACE-UK surveillance" in page
    assert "A death before 28 days" in page
    assert "Learning disability mortality review" not in page
    sent = {
        "csrf_token": token_on(page),
        "answer-perinatal_surveillance": "not_needed",
        "words-perinatal_surveillance": "The hospital has reported it",
    }
    after = web.post(f"{place}/perinatal_surveillance", data=sent).text
    assert "The hospital has reported it" in after
    assert web.post(f"{place}/nothing", data=sent).status_code == 422
