"""The released version's own processes notify, relay and handle while its databases are migrated."""

import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from deploy.released.tree import NoHistory, python_of, unpack
from deploy.services import SERVICES
from shared.storage import Database
from shared.storage.migrate import is_migrated, migrate

HERE = Path(__file__).parent / "released"
COMMIT = tomllib.loads((HERE / "release.toml").read_text())["commit"]
SERVING = "import sys; from deploy.cli import app; app()"
BEFORE, AFTER = 10, 10
PATIENCE_SECONDS = 60


class Released:
    """The released version in a folder of its own, on empty databases."""

    def __init__(self, folder: Path, empty_database: Callable[[], str]) -> None:
        self.folder = folder
        self.urls = {service.name: empty_database() for service in SERVICES}
        self.environment = python_of(folder) | {
            **{f"CDOP_{name.upper()}_DATABASE_URL": url for name, url in self.urls.items()},
            "CDOP_EVENTS_URL": empty_database(),
            "CDOP_SECRET_KEY": "for tests only, and long enough to sign",
            "CDOP_DEMO": "true",
        }

    def start(self, *arguments: str, output: Any = None) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @contextmanager
    def running(self, *arguments: str) -> Iterator[Path]:
        """A process of it until the block ends, told to stop in order; gives the file it writes to."""
        said = Path(tempfile.mkstemp(prefix="said-", dir=self.folder)[1])
        with said.open("w") as output:
            process = self.start(*arguments, output=output)
            try:
                yield said
                assert process.poll() is None, said.read_text()
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=30)
        assert process.returncode == 0, said.read_text()


@pytest.fixture
def released(empty_database: Callable[[], str]) -> Iterator[Released]:
    with tempfile.TemporaryDirectory(prefix="cdr-released-", dir="/tmp") as folder:
        try:
            unpack(COMMIT, Path(folder))
        except NoHistory as missing:
            pytest.skip(str(missing))
        yield Released(Path(folder), empty_database)


@pytest.fixture
def databases(released: Released) -> Iterator[dict[str, Database]]:
    opened = {name: Database(name, url, pool_size=2) for name, url in released.urls.items()}
    yield opened
    for database in opened.values():
        database.close()


def waited_for(enough: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and not enough():
        time.sleep(0.1)
    return enough()


def count(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def references(said: Path) -> list[str]:
    return said.read_text().split()


def test_the_released_version_works_on_while_its_databases_are_migrated(
    released: Released, databases: dict[str, Database]
) -> None:
    at_work, payload = str(HERE / "at_work.py"), str(HERE / "notification.json")
    assert released.start(at_work, "migrate", payload).wait() == 0
    with ExitStack() as stack:
        workers = [
            stack.enter_context(released.running("-c", SERVING, "work", each.name)) for each in SERVICES
        ]
        with released.running(at_work, "write", payload) as said:
            assert waited_for(lambda: len(references(said)) >= BEFORE)
            for service in SERVICES:
                migrate(databases[service.name], service.migrations)
            then = len(references(said))
            assert waited_for(lambda: len(references(said)) >= then + AFTER)
        accepted = references(said)
        assert waited_for(lambda: count(databases["theming"], "case_facts") == len(accepted))
        assert waited_for(lambda: count(databases["panel"], "review_case") == len(accepted))
    assert len(accepted) == len(set(accepted))
    assert count(databases["notifications"], "outbox") == len(accepted)
    for service in SERVICES:
        assert count(databases[service.name], "dead_letter") == 0
        assert is_migrated(databases[service.name], service.migrations)
    assert not any("failed" in worker.read_text() for worker in workers)
