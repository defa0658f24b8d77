"""The examples of the API's documentation, run as they are written against a real server."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
import uvicorn

from deploy.personas import PERSONAS
from deploy.ports import listening_socket
from services.theming.actions.clients.register_client import register_client
from services.theming.app import SERVICE
from shared.settings import Settings
from shared.web import create_web

from .conftest import NOW, Theming, notified, reviewed
from .test_api_clients import TERMS

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"
PERIOD = "2026-27-Q2"
PATIENCE_SECONDS = 60


@pytest.fixture
def api(theming: Theming, settings: Settings) -> Iterator[str]:
    """The address of the API of a server with twelve reviews of one category and three of another."""
    for number in range(1, 16):
        case = f"LLR-2026-{number:04d}"
        theming.tell(notified(case, on=date(2026, 4, number)))
        theming.tell(reviewed(case, on=date(2026, 8, number), category=5 if number <= 12 else 9))
    app = create_web(
        settings, [SERVICE], {SERVICE.name: theming.database}, PERSONAS.values(), now=lambda: NOW
    )
    listener = listening_socket(0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/themes/api/v1"
    server.should_exit = True
    thread.join()


@pytest.fixture
def key(theming: Theming) -> str:
    scopes = ["statistics:read"]
    given_out: tuple[str, str] = theming.act("cdr-manager", register_client, typed=TERMS, scopes=scopes)
    return given_out[1]


def run(*command: str, api: str, key: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    told = {"CDOP_API": api, "CDOP_API_KEY": key, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, cwd=folder, env=told, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )


def test_the_python_example_writes_a_table_and_asks_again_only_for_what_changed(
    theming: Theming, api: str, key: str, tmp_path: Path
) -> None:
    command = (sys.executable, str(EXAMPLES / "statistics.py"), "--period", PERIOD, "--csv", "table.csv")
    first, second = (run(*command, api=api, key=key, folder=tmp_path) for _ in range(2))
    assert first.returncode == 0, first.stderr
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        numbers = {line[0]: line[2] for line in csv.reader(file)}
    assert {key: numbers[key] for key in ("5", "9", "total")} == {"5": "*", "9": "*", "total": "15"}
    assert first.stdout.startswith(f"Deaths reviewed, {PERIOD}, all. Counts of 1 to 7 are suppressed")
    assert "Nothing has changed" in second.stderr
    assert second.stdout == first.stdout
    theming.tell(notified("LLR-2026-0099"), reviewed("LLR-2026-0099"))
    assert "Nothing has changed" not in run(*command, api=api, key=key, folder=tmp_path).stderr


def test_the_python_example_says_what_the_api_refuses(api: str, key: str, tmp_path: Path) -> None:
    command = (sys.executable, str(EXAMPLES / "statistics.py"), "--by", "surname", "--period", "soon")
    faulty = run(*command, api=api, key=key, folder=tmp_path)
    assert faulty.returncode == 1
    assert "by: This is not known." in faulty.stderr
    assert "period: This is not a period." in faulty.stderr
    nobody = run(*command, api=api, key="cdrkey_", folder=tmp_path)
    assert "The key is not accepted" in nobody.stderr
    assert "Traceback" not in nobody.stderr


def test_the_r_example_prints_a_table_in_which_what_is_suppressed_is_no_number(
    api: str, key: str, tmp_path: Path
) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed: apt-get install r-base-core")
    script = str(EXAMPLES / "statistics.R")
    done = run("Rscript", "--vanilla", script, "category", PERIOD, api=api, key=key, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"Deaths reviewed by category in {PERIOD}" in done.stdout
    assert "The category of death that the panel chose at review" in done.stdout
    assert "2 counts are suppressed; do not read them as 0." in done.stdout
    (infection,) = (line for line in done.stdout.splitlines() if "9 Infection" in line)
    assert infection.split()[-2:] == ["NA", "suppressed"]
