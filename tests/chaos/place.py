"""A place of real processes: PostgreSQL, the event log, web and workers of the services, all on 127.0.0.1."""

import shutil
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from deploy.host import Installation, installation
from deploy.provision import kept_secret, provision
from deploy.services import SERVICES
from shared.accounts.app import ACCOUNTS
from shared.messaging import EventLog, open_event_log
from shared.settings import Settings
from tests.chaos.client import Web
from tests.chaos.cluster import Cluster
from tests.chaos.faults import Fault
from tests.chaos.killable_postgres import KillablePostgres
from tests.chaos.processes import Program, Supervisor, bounded_environment
from tests.chaos.stored import Stored

CDOP = str(Path(sys.executable).parent / "cdop")
NAMES = tuple(service.name for service in SERVICES)
WITH_DATABASES = (*NAMES, ACCOUNTS.name)
READY_SECONDS = 180


@dataclass
class Place:
    """Everything that runs, and how to reach it."""

    folder: Path
    postgres: KillablePostgres
    settings: Settings
    supervisor: Supervisor
    bases: dict[str, str]
    log: EventLog
    cluster: Cluster | None = None

    @property
    def kills(self) -> int:
        return self.supervisor.kills + self.postgres.kills + (self.cluster.kills if self.cluster else 0)

    @property
    def stored(self) -> Stored:
        return Stored(lambda name: self.postgres.server.connect(name))

    def names(self, beginning: str) -> list[str]:
        """The replicas of a kind: "work panel", or "serve"."""
        return [name for name in self.supervisor.replicas if name.startswith(beginning)]

    def noted(self, what: str) -> Counter[str]:
        """How often faulty processes have noted ``what``, by process id."""
        notes = self.folder / "notes"
        lines = notes.read_text().splitlines() if notes.exists() else []
        return Counter(line.rpartition(" ")[2] for line in lines if line.startswith(f"{what} "))

    def noted_kinds(self) -> Counter[str]:
        """How many processes died at which exact moment."""
        notes = self.folder / "notes"
        lines = notes.read_text().splitlines() if notes.exists() else []
        return Counter(line.rpartition(" ")[0] for line in lines if "die " in line)

    def last_words(self, lines: int = 6) -> str:
        """The end of each process's output: for whoever must find out why."""
        outputs = sorted((self.folder / "output").glob("*.log"))
        return "\n".join(
            f"== {one.stem}\n" + "\n".join(one.read_text(errors="replace").splitlines()[-lines:])
            for one in outputs
        )

    def web(self) -> Web:
        return Web(
            [base for name, base in self.bases.items() if name.startswith("serve notif")], self.settings
        )

    def faulty(self, name: str, *faults: Fault) -> None:
        """Run ``name`` with each of these faults, one start after another; then as usual again."""
        self.supervisor.run_next(name, *(self._faulty_program(name, fault) for fault in faults))

    def _faulty_program(self, name: str, fault: Fault) -> Program:
        what, service, _ = name.split()
        usual = self.supervisor.replicas[name].usual
        command = (sys.executable, "-m", "tests.chaos.faulty", what, service)
        return Program(command, {**usual.environment, **fault.as_environment()})

    def wait_until_answering(self, seconds: float = READY_SECONDS) -> None:
        """Until every web replica answers."""
        until = time.monotonic() + seconds
        waiting = dict(self.bases)
        while waiting:
            waiting = {name: base for name, base in waiting.items() if not _answers(base)}
            assert time.monotonic() < until, f"these never answered: {', '.join(waiting)}"
            time.sleep(0.1)


@contextmanager
def place(
    events_url: str = "",
    *,
    web: Mapping[str, int],
    workers: Mapping[str, int],
    cluster: Cluster | None = None,
    public_url: str = "",
    prepare: Callable[[Installation], None] = lambda _: None,
) -> Iterator[Place]:
    """Start all of it, with so many replicas by service; without ``events_url`` the log is in PostgreSQL.

    ``prepare`` is done once the databases are migrated and before anything runs.
    """
    folder = Path(tempfile.mkdtemp(prefix="cdr-chaos-", dir="/tmp"))
    folder.chmod(0o755)
    postgres = KillablePostgres(folder)
    try:
        settings = _settings(postgres, folder, events_url or (cluster.url if cluster else ""), public_url)
        with installation(settings) as everything:
            everything.migrate()
            prepare(everything)
        environment = bounded_environment(_environment(settings, folder))
        supervisor = Supervisor(folder / "output", environment)
        log = open_event_log(settings.events_url)
        made = Place(folder, postgres, settings, supervisor, {}, log, cluster)
        try:
            _start(made, web, workers)
            made.wait_until_answering()
            yield made
        finally:
            supervisor.stop()
            log.close()
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _settings(postgres: KillablePostgres, folder: Path, events_url: str, public_url: str) -> Settings:
    given: dict[str, Any] = {**provision(postgres.server, folder / "secrets", WITH_DATABASES), "demo": True}
    given |= {"events_url": events_url} if events_url else {}
    given |= {"public_url": public_url} if public_url else {}
    return Settings(**given, secret_key=kept_secret(folder / "secrets" / "secret-key"))


def _environment(settings: Settings, folder: Path) -> dict[str, str]:
    """As an operator would set it."""
    databases = {f"CDOP_{name.upper()}_DATABASE_URL": settings.database_url(name) for name in WITH_DATABASES}
    return {
        **databases,
        "CHAOS_NOTES": str(folder / "notes"),
        "CDOP_EVENTS_URL": settings.events_url,
        "CDOP_SECRET_KEY": settings.secret_key.get_secret_value(),
        "CDOP_DEMO": "true",
        "CDOP_PUBLIC_URL": settings.public_url,
    }


def _start(made: Place, web: Mapping[str, int], workers: Mapping[str, int]) -> None:
    for service, count in web.items():
        for number in range(1, count + 1):
            port = free_port()
            made.bases[f"serve {service} {number}"] = f"http://127.0.0.1:{port}"
            program = Program((CDOP, "serve", service), {"PORT": str(port)})
            made.supervisor.keep(f"serve {service} {number}", program)
    for service, count in workers.items():
        for number in range(1, count + 1):
            made.supervisor.keep(f"work {service} {number}", Program((CDOP, "work", service)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(base: str) -> bool:
    try:
        return httpx2.get(f"{base}/health", timeout=5, trust_env=False).status_code < 500
    except httpx2.TransportError:
        return False
