"""Readers with a family's name, or of an organisation that knew the child, are found; no name is kept."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.queries.near_cases import near_cases
from shared.auditing.reading.finding_queries import SHOWN, counts, finding_of, findings
from shared.auditing.reading.look import looking_at_reading
from shared.auditing.reading.review_reading import review_reading
from shared.errors import NotFound
from shared.fingerprints import fingerprint_of_unit
from shared.people import SYSTEM, Person, Role
from shared.storage import Database
from tests.integration.notifications.conftest import a_payload
from tests.integration.notifications.test_audit_of_a_restricted_case import NAMED, OTHER, name_the_auditor
from tests.integration.notifications.test_breaking_the_glass import Desk

KEY = b"k" * 32
AUNT = Person("aunt", "Dr Beth Canaryfeather", frozenset({Role.CDOP_ADMINISTRATOR}), "A trust")
COLLEAGUE = Person("colleague", "Kim Other", frozenset({Role.CDOP_ADMINISTRATOR}), "A trust")
NIGHT, NEXT_DAY = timedelta(hours=12), timedelta(days=1)


@pytest.fixture
def desk(database: Database, web: TestClient, token_of: Any, now: datetime) -> Desk:
    partner = Person("partner-system", "A partner's system", frozenset({Role.NOTIFIER}))
    return Desk(database, web, token_of(partner), now)


def read(desk: Desk, person: Person, case: str, after: timedelta = timedelta()) -> None:
    desk.act(person, lambda tx: tx.audit("view_case", case=case, reading=True), after.total_seconds() / 60)
    row = {"p": person.id, "r": ",".join(person.roles), "o": fingerprint_of_unit(person.organisation, KEY)}
    with desk.database.engine.begin() as connection:
        added = "INSERT INTO audit_reader VALUES (:p, :r, :o, now()) ON CONFLICT DO NOTHING"
        connection.execute(text(added), row)


def look(desk: Desk) -> None:
    step = looking_at_reading(KEY, near_cases, every=0)
    with desk.database.transaction(person=SYSTEM, at=desk.now + NEXT_DAY) as tx:
        step(tx)


def found(desk: Desk) -> list[tuple[Any, ...]]:
    asked = text("SELECT rule, person_id, case_reference FROM unusual_reading ORDER BY id")
    return [tuple(row) for row in desk.rows(asked)]


def test_a_reader_with_the_familys_name_is_found_for_that_case_alone(desk: Desk) -> None:
    for case in (desk.case, desk.other):
        read(desk, replace(AUNT, organisation=""), case)
        read(desk, replace(COLLEAGUE, organisation=""), case)
    look(desk)
    assert found(desk) == [("same_surname", AUNT.id, desk.case)]


def test_a_reader_whose_organisation_told_of_the_death_is_found(desk: Desk) -> None:
    assert a_payload()["notifier"]["organisation"] == COLLEAGUE.organisation
    read(desk, COLLEAGUE, desk.other)
    read(desk, replace(AUNT, organisation="Another council"), desk.other)
    look(desk)
    assert found(desk) == [("own_organisation", COLLEAGUE.id, desk.other)]


def test_no_name_and_no_organisation_is_kept_of_what_was_compared(desk: Desk) -> None:
    read(desk, AUNT, desk.case)
    look(desk)
    assert found(desk)
    kept = " ".join(
        str(row[0])
        for table in ("audit_reader", "unusual_reading", "reading_day")
        for row in desk.rows(text(f"SELECT {table}::text FROM {table}"))
    )
    assert "Canaryfeather" not in kept.replace(AUNT.name, "")
    assert "trust" not in kept.lower()


def test_of_a_restricted_case_who_is_not_named_sees_no_finding_and_no_number(desk: Desk) -> None:
    read(desk, AUNT, desk.case, NIGHT)
    read(desk, AUNT, desk.other, NIGHT)
    look(desk)
    every = [each[0] for each in found(desk)]
    assert sorted(every) == [
        "out_of_hours",
        "out_of_hours",
        "own_organisation",
        "own_organisation",
        "same_surname",
    ]
    hidden = desk.act(OTHER, findings, 0, shown="all")[0]
    assert {(each.rule, each.case, each.number) for each in hidden} == {
        ("out_of_hours", None, 1),
        ("own_organisation", desk.other, 1),
    }
    assert desk.act(OTHER, counts) == dict(zip(SHOWN, (2, 0, 0, 2), strict=True))
    name_the_auditor(desk)
    assert desk.act(NAMED, counts)["all"] == 5
    of_it = next(each for each in desk.act(NAMED, findings)[0] if each.case == desk.case)
    assert desk.act(OTHER, finding_of, 0, id_=of_it.id) is None
    with pytest.raises(NotFound):
        desk.act(OTHER, review_reading, 0, finding=of_it.id, answer="explained", words="x")
    desk.act(NAMED, review_reading, 0, finding=of_it.id, answer="explained", words="x")
