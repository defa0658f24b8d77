"""A database with cases from before facts were kept as they were known: what it says of the past."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from services.theming.app import SERVICE
from shared.storage import Database
from shared.storage.migrate import migrate

LAST_BEFORE = "0008"
BEFORE = (
    "INSERT INTO case_facts (case_reference, notified_on, area, sex, reviewed_on, review_version, category)"
    " VALUES ('LLR-2026-0001', '2026-05-12', 'Leicester', 'female', '2026-08-12', 2, 5),"
    " ('LLR-2026-0002', NULL, NULL, NULL, '2026-08-12', 1, 3)",
    *(
        "INSERT INTO audit_entry"
        " (at, person_id, person_name, action, case_reference, subject, reading, detail)"
        f" VALUES ('{at}', 'system', 'System', '{action}', 'LLR-2026-0001', '', false, '{{}}')"
        for at, action in (
            ("2026-05-12 17:00Z", "record_notified_case"),
            ("2026-05-20 17:00Z", "record_notified_case"),
            ("2026-08-12 17:00Z", "record_review"),
            ("2026-10-01 17:00Z", "record_review"),
        )
    ),
    "INSERT INTO theme_confirmation VALUES ('LLR-2026-0001', 'asthma', 'confirmed', '2026-08-13 09:00Z', 'x',"
    " false, 'm', 'M', '2026-08-20 09:00Z', 'Plain'),"
    " ('LLR-2026-0001', 'drowning', 'proposed', '2026-08-13 09:00Z', 'x', false, '', '', NULL, '')",
)


@pytest.fixture
def migrated(empty_database: Callable[[], str], tmp_path: Path) -> Iterator[Database]:
    """A database at the last step before, with cases in it, brought up to date."""
    database = Database(SERVICE.name, empty_database())
    older = tmp_path / "migrations"
    shutil.copytree(SERVICE.migrations, older, ignore=shutil.ignore_patterns("__pycache__"))
    for step in (older / "versions").glob("0*.py"):
        if step.name[:4] > LAST_BEFORE:
            step.unlink()
    migrate(database, older)
    with database.engine.begin() as connection:
        for statement in BEFORE:
            connection.execute(text(statement))
    migrate(database, SERVICE.migrations)
    yield database
    database.close()


def rows(database: Database, statement: str) -> list[tuple[object, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_the_facts_there_are_known_from_when_the_audit_says_they_were_taken_in(migrated: Database) -> None:
    versions = rows(
        migrated,
        "SELECT case_reference, source, number, known_from, category FROM case_fact_version"
        " WHERE case_reference = 'LLR-2026-0001' ORDER BY 1, 2",
    )
    assert versions == [
        ("LLR-2026-0001", "notified", 1, datetime(2026, 5, 20, 17, tzinfo=UTC), None),
        ("LLR-2026-0001", "reviewed", 1, datetime(2026, 10, 1, 17, tzinfo=UTC), 5),
    ]


def test_what_the_audit_does_not_tell_of_is_known_from_the_migration(migrated: Database) -> None:
    ((source, recent),) = rows(
        migrated,
        "SELECT source, known_from > now() - interval '1 hour' FROM case_fact_version"
        " WHERE case_reference = 'LLR-2026-0002'",
    )
    assert (source, recent) == ("reviewed", True)


def test_a_theme_confirmed_before_steps_were_kept_has_its_step_and_a_proposal_has_none(
    migrated: Database,
) -> None:
    steps = rows(migrated, "SELECT theme, step, decided_by, decided_at, reason FROM theme_decision")
    assert steps == [("asthma", "confirmed", "m", datetime(2026, 8, 20, 9, tzinfo=UTC), "Plain")]
