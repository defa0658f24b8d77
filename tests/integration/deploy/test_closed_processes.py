"""Nothing secret is to be seen of a process: in what ps shows, its environment, memory, core or errors."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from deploy.backup.programs import reached
from services.notifications.app import SERVICE
from shared.service import Service
from shared.settings import Settings, SettingsError, load_settings
from shared.storage import Database
from tests.compiled_files import with_compiled_files
from tests.integration.deploy.places import Parted, new_place
from tests.integration.deploy.processes import until

ROOT = Path(__file__).resolve().parents[3]
CANARY = "hush0canary0" + "c4" * 20
NOBODY = 65534
SECRETS = sorted(
    name
    for name, field in Settings.model_fields.items()
    if field.annotation is SecretStr or (name.endswith("_url") and not field.repr)
)
# Under root the account is changed, which the kernel answers as close_to_others would: it is opened again.
_WAITING = """
import ctypes, os, sys, time
sys.path.insert(0, {root!r})
from shared.closed_process import close_to_others
if os.geteuid() == 0:
    os.setgroups([]); os.setgid({nobody}); os.setuid({nobody})
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
if {closed}:
    close_to_others()
print("ready", flush=True)
time.sleep(60)
"""
_READING = """
import os, sys
if os.geteuid() == 0:
    os.setgroups([]); os.setgid({nobody}); os.setuid({nobody})
for name in ("mem", "environ", "maps"):
    with open(f"/proc/{pid}/{{name}}", "rb") as file:
        if name != "mem":
            file.read()
"""


@pytest.fixture
def database(database_for: Callable[[Service], Database]) -> Database:
    return database_for(SERVICE)


@pytest.fixture
def environment(
    database: Database, parted_database: Parted, empty_database: Callable[[], str], tmp_path: Path
) -> dict[str, str]:
    """Of a process whose secrets are files, each with a value of its own that can be searched for."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    with new_place(empty_database, parted_database) as place:
        place.migrate()
        own = place.databases["notifications"].engine.url.render_as_string(hide_password=False)
    whose = database.engine.url.render_as_string(hide_password=False)  # with a password made by lot
    for name, url in (("notifications_database", own), ("events", whose), ("accounts_database", own)):
        (folder / f"cdop_{name}_url").write_text(url)
    (folder / "cdop_secret_key").write_text(f"key-{CANARY}")
    (folder / "cdop_document_keys").write_text(f"first:{'d0' * 32}")
    (folder / "cdop_metrics_token").write_text(f"metrics-{CANARY}")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CDOP_")}
    return {**with_compiled_files(kept), "CDOP_SECRETS_DIR": str(folder), "CDOP_DEMO": "true"}


def secret_values(environment: dict[str, str], database: Database) -> set[bytes]:
    words = {CANARY, "d0" * 32, str(database.engine.url.password)}
    return {word.encode() for word in words}


def test_a_running_worker_shows_nothing_secret_and_leaves_no_core(
    environment: dict[str, str], database: Database, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    program = Path(sys.executable).parent / "cdop"
    with output.open("wb") as lines:
        process = subprocess.Popen(
            [str(program), "work", "notifications"],
            env={**environment, "CDOP_LOG_LEVEL": "debug"},
            cwd=tmp_path,
            stdout=lines,
            stderr=lines,
        )
    place = Path(f"/proc/{process.pid}")
    try:
        until(lambda: process.poll() is not None or b"{" in output.read_bytes())
        time.sleep(1)
        shown = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
        limits = (place / "limits").read_text()
        assert b"CDOP_SECRETS_DIR" in shown  # it is the real one that is looked at
        assert [line.split()[4:6] for line in limits.splitlines() if "core file" in line] == [["0", "0"]]
    finally:
        process.send_signal(signal.SIGSEGV)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = -1
    assert os.WTERMSIG(status) == signal.SIGSEGV
    assert not os.WCOREDUMP(status)
    assert [file.name for file in tmp_path.rglob("core*")] == []
    for word in secret_values(environment, database):
        assert word not in shown
        assert word not in output.read_bytes()


@pytest.mark.parametrize("closed", [False, True])
def test_nobody_of_the_same_account_looks_into_a_closed_process(closed: bool) -> None:
    waiting = _WAITING.format(root=str(ROOT), nobody=NOBODY, closed=closed)
    process = subprocess.Popen([sys.executable, "-c", waiting], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        reading = _READING.format(nobody=NOBODY, pid=process.pid)
        done = subprocess.run([sys.executable, "-c", reading], capture_output=True, text=True, timeout=60)
        assert (done.returncode != 0) == closed, done.stderr
        assert ("PermissionError" in done.stderr) == closed
    finally:
        process.kill()
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]


def test_a_backup_s_programs_are_told_no_password_where_it_could_be_read(database: Database) -> None:
    password = str(database.engine.url.password)
    with reached(database.engine.url) as place:
        assert password not in place.address
        assert password not in str(place.environment)
        file = Path(place.environment["PGPASSFILE"])
        assert file.stat().st_mode & 0o077 == 0
        assert file.read_text() == f"*:*:*:*:{password}\n"
    assert not file.exists()


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_that_cannot_be_used_is_not_quoted(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in list(os.environ):
        if variable.startswith("CDOP_"):
            monkeypatch.delenv(variable)
    (tmp_path / "cdop_events_url").write_text("postgresql://x@y/z")
    (tmp_path / "cdop_secret_key").write_text("k" * 40)
    (tmp_path / f"cdop_{name}").write_text(
        f"no:such//{CANARY}:{CANARY}@[" if name != "secret_key" else "short"
    )
    monkeypatch.setenv("CDOP_SECRETS_DIR", str(tmp_path))
    try:
        said = repr(load_settings())
    except SettingsError as refused:
        said = str(refused)
    assert CANARY not in said
    assert "short" not in said


@pytest.mark.parametrize("command", [("migrate",), ("serve", "notifications"), ("work", "notifications")])
def test_a_command_that_fails_says_nothing_secret(
    command: tuple[str, ...], environment: dict[str, str], tmp_path: Path
) -> None:
    for name in ("notifications_database_url", "accounts_database_url", "panel_database_url"):
        url = f"postgresql+psycopg://someone:{CANARY}@127.0.0.1:1/nowhere"
        (Path(environment["CDOP_SECRETS_DIR"]) / f"cdop_{name}").write_text(url)
    (Path(environment["CDOP_SECRETS_DIR"]) / "cdop_theming_database_url").write_text(url)
    program = Path(sys.executable).parent / "cdop"
    process = subprocess.Popen(
        [str(program), *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=tmp_path,
    )
    try:
        said, _ = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
    assert said
    assert CANARY.encode() not in said
