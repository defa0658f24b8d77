"""A proportionate extract for a coroner: chosen, looked at, disclosed, and kept word for word."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from services.notifications.actions.coroner.disclose_to_coroner import (
    RecordChangedMeanwhile,
    disclose_to_coroner,
)
from services.notifications.domain.coroner.coroners import agreements_on, coroners_on
from services.notifications.domain.coroner.extract import RecordPart, prepare_extract
from services.notifications.tables.processes import coroner_disclosure
from shared.errors import Invalid, NotPermitted
from shared.people import Person, Role
from shared.storage import Database

from .a_case import accepted, at_work, audited
from .conftest import MANAGER, enter_as, token_on

ADMINISTRATOR = Person("administrator", "Alex Clerkley", frozenset({Role.CDOP_ADMINISTRATOR}))
NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
CHILD = RecordPart("child", "The child", (("Family name", "Okafor"), ("Sex", "")))
FAMILY = RecordPart("family", "The family", (("Mother", "Chioma Okafor"),), others=True)
GIVEN: dict[str, Any] = {
    "coroner": "rutland_and_north_leicestershire",
    "agreement": "mutual_sharing",
    "recipient": "Ms Officer, coroner's officer",
    "purpose": "The inquest",
    "others_needed": "",
    "heading": "Extract",
    "on": NOW.date(),
}


def test_only_the_chosen_parts_are_in_the_text_and_blank_answers_are_not() -> None:
    extract = prepare_extract([CHILD, FAMILY], chosen=["child"], **GIVEN)
    assert extract.text == "Extract\n\nPurpose: The inquest\n\nTHE CHILD\nFamily name: Okafor\n"
    assert extract.agreement.version == "2"


def test_data_of_other_people_needs_a_reason_that_stands_in_the_text() -> None:
    with pytest.raises(Invalid, match="about other people"):
        prepare_extract([CHILD, FAMILY], chosen=["family"], **GIVEN)
    told = prepare_extract([CHILD, FAMILY], chosen=["family"], **GIVEN | {"others_needed": "As a witness"})
    assert "About other people, because: As a witness" in told.text
    assert "Okafor\n" in told.text
    assert "THE CHILD" not in told.text


def test_an_extract_names_every_fault_at_once() -> None:
    nothing = GIVEN | {"coroner": "", "agreement": "", "recipient": " ", "purpose": ""}
    with pytest.raises(Invalid) as refused:
        prepare_extract([CHILD], chosen=[], **nothing)
    fields = [fault.field for fault in refused.value.faults]
    assert fields == ["coroner", "recipient", "agreement", "purpose", "parts"]


def test_two_coroners_areas_are_offered_and_the_agreement_is_the_version_of_the_day() -> None:
    assert len(coroners_on(NOW.date())) == 2
    versions = {year: agreements_on(datetime(year, 6, 1, tzinfo=UTC).date()) for year in (2012, 2020, 2026)}
    assert [[each.version for each in found] for found in versions.values()] == [[], ["1"], ["2"]]


def test_what_is_disclosed_is_exactly_what_was_looked_at_and_is_kept(
    database: Database, web: TestClient
) -> None:
    case = accepted(database)
    enter_as(web, MANAGER)
    place = f"/notifications/cases/{case}/coroner"
    page = web.get(place).text
    assert "checked" not in re.sub(r"<style.*", "", page)
    typed = {name: value for name, value in GIVEN.items() if isinstance(value, str) and name != "heading"}
    sent = typed | {"csrf_token": token_on(page), "parts": ["answers-0"]}
    look = web.post(f"{place}/extract", data=sent)
    assert "Exactly this would be shared" in look.text
    assert "Chioma" not in look.text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', look.text)
    assert seen
    done = web.post(f"{place}/disclose", data=sent | {"seen": seen[1]})
    assert done.status_code == 200
    assert "Family name: Okafor" in done.text
    with database.session() as session:
        (row,) = session.execute(select(coroner_disclosure)).all()
    assert (row.agreement_version, row.recipient, row.disclosed_by) == (
        "2",
        "Ms Officer, coroner's officer",
        "Morgan Testerley",
    )
    assert row.parts == [["answers-0", "The child"]]
    assert ("disclose_to_coroner", "cdr-manager", True) in audited(database)
    assert case in web.get("/notifications/coroners/rutland_and_north_leicestershire").text
    other = web.get("/notifications/coroners/leicester_city_and_south_leicestershire").text
    assert case not in other
    assert "Ms Officer" in web.get(place).text


def test_a_text_that_has_changed_since_it_was_looked_at_is_not_disclosed(database: Database) -> None:
    case = accepted(database)
    extract = prepare_extract([CHILD], chosen=["child"], **GIVEN)
    with at_work(database) as tx, pytest.raises(RecordChangedMeanwhile):
        disclose_to_coroner(tx, case=case, extract=extract, seen="0" * 64)
    with database.session() as session:
        assert session.execute(select(coroner_disclosure)).all() == []


def test_only_the_manager_shares_with_a_coroner(database: Database) -> None:
    case = accepted(database)
    extract = prepare_extract([CHILD], chosen=["child"], **GIVEN)
    with at_work(database, ADMINISTRATOR) as tx, pytest.raises(NotPermitted):
        disclose_to_coroner(tx, case=case, extract=extract, seen="")
