"""A migrated database is what the tables say."""

from collections.abc import Callable, Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from deploy.services import SERVICES
from shared.accounts.app import ACCOUNTS
from shared.service import Service
from shared.storage import Database
from shared.storage.migrate import migrate


@pytest.fixture(params=(*SERVICES, ACCOUNTS), ids=lambda service: service.name)
def migrated(
    request: pytest.FixtureRequest, parted_database: Callable[[str], dict[str, str]]
) -> Iterator[tuple[Service, Database]]:
    service = request.param
    owner, application = parted_database(service.name).values()
    database = Database(service.name, application, service.topic, owner_url=owner)
    migrate(database, service.migrations, security=service.row_security)
    yield service, database
    database.close()


def test_migrations_make_the_tables_that_the_code_uses(migrated: tuple[Service, Database]) -> None:
    service, database = migrated
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), service.metadata)
    assert differences == []


KEPT_BY_THE_DATABASE = {
    "functions": """
        SELECT proname, prosrc FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
        WHERE nspname = 'public'
    """,
    "triggers": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "constraints": """
        SELECT conrelid::regclass || '.' || conname, replace(pg_get_constraintdef(oid), ' NOT VALID', '')
        FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
        AND conrelid <> 'alembic_version'::regclass
    """,
}


@pytest.mark.parametrize("kept", KEPT_BY_THE_DATABASE)
def test_what_the_database_itself_keeps_is_the_same_after_migrating(
    migrated: tuple[Service, Database], database_for: Callable[[Service], Database], kept: str
) -> None:
    service, database = migrated
    made = database_for(service)
    with made.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num text)"))
    assert _kept(database, kept) == _kept(made, kept)


def _kept(database: Database, kept: str) -> dict[str, str]:
    with database.engine.connect() as connection:
        rows = connection.execute(text(KEPT_BY_THE_DATABASE[kept]))
        return {name: " ".join(said.split()) for name, said in rows}


def test_a_migrated_database_is_ready_and_its_audit_is_append_only(
    migrated: tuple[Service, Database],
) -> None:
    _, database = migrated
    assert database.ready()
    with database.engine.connect() as connection:
        names = connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).all()
        assert connection.scalar(text("SELECT count(*) FROM relay_lease")) == 1
    assert "audit_entry_is_append_only" in names


def test_migrating_again_changes_nothing(migrated: tuple[Service, Database]) -> None:
    service, database = migrated
    migrate(database, service.migrations, security=service.row_security)
    assert database.ready()
