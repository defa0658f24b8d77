"""Migrations on a database that is in use: locks, turns, and a version that is older than the tables."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from services.theming.app import SERVICE
from shared.storage import Database
from shared.storage.held_up import MigrationHeldUp
from shared.storage.migrate import Patience, is_migrated, migrate
from shared.storage.time_limits import MIGRATIONS, SESSIONS

ENVIRONMENT = (SERVICE.migrations / "env.py").read_text()


def a_step(number: int, *lines: str) -> str:
    before = repr(f"{number - 1:04}") if number > 1 else "None"
    body = "\n".join(f"    {line}" for line in lines)
    return (
        "from alembic import op\nfrom shared.storage.migration_steps import index_beside_traffic\n"
        f"revision = '{number:04}'\ndown_revision = {before}\n\n\ndef upgrade() -> None:\n{body}\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The migrations of a small service: one table, with a row in it."""
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text(ENVIRONMENT)
    first = (
        'op.execute("CREATE TABLE toy (id int PRIMARY KEY)")',
        'op.execute("INSERT INTO toy VALUES (1)")',
    )
    (tmp_path / "versions" / "first.py").write_text(a_step(1, *first))
    return tmp_path


@pytest.fixture
def database(empty_database: Callable[[], str], folder: Path) -> Iterator[Database]:
    database = Database("toys", empty_database(), pool_size=3)
    migrate(database, folder)
    yield database
    database.close()


def add(folder: Path, *lines: str) -> None:
    (folder / "versions" / "second.py").write_text(a_step(2, *lines))


ADDS_A_COLUMN = 'op.execute("ALTER TABLE toy ADD COLUMN colour text")'


def columns(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        wanted = text("SELECT attname FROM pg_attribute WHERE attrelid = 'toy'::regclass AND attnum > 0")
        return set(connection.scalars(wanted))


SOON = Patience(tries=2, pause=0.1, limits=replace(MIGRATIONS, lock=1, statement=2))


def test_every_session_ends_what_waits_runs_or_idles_too_long(database: Database) -> None:
    shown = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    with database.engine.connect() as connection:
        seconds = [
            connection.scalar(text(f"SELECT extract(epoch FROM current_setting('{name}')::interval)::int"))
            for name in shown
        ]
    assert seconds == [SESSIONS.lock, SESSIONS.statement, SESSIONS.idle_in_transaction]


def test_a_migration_that_gives_up_has_held_nobody_up_too_long() -> None:
    assert MIGRATIONS.lock < MIGRATIONS.statement < SESSIONS.lock


def test_a_migration_that_gets_no_lock_stands_back_and_says_who_is_in_the_way(
    database: Database, folder: Path
) -> None:
    add(folder, ADDS_A_COLUMN)
    with database.engine.begin() as reader:
        reader.execute(text("SELECT * FROM toy"))
        holder = reader.scalar(text("SELECT pg_backend_pid()"))
        with pytest.raises(MigrationHeldUp, match=rf"process {holder} \(idle in transaction.*cdop migrate"):
            migrate(database, folder, SOON)
    assert columns(database) == {"id"}
    assert not is_migrated(database, folder)


def test_a_migration_that_gets_its_lock_later_is_done(database: Database, folder: Path) -> None:
    add(folder, ADDS_A_COLUMN)
    with database.engine.begin() as reader:
        reader.execute(text("SELECT * FROM toy"))
        running = threading.Thread(target=migrate, args=(database, folder, replace(SOON, tries=20)))
        running.start()
        running.join(timeout=1.5)  # the first try has failed, or is about to
        assert columns(database) == {"id"}
    running.join()
    assert columns(database) == {"id", "colour"}


def test_a_step_that_takes_too_long_is_undone_and_not_tried_for_ever(
    database: Database, folder: Path
) -> None:
    add(folder, ADDS_A_COLUMN, 'op.execute("SELECT pg_sleep(5)")')
    with pytest.raises(MigrationHeldUp, match="made smaller"):
        migrate(database, folder, SOON)
    assert columns(database) == {"id"}


def test_of_several_that_start_at_once_one_migrates(database: Database, folder: Path) -> None:
    add(
        folder,
        ADDS_A_COLUMN,
        'op.execute("SELECT pg_sleep(0.3)")',
        'op.execute("INSERT INTO toy VALUES (2)")',
    )
    failed: list[Exception] = []

    def start() -> None:
        try:
            migrate(database, folder, replace(SOON, tries=1))
        except Exception as error:
            failed.append(error)

    starting = [threading.Thread(target=start) for _ in range(4)]
    for each in starting:
        each.start()
    for each in starting:
        each.join()
    assert failed == []
    assert columns(database) == {"id", "colour"}


def test_an_index_is_built_while_others_write(database: Database, folder: Path) -> None:
    add(folder, "index_beside_traffic('ix_toy_id', 'toy', ['id'])")
    with database.engine.begin() as writer:
        writer.execute(text("INSERT INTO toy VALUES (2)"))  # its lock would keep an ordinary index waiting
        running = threading.Thread(target=migrate, args=(database, folder, replace(SOON, tries=1)))
        running.start()
        with database.engine.begin() as other:
            other.execute(text("INSERT INTO toy VALUES (3)"))
        running.join(timeout=1.5)  # longer than a lock is waited for
    running.join()
    with database.engine.connect() as connection:
        valid = connection.scalar(
            text("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_toy_id'::regclass")
        )
    assert valid


def test_the_version_before_leaves_newer_tables_as_they_are(database: Database, folder: Path) -> None:
    add(folder, ADDS_A_COLUMN)
    assert not is_migrated(database, folder)
    migrate(database, folder)
    (folder / "versions" / "second.py").unlink()  # the code is taken back, the tables are not
    assert is_migrated(database, folder)
    migrate(database, folder)
    assert columns(database) == {"id", "colour"}
