"""The whole composition on a real Docker engine: it comes up, and cases go through it to the last service."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.settings import Settings
from tests.chaos.client import Web
from tests.chaos.load import Load
from tests.integration.deploy.behind_the_gateway import free_port
from tests.integration.deploy.docker_engine import ROOT, run, what_is_missing

CASES = 4
WORKERS = 3
PATIENCE = 120  # seconds until the last service knows


@dataclass(frozen=True)
class Composition:
    """The product, up and well behind its gateway at ``address``."""

    address: str
    settings: Settings
    compose: Callable[..., str]


@pytest.fixture(scope="module")
def composition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composition]:
    secrets, port = tmp_path_factory.mktemp("secrets"), free_port()
    environment = {**os.environ, "SECRETS": str(secrets), "GATEWAY_PORT": str(port), "IMAGE_TAG": "tried"}
    missing = what_is_missing(environment)
    if missing:
        pytest.skip(f"The compose file is not brought up: {missing}.")
    files = ("--file", "docker-compose.yml", "--file", "deploy/compose.demo.yml")

    def compose(*command: str) -> str:
        return run(
            "compose", "--project-name", f"cdr-tried-{port}", *files, *command, environment=environment
        ).stdout

    subprocess.run(["sh", "deploy/make-secrets.sh", str(secrets)], cwd=ROOT, check=True, capture_output=True)
    try:
        compose("build", "notifications-web", "panel-web", "theming-web")
        compose(
            "up", "--no-build", "--detach", "--wait", "--scale", f"panel-worker={WORKERS}", *_lasting(compose)
        )
        yield Composition(f"http://127.0.0.1:{port}", _settings(secrets), compose)
    finally:
        compose("down", "--volumes", "--timeout", "20")


def _lasting(compose: Callable[..., str]) -> list[str]:
    """Everything that stays up: waiting for a container that ends well counts as a failure."""
    return [name for name in compose("config", "--services").split() if name != "migrate"]


def _settings(secrets: Path) -> Settings:
    key = (secrets / "cdop_secret_key").read_text()
    return Settings(events_url="postgresql://unused", secret_key=key, demo=True)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def references(composition: Composition) -> list[str]:
    """Cases that people have notified, accepted and gathered through the gateway."""
    load = Load(Web([composition.address], composition.settings), "composed", seed=1, people=2, most=CASES)
    told = load.finish_all()
    assert [one.surprises for one in told] == [[]] * CASES
    return [one.reference for one in told]


def test_everything_comes_up_and_is_well(composition: Composition) -> None:
    lines = composition.compose("ps", "--format", "{{.Service}} {{.Status}}").splitlines()
    assert sum(line.startswith("panel-worker ") for line in lines) == WORKERS
    assert [line for line in lines if "(healthy)" not in line] == []


def test_a_case_reaches_the_panel_and_the_themes(composition: Composition, references: list[str]) -> None:
    web = Web([composition.address], composition.settings)
    for reference in references:
        assert _in_the_end(web, f"/panel/cases/{reference}") == 200
        assert _in_the_end(web, f"/themes/cases/{reference}") == 200


def _in_the_end(web: Web, path: str) -> int:
    until = time.monotonic() + PATIENCE
    while (status := web.see(path).status_code) == 404 and time.monotonic() < until:
        time.sleep(0.5)
    return status


def test_a_container_reaches_no_database_but_its_own(composition: Composition) -> None:
    seen = composition.compose("exec", "-T", "panel-worker", "ls", "/run/secrets").split()
    assert [name for name in seen if name.endswith("_database_url")] == ["cdop_panel_database_url"]
