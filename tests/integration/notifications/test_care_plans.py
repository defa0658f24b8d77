"""The register of care plan addresses: kept by the office, asked one at a time, gone with death or a move."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from deploy.personas import PERSONAS
from services.notifications.actions.care_plans.ask_for_care_plan import ask_for_care_plan
from services.notifications.actions.care_plans.end_care_plan_address import end_care_plan_address
from services.notifications.actions.care_plans.keep_care_plan_address import keep_care_plan_address
from services.notifications.actions.care_plans.renew_care_plan_address import renew_care_plan_address
from services.notifications.actions.care_plans.settle_care_plan_prompt import settle_care_plan_prompt
from services.notifications.actions.identity.confirm_trace import confirm_trace
from services.notifications.app import SERVICE
from services.notifications.domain.care_plans.asking import LIMITS, Answer, CarePlanAnswer
from services.notifications.queries.care_plans import (
    entries_at,
    entry_to_change,
    open_prompts,
    standing_entries,
)
from shared.errors import Invalid, NotPermitted
from shared.storage import Database
from shared.storage.kernel_tables import audit_entry

from .a_case import FRIDAY, MANAGER, MEMBER, accepted, at_work, payload
from .at_the_desk import at_the_desk

POLICE = PERSONAS["police-control-room"]
Desk = tuple[TestClient, dict[str, str]]
ASKING = FRIDAY + timedelta(days=40)
ENTRY = {
    "house": "14",
    "flat": "",
    "street": "Thistledown Road",
    "postcode": "le2 7ab",
    "call_who": "Hospice nurse on call",
    "telephone": "0116 496 0123",
    "nhs_number": "",
    "valid_from": "2026-06-01",
    "expires_on": "2027-05-31",
}
QUESTION = {"flat": "", "purpose": "call_to_address", "reference": "INC-26-000123"}


@pytest.fixture(scope="module")
def made(empty_database: Callable[[], str]) -> Iterator[Database]:
    """One database for the whole file."""
    database = Database(SERVICE.name, empty_database(), SERVICE.topic, pool_size=3)
    SERVICE.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture(scope="module")
def police(made: Database) -> Iterator[tuple[TestClient, dict[str, str]]]:
    with at_the_desk(made, POLICE, ASKING) as control_room:
        yield control_room


@pytest.fixture
def database(made: Database) -> Database:
    """With an empty register. Questions are counted by time: each test asks on a day of its own."""
    with made.engine.begin() as connection:
        connection.execute(text("DELETE FROM care_plan_prompt"))
        connection.execute(text("DELETE FROM care_plan_address"))
    return made


def keep(database: Database, **given: str) -> str:
    with at_work(database) as tx:
        return keep_care_plan_address(tx, given={**ENTRY, **given}, demonstration=True).entry_id


def asked(
    database: Database, house: str = "14", postcode: str = "LE2 7AB", at: datetime = FRIDAY, **given: str
) -> CarePlanAnswer:
    with at_work(database, POLICE, at) as tx:
        return ask_for_care_plan(tx, house=house, postcode=postcode, **{**QUESTION, **given})[0]


def audit(database: Database, action: str) -> list[dict[str, Any]]:
    with database.session() as session:
        rows = session.execute(select(audit_entry).where(audit_entry.c.action == action))
        return [dict(row._mapping) for row in rows.all()]


def test_the_police_are_told_that_a_plan_may_be_in_place_and_whom_to_call(database: Database) -> None:
    keep(database)
    told = asked(database, house="No. 14", postcode="le27ab")
    assert told.sentence == "A plan may be in place at this address."
    assert told.call == (("Hospice nurse on call", "0116 496 0123"),)
    assert asked(database, house="16").answer is Answer.NO_ENTRY


def test_every_question_is_audited_also_a_miss_and_a_refusal_and_none_with_the_address(
    database: Database,
) -> None:
    entry_id = keep(database, street="Canaryfeather Lane")
    day = FRIDAY + timedelta(days=10)
    asked(database, at=day)
    asked(database, house="99", at=day)
    asked(database, house="", postcode="LE2", at=day)
    entries = [row for row in audit(database, "ask_for_care_plan") if row["at"] == day]
    assert [row["detail"]["answer"] for row in entries] == ["entry", "no_entry", "refused"]
    assert [row["detail"]["entries"] for row in entries] == [[entry_id], [], []]
    assert {row["person_id"] for row in entries} == {POLICE.id}
    assert {row["detail"]["purpose"] for row in entries} == {"call_to_address"}
    assert entries[0]["detail"]["reference"] == "INC-26-000123"
    with database.session() as session:
        everything = json.dumps([row.detail for row in session.execute(select(audit_entry.c.detail))])
    assert [word for word in ("Canary", "LE2", "le2", "0116", "Thistle") if word in everything] == []


def test_a_person_who_asks_too_often_is_told_nothing_more(database: Database) -> None:
    keep(database)
    day = FRIDAY + timedelta(days=20)
    for number in range(LIMITS[0].most):
        assert asked(database, at=day + timedelta(seconds=number)).answer is Answer.ENTRY
    later = day + timedelta(minutes=30)
    assert asked(database, at=later).answer is Answer.TOO_MANY
    assert asked(database, at=day + timedelta(hours=3)).answer is Answer.ENTRY


def test_only_a_control_room_asks_and_it_can_do_nothing_else(database: Database) -> None:
    keep(database)
    for person in (MANAGER, MEMBER):
        with pytest.raises(NotPermitted), at_work(database, person) as tx:
            ask_for_care_plan(tx, house="14", postcode="LE2 7AB", **QUESTION)
    with pytest.raises(NotPermitted), at_work(database, POLICE) as tx:
        standing_entries(tx)
    with pytest.raises(NotPermitted), at_work(database, MANAGER) as tx:
        entries_at(tx, "LE2 7AB")


def test_every_fault_of_an_entry_is_named_at_once(database: Database) -> None:
    with pytest.raises(Invalid) as refused:
        keep(
            database,
            house="",
            postcode="LE2",
            telephone="none",
            nhs_number="123",
            valid_from="2026-06-01",
            expires_on="2027-06-02",
        )
    fields = {fault.field for fault in refused.value.faults}
    assert fields == {"house", "postcode", "telephone", "nhs_number", "expires_on"}
    with at_work(database) as tx:
        assert standing_entries(tx) == []


def test_an_entry_that_has_expired_is_not_told_and_can_be_renewed(database: Database) -> None:
    entry_id = keep(database, expires_on="2026-06-12")
    after = FRIDAY + timedelta(days=30)
    assert asked(database, at=after).answer is Answer.NO_ENTRY
    with at_work(database, at=after) as tx:
        with pytest.raises(Invalid):
            renew_care_plan_address(tx, entry_id=entry_id, until=date(2027, 7, 13))
        renew_care_plan_address(tx, entry_id=entry_id, until=date(2027, 7, 12))
    assert asked(database, at=after).answer is Answer.ENTRY


def test_a_move_ends_the_entry_and_takes_its_address_out(database: Database) -> None:
    entry_id = keep(database)
    with at_work(database) as tx:
        end_care_plan_address(tx, entry_id=entry_id, because="moved")
    assert asked(database).answer is Answer.NO_ENTRY
    with at_work(database) as tx:
        assert entry_to_change(tx, entry_id).in_words == ""
    with pytest.raises(Invalid), at_work(database) as tx:
        end_care_plan_address(tx, entry_id=entry_id, because="boredom")


def test_the_database_itself_keeps_no_address_of_an_ended_entry(database: Database) -> None:
    entry_id = keep(database)
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(
            text("UPDATE care_plan_address SET ended_on = '2026-06-12' WHERE entry_id = :id"),
            {"id": entry_id},
        )


def test_accepting_the_death_of_a_linked_child_ends_its_entry_by_itself(database: Database) -> None:
    entry_id = keep(database, nhs_number="999 000 0018", postcode="LE3 9ZZ", house="Rose Cottage")
    accepted(database)
    with at_work(database) as tx:
        entry = entry_to_change(tx, entry_id)
        assert (entry.ended_because, entry.nhs_number, entry.postcode) == ("died", "", "")
        assert open_prompts(tx) == []
    with pytest.raises(Invalid, match="has been notified"):
        keep(database, nhs_number="9990000018")


@pytest.mark.parametrize(("house", "same_house"), [("14", True), ("20", False)])
def test_a_death_at_the_same_postcode_asks_a_person_to_look(
    database: Database, house: str, same_house: bool
) -> None:
    keep(database, house=house)
    case = accepted(database)
    with at_work(database) as tx:
        ((prompt, entry),) = open_prompts(tx)
        assert (prompt.case_reference, prompt.same_house) == (case, same_house)
        assert entry.ended_on is None
        settle_care_plan_prompt(tx, prompt_id=prompt.prompt_id, how="ended" if same_house else "kept")
    with at_work(database) as tx:
        assert open_prompts(tx) == []
        assert len(standing_entries(tx)) == (0 if same_house else 1)


def test_an_entry_of_another_child_known_by_number_is_left_alone(database: Database) -> None:
    keep(database, nhs_number="9990000026")
    accepted(database)
    with at_work(database) as tx:
        assert open_prompts(tx) == []
        assert len(standing_entries(tx)) == 1


def test_an_alternative_postcode_of_the_child_is_looked_at_too(database: Database) -> None:
    keep(database, postcode="LE4 1AA")
    accepted(database, home={**payload()["home"], "alternative_postcode": "LE4 1AA"})
    with at_work(database) as tx:
        assert len(open_prompts(tx)) == 1


def test_a_number_traced_after_the_acceptance_ends_the_childs_entry_too(database: Database) -> None:
    without = {**payload()["child"], "nhs_number": "", "nhs_number_absent_reason": "not_currently_available"}
    own = keep(database, nhs_number="9990000026")
    keep(database, house="22")
    case = accepted(database, child=without)
    trace = {
        "step": "by_hand",
        "source": "The hospital record",
        "reason": "Same child",
        "demonstration": True,
    }
    with at_work(database) as tx:
        assert len(open_prompts(tx)) == 2
        confirm_trace(tx, reference=case, nhs_number="9990000026", **trace)
    with at_work(database) as tx:
        assert entry_to_change(tx, own).ended_because == "died"
        assert [entry.house for _, entry in open_prompts(tx)] == ["22"]


def test_the_police_ask_on_a_page_and_the_address_is_in_no_address_line_nor_log(
    database: Database, police: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    keep(database, house="Canaryfeather House")
    web, form = police
    path = "/notifications/care-plan-question"
    vague = web.post(path, data=form | {"house": "Canaryfeather House", "reference": "INC-1"})
    assert vague.status_code == 422
    assert "Write the full postcode" in vague.text
    assert 'value="Canaryfeather House"' in vague.text
    question = {"house": "canaryfeather house", "postcode": "LE2 7AB", **QUESTION}
    told = web.post(path, data=form | question)
    assert "A plan may be in place at this address." in told.text
    assert "Call 0116 496 0123" in told.text
    assert "You asked about: canaryfeather house, LE2 7AB" in told.text
    assert "Thistledown" not in told.text
    assert str(told.url).endswith(path)
    assert "anaryfeather" not in capfd.readouterr().out
    refusals = [row for row in audit(database, "ask_for_care_plan") if row["detail"]["answer"] == "refused"]
    assert refusals[-1]["detail"]["reference"] == "INC-1"
    assert web.get("/notifications/care-plan-addresses").status_code == 403


def test_the_limit_holds_on_the_page_and_a_refused_question_is_audited(
    database: Database, police: Desk
) -> None:
    for _ in range(LIMITS[0].most):
        asked(database, at=ASKING)
    web, form = police
    question = {"house": "14", "postcode": "LE2 7AB", **QUESTION}
    refused = web.post("/notifications/care-plan-question", data=form | question)
    assert refused.status_code == 429
    assert "asked many times" in refused.text
    assert audit(database, "ask_for_care_plan")[-1]["detail"]["answer"] == "too_many"


def test_the_office_keeps_the_register_on_its_page(database: Database) -> None:
    with at_the_desk(database) as (office, form):
        _keep_the_register(database, office, form)


def _keep_the_register(database: Database, office: TestClient, form: dict[str, str]) -> None:
    path = "/notifications/care-plan-addresses"
    typed = {f"entry-{name}": value for name, value in ENTRY.items() if not name.endswith(("_on", "_from"))}
    refused = office.post(path, data=form | typed)
    assert refused.status_code == 422
    assert 'value="Thistledown Road"' in refused.text
    days = dict(zip(("day", "month", "year"), ("12", "6", "2026"), strict=True))
    start = {f"entry-valid_from-{part}": value for part, value in days.items()}
    end = {f"entry-expires_on-{part}": value for part, value in (days | {"month": "7"}).items()}
    kept = office.post(path, data=form | typed | start | end)
    assert "14 Thistledown Road, LE2 7AB" in kept.text
    assert "Expires soon" in kept.text
    with at_work(database) as tx:
        (entry,) = standing_entries(tx)
    renewed = office.post(f"{path}/{entry.entry_id}/renew", data=form)
    assert renewed.status_code == 422
    ended = office.post(
        f"{path}/{entry.entry_id}/end", data=form | {f"end-{entry.entry_id}-because": "plan_ended"}
    )
    assert "No address is on the register." in ended.text
    assert "Thistledown" not in ended.text
