"""A real PostgreSQL (one per test process) and a real Kafka (one per run); a fresh database on request."""

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import URL, Engine, MetaData, event, make_url

from deploy.embedded import SUPERUSER, EmbeddedPostgres, embedded_postgres
from shared.service import Service
from shared.storage import Database, make_engine
from shared.storage.row_security import RowSecurity
from shared.storage.securing import secure
from tests.kafka_broker import broker_or_skip
from tests.printed import print_tables
from tests.rehearsals import mark_rehearsals

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
OWNER, APPLICATION = "test_owner", "test_application"
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


def _new_database(postgres: EmbeddedPostgres, pattern: str = "template1", owner: str = SUPERUSER) -> str:
    """The name of a new database, a copy of ``pattern``."""
    name = f"test_{next(_numbers)}"
    with postgres.connect() as connection:
        # Copied as files: block by block through the log takes four times the processor time.
        made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
        connection.execute(made.format(*map(sql.Identifier, (name, owner, pattern))))
    return name


def _drop_database(postgres: EmbeddedPostgres, name: str | None) -> None:
    assert name
    with postgres.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def empty_database(postgres: EmbeddedPostgres) -> Callable[[], str]:
    """Makes an empty database and gives its SQLAlchemy URL: the superuser's, whom no rule holds."""
    return lambda: postgres.url(_new_database(postgres))


@pytest.fixture(scope="session")
def roles(postgres: EmbeddedPostgres) -> None:
    """As an installation has them: who owns the tables, and the application, which owns nothing."""
    with postgres.connect() as connection:
        for role in (OWNER, APPLICATION):
            connection.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{role}'")


@pytest.fixture(scope="session")
def parted_database(postgres: EmbeddedPostgres, roles: None) -> Callable[[str], dict[str, str]]:
    """Makes an empty database and gives the settings of a service that name it: owner and application."""

    def make(service: str) -> dict[str, str]:
        name = _new_database(postgres, owner=OWNER)
        with postgres.connect(name) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector SCHEMA public")
            # What a test makes up as the superuser, beside the tables of the product, anybody may use.
            connection.execute("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC")
        return {
            f"{service}_owner_url": postgres.url(name, OWNER, OWNER),
            f"{service}_database_url": postgres.url(name, APPLICATION, APPLICATION),
        }

    return make


@pytest.fixture(scope="session")
def database_with_tables(postgres: EmbeddedPostgres) -> Callable[[MetaData], str]:
    """Makes a database with these tables and gives its SQLAlchemy URL: the superuser's, whom no rule holds.

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
def database_of_service(
    postgres: EmbeddedPostgres, parted_database: Callable[[str], dict[str, str]]
) -> Callable[[Service], str]:
    """Makes a database with the tables of a service, their rights and their rules, and gives its name.

    They are made once and copied, which takes a third of the time.
    """
    patterns: dict[MetaData, str] = {}

    def make(service: Service) -> str:
        if service.metadata not in patterns:
            url = make_url(parted_database("a")["a_owner_url"])
            engine = make_engine(url)
            service.metadata.create_all(engine)
            with engine.connect() as connection:
                # A service that a test makes up need not say who sees what.
                made_up = RowSecurity(without_rule=dict.fromkeys(service.metadata.tables, "a test's"))
                secure(
                    service.row_security if service.row_security.tables else made_up, APPLICATION, connection
                )
            engine.dispose()
            patterns[service.metadata] = str(url.database)
        return _new_database(postgres, patterns[service.metadata], owner=OWNER)

    return make


class Movable(Database):
    """A service's database as tests have it: its engines connect to what their URLs name by then."""

    def __init__(self, service: Service, url: URL, directly: URL) -> None:
        super().__init__(service.name, url, service.topic, pool_size=3, owner_url=as_owner(url))
        self.application, self.engine = self.engine, make_engine(directly, pool_size=3)
        for engine in self.engines:
            event.listen(engine, "do_connect", partial(_connect_to_the_named, engine))

    @property
    def engines(self) -> tuple[Engine, ...]:
        return *super().engines, self.application

    def opened_on(self, url: URL) -> "Movable":
        """Closed before, and now on another database of the same server."""
        self.owner_url = as_owner(url)
        for engine in self.engines:
            engine.url = engine.url.set(database=url.database)
        self.__dict__.pop("owner", None)
        return self


def as_owner(url: URL) -> URL:
    return url.set(username=OWNER, password=OWNER)


def _connect_to_the_named(engine: Engine, *told: Any) -> None:
    told[-1]["dbname"] = engine.url.database


@pytest.fixture(scope="session")
def put_by() -> dict[tuple[str, str | None], list[Movable]]:
    """Closed databases by service, to be opened on other ones: an engine remembers the SQL that it has made.

    To make it anew for every test took a sixth of the processor time.
    """
    return defaultdict(list)


@pytest.fixture
def database_for(
    database_of_service: Callable[[Service], str],
    postgres: EmbeddedPostgres,
    put_by: dict[tuple[str, str | None], list[Movable]],
    in_memory: bool,
) -> Iterator[Callable[[Service], Database]]:
    """Makes a fresh database with the tables of a service (its SERVICE record).

    Transactions are the application's, under the rules. ``engine`` is the superuser's: what a test looks at
    or breaks directly.
    """
    made: list[Movable] = []

    def make(service: Service) -> Database:
        name = database_of_service(service)
        url = make_url(postgres.url(name, APPLICATION, APPLICATION))
        there = put_by[service.name, service.topic]
        made.append(
            there.pop().opened_on(url) if there else Movable(service, url, make_url(postgres.url(name)))
        )
        return made[-1]

    yield make
    for database in made:
        database.close()
        put_by[database.service, database.topic].append(database)
        if in_memory:  # on a disk that costs more than to remove all of them at the end
            _drop_database(postgres, database.engine.url.database)


@pytest.fixture(scope="session")
def patterns() -> dict[Any, tuple[str, dict[str, Any]]]:
    """Filled databases by what filled them, with what it left in whoever acted."""
    return {}


@pytest.fixture
def filled(
    postgres: EmbeddedPostgres, patterns: dict[Any, tuple[str, dict[str, Any]]]
) -> Callable[[Any, Callable[[Any], object]], Any]:
    """Fills the database of whoever acts in it (with a ``database``) by a function of a module.

    It runs once; every other test gets a copy of what it left, which takes a tenth of a second.
    """

    def fill(actor: Any, by: Callable[[Any], object]) -> Any:
        database: Movable = actor.database
        own = database.engine.url.database
        if by not in patterns:
            by(actor)
            database.close()
            left = {name: deepcopy(value) for name, value in vars(actor).items() if name != "database"}
            patterns[by] = _new_database(postgres, str(own), owner=OWNER), left
            return actor
        pattern, left = patterns[by]
        database.close()
        _drop_database(postgres, own)
        database.opened_on(make_url(postgres.url(_new_database(postgres, pattern, owner=OWNER))))
        vars(actor).update(deepcopy(left))
        return actor

    return fill


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


@pytest.hookimpl(tryfirst=True)  # before marks choose what runs
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_rehearsals(items)
    items.sort(
        key=lambda item: next((n for n, part in enumerate(LONGEST) if part in item.nodeid), len(LONGEST))
    )
