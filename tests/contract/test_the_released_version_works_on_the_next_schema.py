"""The version before goes on working while a migration runs and after it: what it says is checked here.

``released/`` holds every statement that the released version was heard to say (``make released``).
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from deploy.services import SERVICES
from shared.service import Service
from shared.storage import Database
from shared.storage.migrate import migrate

RELEASED = Path(__file__).parent / "released"
RELEASE = tomllib.loads((RELEASED / "release.toml").read_text())
INSERT = re.compile(r'INSERT INTO "?(?P<table>\w+)"? \((?P<columns>[^)]*)\)')
NEEDED = text(
    "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(:table) AND attnum > 0"
    " AND NOT attisdropped AND attnotnull AND NOT atthasdef AND attidentity = ''"
)


def statements(service: Service) -> list[str]:
    lines = (RELEASED / f"{service.name}.sql").read_text().splitlines()
    return [line.removesuffix(";") for line in lines]


def numbered(statement: str) -> str:
    """A recorded statement with $1, $2... for its values, as PostgreSQL plans it without them."""
    numbers = count(1)
    return re.sub("%s", lambda _: f"${next(numbers)}", statement)


def fault_of(connection: Connection, statement: str) -> str:
    """Why this database can not carry out a statement, "" if it can.

    It is planned, which needs its tables, columns, types and the keys that a conflict is found by.
    """
    missing = _missing_columns(connection, statement)
    if missing:
        return f"{missing} cannot be left out of: {statement}"
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"EXPLAIN (GENERIC_PLAN) {numbered(statement)}")
    except DBAPIError as error:
        return f"{error.orig} for: {statement}"
    return ""


def _missing_columns(connection: Connection, statement: str) -> list[str]:
    """Columns that a row needs and an INSERT does not give."""
    inserting = INSERT.match(statement)
    if not inserting:
        return []
    given = {name.strip().strip('"') for name in inserting["columns"].split(",")}
    needed = connection.scalars(NEEDED, {"table": inserting["table"]})
    return sorted(set(needed) - given)


@pytest.fixture(params=SERVICES, ids=lambda service: service.name)
def service(request: pytest.FixtureRequest) -> Service:
    return request.param


@pytest.fixture
def migrated(service: Service, empty_database: Callable[[], str]) -> Iterator[Connection]:
    """A database with the newest tables."""
    database = Database(service.name, empty_database())
    migrate(database, service.migrations)
    with database.engine.connect() as connection:
        yield connection
    database.close()


def test_whatever_the_released_version_says_the_next_schema_understands(
    service: Service, migrated: Connection
) -> None:
    faults = [fault_of(migrated, statement) for statement in statements(service)]
    assert [fault for fault in faults if fault] == []


def tables_of_the_release(service: Service) -> list[str]:
    """The tables that the migrations of the released version made: others have been made since."""
    files = sorted((service.migrations / "versions").glob("*.py"))
    released = [file.read_text() for file in files if file.name[:4] <= RELEASE["heads"][service.name]]
    return re.findall(r"op\.create_table\(\s*'(\w+)'", "".join(released))


def test_the_record_holds_what_every_service_does(service: Service) -> None:
    said, tables = statements(service), tables_of_the_release(service)
    named = [name for name in tables if any(re.search(rf"\b{name}\b", each) for each in said)]
    assert len(named) >= len(tables) * 0.9
    assert not any("%(" in each or "@" in each for each in said), "a record holds no names and no values"


CHANGES = {
    "a column is dropped": ("ALTER TABLE outbox DROP COLUMN envelope", "envelope"),
    "a column is renamed": ("ALTER TABLE outbox RENAME COLUMN key TO name", "key"),
    "a table is renamed": ("ALTER TABLE outbox RENAME TO letters", "outbox"),
    "a column is needed": ("ALTER TABLE outbox ADD COLUMN kind text NOT NULL", "kind"),
    "a type is another": ("ALTER TABLE outbox ALTER COLUMN topic TYPE int USING 1", "integer"),
    "a key is gone": ("ALTER TABLE reference_counter DROP CONSTRAINT pk_reference_counter", "ON CONFLICT"),
}


@pytest.mark.parametrize(("change", "named"), CHANGES.values(), ids=list(CHANGES))
def test_a_change_that_the_released_version_does_not_survive_is_found(
    database_for: Callable[[Service], Database], change: str, named: str
) -> None:
    service = SERVICES[0]
    with database_for(service).engine.connect() as connection:
        assert not any(fault_of(connection, each) for each in statements(service))
        connection.execute(text(change))
        assert any(named in fault_of(connection, each) for each in statements(service))


def test_a_column_with_a_default_is_no_fault(database_for: Callable[[Service], Database]) -> None:
    service = SERVICES[0]
    with database_for(service).engine.connect() as connection:
        connection.execute(text("ALTER TABLE outbox ADD COLUMN kind text NOT NULL DEFAULT ''"))
        assert not any(fault_of(connection, each) for each in statements(service))
