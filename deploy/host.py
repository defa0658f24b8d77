"""What everything runs on: the databases and the event log, embedded or named by the environment.

The web is in ``deploy.serving``, so that a worker does not wait for it.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from deploy.embedded import EmbeddedPostgres, embedded_postgres
from deploy.personas import PERSONAS
from deploy.provision import kept_secret, provision
from deploy.service_row import NAMES, service_named
from shared.accounts.app import ACCOUNTS, NAME
from shared.messaging import EventLog, open_event_log
from shared.messaging.work import Workers, audit_jobs, jobs, utc_now
from shared.people import Person
from shared.service import Service
from shared.settings import PERSONAS_IN_PRODUCTION, Settings, SettingsError, load_settings
from shared.storage import Database
from shared.tracing import traced

Say = Callable[[str], None]


@dataclass(frozen=True)
class Installation:
    """Settings, the databases by service name, and the event log: what everything runs on.

    ``accounts`` holds who is signed in; None where it is not named: nothing is served there but the
    demonstration.
    """

    settings: Settings
    services: tuple[Service, ...]
    databases: Mapping[str, Database]
    log: EventLog
    accounts: Database | None = None

    def all_jobs(self, now: Callable[[], datetime] = utc_now) -> dict[str, Callable[[], bool]]:
        """The background jobs of every service here, by service and name, and what seals the accounts."""
        found = {
            f"{service.name}: {name}": job
            for service in self.services
            for name, job in jobs(service, self.databases[service.name], self.log, now, self.settings).items()
        }
        sealed = audit_jobs(self.accounts, self.settings, now) if self.accounts else {}
        return found | {f"{NAME}: {name}": job for name, job in sealed.items()}

    def migrate(self) -> None:
        """Bring the databases up to date and make the topics of the event log."""
        from shared.storage.migrate import migrate  # not needed by what only serves or works

        self.need_owners()
        for service in self.services:
            database = self.databases[service.name]
            migrate(database, service.migrations, security=service.row_security, recorded=service.recorded)
        if self.accounts:
            migrate(
                self.accounts,
                ACCOUNTS.migrations,
                security=ACCOUNTS.row_security,
                recorded=ACCOUNTS.recorded,
            )
        self.log.prepare(self.topics())

    def need_owners(self) -> None:
        """Raises SettingsError where the role that owns a service's tables is not named."""
        for service in (*self.services, *([ACCOUNTS] if self.accounts else [])):
            self.settings.owner_url(service.name)

    def topics(self) -> Sequence[str]:
        """Every topic that a service here publishes or consumes."""
        return sorted({topic for one in self.services for topic in (one.topic, *one.consumes) if topic})

    @property
    def every_service(self) -> tuple[Service, ...]:
        """The services here, and the record of the accounts database where there is one."""
        return (*self.services, ACCOUNTS) if self.accounts else self.services

    @property
    def every_database(self) -> Mapping[str, Database]:
        """The databases of ``every_service``, by name."""
        return {**self.databases, NAME: self.accounts} if self.accounts else self.databases

    def personas(self) -> Sequence[Person]:
        return tuple(PERSONAS.values()) if self.settings.demo else ()


@contextmanager
def installation(
    settings: Settings, services: tuple[Service, ...] | None = None, *, bound: bool = False
) -> Iterator[Installation]:
    """Open the databases and the log that ``settings`` name; close them at the end. By default of all.

    The accounts are opened wherever they are named; with no service in ``services``, they alone.
    ``bound``: refuse roles that pass by the rules about rows, for what serves and works.
    """
    services = tuple(service_named(name) for name in NAMES) if services is None else services
    name = services[0].name if len(services) == 1 else "child-death-review"
    with ExitStack() as stack:
        stack.enter_context(traced(settings.otlp_endpoint, name))
        log = open_event_log(settings.events_url)
        stack.callback(log.close)
        databases = {}
        for service in services:
            opened = _opened(settings, service, bound)
            stack.callback(opened.close)
            databases[service.name] = opened
        accounts = None
        if settings.accounts_database_url:
            accounts = _opened(settings, ACCOUNTS, bound)
            stack.callback(accounts.close)
        yield Installation(settings, services, databases, log, accounts)


def _opened(settings: Settings, service: Service, bound: bool) -> Database:
    database = Database(
        service.name,
        settings.database_url(service.name),
        service.topic,
        owner_url=getattr(settings, f"{service.name}_owner_url"),
        bound=bound,
        marking=settings.marking_keys(service.name),
        digesting=settings.digest_keys(service.name),
    )
    if bound:
        with suppress(OperationalError):  # it may come up later; then each connection is judged
            database.ready()
    return database


def refuse_production() -> None:
    """An embedded one is a demonstration: raises SettingsError where the environment says production."""
    if os.environ.get("CDOP_ENV") == "production":
        raise SettingsError(f"This is the demonstration on one machine. {PERSONAS_IN_PRODUCTION}.")


@contextmanager
def embedded_settings(folder: Path, *, port: int = 8000, durable: bool = True) -> Iterator[Settings]:
    """Settings of an embedded PostgreSQL under ``folder``, running until the block ends.

    Raises SettingsError as ``refuse_production``.
    """
    refuse_production()
    with embedded_postgres(folder / "postgres", durable=durable) as server:
        yield settings_on(server, folder, port)


def settings_on(server: EmbeddedPostgres, folder: Path, port: int = 8000) -> Settings:
    """Settings of the installation under ``folder``, whose PostgreSQL is running."""
    given: dict[str, Any] = {
        **provision(server, folder / "secrets", (*NAMES, NAME)),
        "secret_key": kept_secret(folder / "secrets" / "secret-key"),
        "document_keys": f"first:{kept_secret(folder / 'secrets' / 'document-key')}",
        "reversal_keys": f"first:{kept_secret(folder / 'secrets' / 'reversal-key')}",
        "models_folder": str(folder / "models"),
        "break_glass_told": "caldicott.guardian@cdop.example, cdr.manager@cdop.example",
        "audit_keys": f"first:{kept_secret(folder / 'secrets' / 'audit-key')}",
        "audit_digest_keys": f"first:{kept_secret(folder / 'secrets' / 'audit-digest-key')}",
        "audit_signing_keys": f"first:{kept_secret(folder / 'secrets' / 'audit-signing-key')}",
        "audit_anchors_folder": str(folder / "anchors"),
        "demo": True,
        "public_url": f"http://127.0.0.1:{port}",
    }
    return Settings(**given)


@contextmanager
def working(place: Installation) -> Iterator[Workers]:
    """The background workers of ``place``, until the block ends."""
    workers = Workers(place.all_jobs())
    workers.start()
    try:
        yield workers
    finally:
        workers.stop()


def settings_from_environment(services: Sequence[Service] = ()) -> Settings | None:
    """Settings if the environment names an installation; None means: run the embedded one.

    ``services`` are those whose database is needed; raises SettingsError where one is not named.
    """
    databases = [f"CDOP_{name.upper()}_DATABASE_URL" for name in (*NAMES, NAME)]
    named = any(name in os.environ for name in ("CDOP_SECRETS_DIR", "CDOP_EVENTS_URL", *databases))
    return load_settings(service.name for service in services) if named else None
