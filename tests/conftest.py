"""A real PostgreSQL (one per test process) and a real Kafka (one per run); a fresh database on request."""

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import URL, Engine, MetaData, event, make_url

from deploy.embedded import EmbeddedPostgres, embedded_postgres
from shared.service import Service
from shared.storage import Database, make_engine
from tests.kafka_broker import broker_or_skip
from tests.printed import print_tables

# The longest first, so that no process is left alone with them at the end.
LONGEST = (
    "chaos/test_faults",
    "test_many_processes",
    "journeys/",
    "deploy/test_backup",
    "deploy/test_rebuild",
    "deploy/",
)
# In memory a new database costs a third of the processor time, if it goes at once when its test ends.
IN_MEMORY, ON_DISK, ROOM = Path("/dev/shm"), Path("/tmp"), 3 * 2**30
A_DAY = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
_numbers = count(1)
# A busy machine is no fault of what is tested.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(scope="session")
def in_memory() -> bool:
    """Whether there is room in memory for the databases of the tests."""
    return os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM


@pytest.fixture(scope="session")
def postgres(in_memory: bool) -> Iterator[EmbeddedPostgres]:
    """An embedded PostgreSQL 18 that forgets everything at the end."""
    folder = Path(tempfile.mkdtemp(prefix="cdr-test-", dir=IN_MEMORY if in_memory else ON_DISK))
    folder.chmod(0o755)
    try:
        with embedded_postgres(folder / "postgres", durable=False) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _new_database(postgres: EmbeddedPostgres, pattern: str = "template1") -> str:
    """The name of a new database, a copy of ``pattern``."""
    name = f"test_{next(_numbers)}"
    with postgres.connect() as connection:
        # Copied as files: block by block through the log takes four times the processor time.
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(pattern)))
    return name


def _drop_database(postgres: EmbeddedPostgres, name: str | None) -> None:
    assert name
    with postgres.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def empty_database(postgres: EmbeddedPostgres) -> Callable[[], str]:
    """Makes an empty database and gives its SQLAlchemy URL."""
    return lambda: postgres.url(_new_database(postgres))


@pytest.fixture(scope="session")
def database_with_tables(postgres: EmbeddedPostgres) -> Callable[[MetaData], str]:
    """Makes a database with these tables and gives its SQLAlchemy URL.

    They are made once and copied, which takes a third of the time.
    """
    patterns: dict[MetaData, str] = {}

    def make(metadata: MetaData) -> str:
        if metadata not in patterns:
            patterns[metadata] = name = _new_database(postgres)
            engine = make_engine(postgres.url(name))
            metadata.create_all(engine)
            engine.dispose()
        return postgres.url(_new_database(postgres, patterns[metadata]))

    return make


@pytest.fixture(scope="session")
def put_by() -> dict[tuple[str, str | None], list[Database]]:
    """Closed databases by service, to be opened on other ones: an engine remembers the SQL that it has made.

    To make it anew for every test took a sixth of the processor time.
    """
    return defaultdict(list)


@pytest.fixture
def database_for(
    database_with_tables: Callable[[MetaData], str],
    postgres: EmbeddedPostgres,
    put_by: dict[tuple[str, str | None], list[Database]],
    in_memory: bool,
) -> Iterator[Callable[[Service], Database]]:
    """Makes a fresh database with the tables of a service (its SERVICE record)."""
    made: list[Database] = []

    def make(service: Service) -> Database:
        url = make_url(database_with_tables(service.metadata))
        there = put_by[service.name, service.topic]
        made.append(opened_on(there.pop(), url) if there else movable(service, url))
        return made[-1]

    yield make
    for database in made:
        database.close()
        put_by[database.service, database.topic].append(database)
        if in_memory:  # on a disk that costs more than to remove all of them at the end
            _drop_database(postgres, database.engine.url.database)


def movable(service: Service, url: URL) -> Database:
    """A Database whose engines connect to what their URL names when they connect."""
    database = Database(service.name, url, service.topic, pool_size=3)
    for engine in database.engines:
        event.listen(engine, "do_connect", partial(_connect_to_the_named, engine))
    return database


def _connect_to_the_named(engine: Engine, *told: Any) -> None:
    told[-1]["dbname"] = engine.url.database


def opened_on(database: Database, url: URL) -> Database:
    """A closed one from ``movable``, on another database of the same server."""
    for engine in database.engines:
        engine.url = url
    return database


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Kafka broker's URL, ``kafka://127.0.0.1:port``; every process of the run has the same one.

    Tests keep apart by topics of their own: ``fresh_topic()`` in ``tests.kafka_broker``.
    """
    base = tmp_path_factory.getbasetemp()
    yield from broker_or_skip(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture
def now() -> datetime:
    """The instant at which things happen in a test: Monday 15 June 2026, 10:30 UTC."""
    return A_DAY


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "rehearsal: long by nature; `make rehearse` runs it, `make test` not")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    print_tables(terminalreporter)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: next((n for n, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST))
    )
