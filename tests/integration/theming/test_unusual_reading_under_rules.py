"""The database itself judges who finds, who sees a finding and who reviews it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from services.theming.app import SERVICE
from shared.auditing.reading.finding_queries import findings, number_of
from shared.auditing.reading.keep_reader import Known, keep_reader
from shared.auditing.reading.look import looking_at_reading
from shared.auditing.reading.review_reading import review_reading
from shared.auditing.reading.tables import audit_reader, unusual_reading, unusual_reading_review
from shared.people import SYSTEM, Person, Role
from shared.service import Service
from shared.storage import Database

KEY = b"k" * 32
OFFICE = Person("cdr-manager", "Morgan Testerley", frozenset({Role.CDR_MANAGER}), "The office")
AUDITOR = Person("auditor", "Pat Proofwell", frozenset({Role.AUDITOR}))
ANALYST = Person("analyst", "Drew Specimen", frozenset({Role.PUBLIC_HEALTH_ANALYST}))


@pytest.fixture
def database(database_for: Callable[[Service], Database], now: datetime) -> Database:
    """With one finding, of reading at night."""
    database = database_for(SERVICE)
    with database.transaction(person=OFFICE, at=now + timedelta(hours=12)) as tx:
        tx.audit("read_case_text", case="LLR-2026-0107", reading=True)
        keep_reader(tx, KEY, set())
    with database.transaction(person=SYSTEM, at=now + timedelta(days=1)) as tx:
        assert looking_at_reading(KEY, every=0)(tx)
    return database


def seen_by(database: Database, person: Person, now: datetime, table: Any = unusual_reading) -> int:
    """How many rows the database gives, without what the application asks or leaves out."""
    with database.transaction(person=person, at=now) as tx:
        return len(tx.session.connection().execute(select(table)).all())


def test_a_finding_is_the_systems_and_the_auditors_alone(database: Database, now: datetime) -> None:
    assert [seen_by(database, who, now) for who in (SYSTEM, AUDITOR, OFFICE, ANALYST)] == [1, 1, 0, 0]
    assert [seen_by(database, who, now, audit_reader) for who in (SYSTEM, OFFICE, ANALYST)] == [1, 1, 0]


def test_a_reader_is_kept_by_every_process_and_stands_there_once(database: Database, now: datetime) -> None:
    known: Known = set()
    for memory in (known, known, set()):
        with database.transaction(person=OFFICE, at=now) as tx:
            keep_reader(tx, KEY, memory)
    assert seen_by(database, SYSTEM, now, audit_reader) == 1


@pytest.mark.parametrize("who", [OFFICE, AUDITOR])
def test_nobody_but_the_system_writes_a_finding(database: Database, now: datetime, who: Person) -> None:
    row = {"rule": "volume", "person_id": "x", "person_name": "X", "on_day": now.date(), "number": 1}
    with pytest.raises(DBAPIError, match="row-level security"):
        with database.transaction(person=who, at=now) as tx:
            tx.session.execute(insert(unusual_reading).values(**row, found_at=now))


def test_the_auditor_reviews_in_no_other_name(database: Database, now: datetime) -> None:
    with database.transaction(person=AUDITOR, at=now) as tx:
        found = findings(tx)[0][0]
        review_reading(tx, finding=found.id, answer="explained", words="On call.")
        number = number_of(tx, found.id)
    row = {"finding_id": number, "person_id": OFFICE.id, "answer": "explained", "words": "x"}
    row |= {"reviewed_by": "another", "reviewed_by_name": "A", "reviewed_at": now}
    for who in (AUDITOR, ANALYST):
        with pytest.raises(DBAPIError, match="row-level security"):
            with database.transaction(person=who, at=now) as tx:
                tx.session.execute(insert(unusual_reading_review).values(**row))


def test_a_finding_of_a_closed_case_is_not_there_for_an_auditor_who_is_not_named(
    database: Database, now: datetime
) -> None:
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO case_restriction (case_reference, reason, people, restricted_by,"
                " restricted_by_name, restricted_at) VALUES ('LLR-2026-0107', 'r', '[]', 'm', 'M', now())"
            )
        )
        connection.execute(
            text(
                "INSERT INTO unusual_reading (rule, person_id, person_name, case_reference, on_day, number,"
                " found_at) VALUES ('no_part', 'p', 'P', 'LLR-2026-0107', now()::date, 3, now())"
            )
        )
    assert [seen_by(database, who, now) for who in (SYSTEM, AUDITOR)] == [2, 1]
    with database.transaction(person=AUDITOR, at=now) as tx:
        assert len(findings(tx, "all")[0]) == 1
