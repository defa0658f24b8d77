"""The product on real databases with the demonstration's kinds of cases, seeded once for every process."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from psycopg import sql
from sqlalchemy import MetaData, make_url

from deploy.embedded import EmbeddedPostgres
from deploy.host import Installation
from deploy.seed import seed
from deploy.services import SERVICES
from shared.messaging import open_event_log
from shared.settings import Settings
from shared.storage import Database
from shared.storage.securing import put_functions, secure
from tests.conftest import APPLICATION
from tests.integration.access.visitors import Visitors, let_in
from tests.integration.deploy.test_seed import some_cases

KEYS = {"document_keys": f"first:{'a1' * 32}", "reversal_keys": f"first:{'b2' * 32}"}
NAMES = [service.name for service in SERVICES]


def settings_on(urls: dict[str, str], **more: object) -> Settings:
    given = {f"{name}_database_url": urls[name] for name in NAMES}
    secret = "for tests only, and long enough to sign"
    limits = {"public_submissions_per_hour": 10**6, "link_submissions_per_hour": 10**6}
    limits |= {"all_public_submissions_per_hour": 10**7}
    return Settings(
        events_url=urls["events"], secret_key=secret, demo=True, **given, **KEYS, **limits, **more
    )  # type: ignore[arg-type]


def opened(settings: Settings) -> Installation:
    databases = {
        each.name: Database(each.name, settings.database_url(each.name), each.topic, pool_size=4)
        for each in SERVICES
    }
    return Installation(settings, SERVICES, databases, open_event_log(settings.events_url))


def closed(place: Installation) -> None:
    place.log.close()
    for database in place.databases.values():
        database.close()


@pytest.fixture(scope="session")
def seeded(
    database_with_tables: Callable[[MetaData], str], empty_database: Callable[[], str]
) -> dict[str, str]:
    """URLs of the databases of an installation that has been filled. They are copied, never written to."""
    urls = {each.name: database_with_tables(each.metadata) for each in SERVICES}
    place = opened(settings_on(urls | {"events": empty_database()}))
    for each in SERVICES:
        with place.databases[each.name].engine.begin() as connection:
            put_functions(connection, each.row_security)
    place.log.prepare(place.topics())
    seed(place, lambda _: None, some_cases())
    closed(place)
    return urls | {"events": place.settings.events_url}


@pytest.fixture(scope="module")
def place(seeded: dict[str, str], postgres: EmbeddedPostgres) -> Iterator[Installation]:
    """An installation with copies of the seeded databases."""
    urls = {name: copied(postgres, url) for name, url in seeded.items()}
    made = opened(settings_on(urls))
    yield made
    closed(made)
    for url in urls.values():
        with postgres.connect() as connection:
            name = sql.Identifier(str(make_url(url).database))
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture(scope="module")
def bound_databases(
    place: Installation, postgres: EmbeddedPostgres, roles: None
) -> Iterator[dict[str, Database]]:
    """Those of ``place`` by service, come in to as the application's role, under the rules.

    ``place`` is the superuser's: what a test looks at and prepares directly.
    """
    databases = {}
    for each in SERVICES:
        engine = place.databases[each.name].engine
        with engine.connect() as connection:
            secure(each.row_security, APPLICATION, connection)
        url = postgres.url(str(engine.url.database), APPLICATION, APPLICATION)
        databases[each.name] = Database(each.name, url, each.topic, pool_size=4, bound=True)
    yield databases
    for database in databases.values():
        database.close()


@pytest.fixture(scope="module")
def bound_visitors(place: Installation, bound_databases: dict[str, Database]) -> Iterator[Visitors]:
    """As ``visitors``, and what they are answered is read by the application's role, under the rules."""
    with let_in(place, bound_databases) as made:
        yield made


def copied(postgres: EmbeddedPostgres, url: str) -> str:
    name = f"copy_{uuid4().hex[:12]}"
    with postgres.connect() as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(str(make_url(url).database))))
    return postgres.url(name)


@pytest.fixture(scope="module")
def visitors(place: Installation) -> Iterator[Visitors]:
    """Somebody of every role and standing to the panel's case, each at their own browser; and nobody."""
    with let_in(place) as made:
        yield made
