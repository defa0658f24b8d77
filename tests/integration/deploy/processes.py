"""``cdop`` as processes of their own on databases of the tests."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from deploy.ports import listening_socket
from shared.settings import Settings
from tests.compiled_files import with_compiled_files

PATIENCE = 180  # seconds a test waits for what must come; on a busy machine a start takes several
URLS = ("notifications_database_url", "panel_database_url", "theming_database_url", "events_url")


@dataclass
class Running:
    """A process, where it answers, and where its lines go."""

    process: subprocess.Popen[bytes]
    address: str
    output: Path

    def ask(self, path: str, **how: Any) -> httpx2.Response:
        return httpx2.get(f"{self.address}{path}", timeout=60, trust_env=False, **how)

    def answers(self, path: str = "/ready", status: int = 200) -> bool:
        try:
            return self.ask(path).status_code == status
        except httpx2.TransportError:
            assert self.process.poll() is None, self.output.read_text()
            return False

    def lines(self) -> list[dict[str, Any]]:
        """What it logged."""
        written = self.output.read_text().splitlines()
        return [json.loads(line) for line in written if line.startswith("{")]

    def ended(self) -> int:
        """Its exit status, once it has ended."""
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def cdop(settings: Settings, output: Path, *command: str, **environment: str) -> Iterator[Running]:
    """``cdop COMMAND`` with these settings, answering on a free port; killed at the end if need be."""
    with listening_socket(0) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).parent / "cdop"
    given = {f"CDOP_{name.upper()}": getattr(settings, name) for name in URLS}
    given |= {"CDOP_SECRET_KEY": settings.secret_key.get_secret_value(), "CDOP_DEMO": "true"}
    with output.open("wb") as lines:
        process = subprocess.Popen(
            [str(program), *command, "--port", str(port)],
            env={**with_compiled_files(), **given, **environment},
            stdout=lines,
            stderr=lines,
        )
    try:
        yield Running(process, f"http://127.0.0.1:{port}", output)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def until(condition: Callable[[], bool]) -> None:
    """Waits for a condition that must come true."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it has not come true"
        time.sleep(0.05)
