"""The released version's own processes notify, relay and handle while its databases are migrated."""

import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.released.tree import NoHistory, python_of, unpack
from deploy.services import SERVICES
from shared.storage import Database
from shared.storage.migrate import is_migrated, migrate

HERE = Path(__file__).parent / "released"
COMMIT = tomllib.loads((HERE / "release.toml").read_text())["commit"]
BEFORE, AFTER = 10, 10
PATIENCE_SECONDS = 120  # for a machine that does much else


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

    @contextmanager
    def at_work(self) -> Iterator[tuple["subprocess.Popen[bytes]", Path]]:
        """Its process until the block ends, and the file it writes to."""
        said = self.folder / "said"
        command = [sys.executable, str(HERE / "at_work.py"), str(HERE / "notification.json")]
        with said.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
            )
            try:
                yield process, said
            finally:
                process.terminate()
                process.communicate(timeout=PATIENCE_SECONDS)


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
    with released.at_work() as (process, said):
        assert waited_for(lambda: len(references(said)) >= BEFORE), said.read_text()
        for service in SERVICES:
            migrate(databases[service.name], service.migrations)
        then = len(references(said))
        assert waited_for(lambda: len(references(said)) >= then + AFTER), said.read_text()
        process.terminate()
        assert waited_for(lambda: references(said)[-1] == "stopped"), said.read_text()
        assert waited_for(lambda: arrived(databases) == [count(databases["notifications"], "outbox")] * 2)
    *accepted, _ = references(said)  # a job that failed would have said so here
    assert process.returncode == 0, said.read_text()
    assert all(each.startswith("LLR-") for each in accepted), said.read_text()
    assert len(accepted) == len(set(accepted))
    assert arrived(databases) == [len(accepted)] * 2
    for service in SERVICES:
        assert count(databases[service.name], "dead_letter") == 0
        assert is_migrated(databases[service.name], service.migrations)


def arrived(databases: dict[str, Database]) -> list[int]:
    """How many cases the panel and theming know."""
    return [count(databases["panel"], "review_case"), count(databases["theming"], "case_facts")]
