"""The embedded PostgreSQL starts in awkward places, keeps its data, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from deploy.embedded import EmbeddedPostgresError, embedded_postgres
from deploy.provision import provision

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cdr a space ", dir="/tmp") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "postgres"


def test_it_starts_on_a_path_with_a_space_and_keeps_what_was_written(folder: Path) -> None:
    with embedded_postgres(folder, durable=False) as server, server.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    with embedded_postgres(folder, durable=False) as server, server.connect() as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a folder that the stand-in account cannot enter")
def test_root_can_run_it_in_a_folder_that_nobody_else_may_enter(folder: Path) -> None:
    folder.parent.chmod(0o700)
    with embedded_postgres(folder, durable=False) as server, server.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_service_can_reach_its_own_database_and_no_other(folder: Path) -> None:
    with embedded_postgres(folder, durable=False) as server:
        urls = provision(server, folder / "secrets", ("panel", "theming"))
        with create_engine(urls["panel_database_url"]).connect() as connection:
            assert connection.scalar(text("SELECT current_user")) == "cdr_panel_app"
        elsewhere = urls["panel_database_url"].replace("@/panel?", "@/theming?")
        with pytest.raises(OperationalError, match="permission denied"):
            create_engine(elsewhere).connect()


def test_theming_has_the_type_that_cases_are_compared_by(folder: Path) -> None:
    with embedded_postgres(folder, durable=False) as server:
        for _ in range(2):
            urls = provision(server, folder / "secrets", ("theming",))
        with create_engine(urls["theming_owner_url"]).connect() as connection:
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
            assert connection.exec_driver_sql("SELECT '[1,2]'::vector <=> '[1,2]'::vector").scalar() == 0


def test_a_second_one_on_the_same_folder_is_refused_in_plain_words(folder: Path) -> None:
    with embedded_postgres(folder, durable=False):
        with pytest.raises(EmbeddedPostgresError, match="already running"):
            with embedded_postgres(folder, durable=False):
                pass


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_server_is_left_when_the_host_ends(folder: Path, how: signal.Signals) -> None:
    code = (
        "import signal, sys, time; from pathlib import Path; from deploy.embedded import embedded_postgres\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
        f"with embedded_postgres(Path({str(folder)!r}), durable=False):\n"
        "    print('up', flush=True); time.sleep(600)"
    )
    host = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert host.stdout is not None
    assert host.stdout.readline() == b"up\n"
    server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    host.send_signal(how)
    host.wait(timeout=60)
    assert gone_soon(server)


def gone_soon(process: int) -> bool:
    for _ in range(1200):
        if not Path(f"/proc/{process}").exists():
            return True
        time.sleep(0.05)
    return False
