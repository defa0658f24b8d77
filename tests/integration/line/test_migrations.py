"""A migrated database is what the tables say."""

from collections.abc import Callable, Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from deploy.services import SERVICES
from shared.service import Service
from shared.storage import Database
from shared.storage.migrate import migrate


@pytest.fixture(params=SERVICES, ids=lambda service: service.name)
def migrated(
    request: pytest.FixtureRequest, empty_database: Callable[[], str]
) -> Iterator[tuple[Service, Database]]:
    service = request.param
    database = Database(service.name, empty_database(), service.topic)
    migrate(database, service.migrations)
    yield service, database
    database.close()


def test_migrations_make_the_tables_that_the_code_uses(migrated: tuple[Service, Database]) -> None:
    service, database = migrated
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), service.metadata)
    assert differences == []


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
    migrate(database, service.migrations)
    assert database.ready()
