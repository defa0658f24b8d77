"""The real gateway and real ``cdop serve`` processes, on 127.0.0.1 and free ports."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parents[3]
GATEWAY = ROOT / "deploy" / "gateway"
MISSING = (
    "The gateway itself is not tested: there is no caddy here (apt-get install caddy, or caddyserver.com)."
)
PATIENCE = 180  # seconds until a process must answer


def caddy() -> str | None:
    return shutil.which("caddy")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass(frozen=True)
class Started:
    """A process and where it listens; ``log`` is all it has said."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(service: str, environment: Mapping[str, str], folder: Path) -> Iterator[Started]:
    """``cdop serve SERVICE`` with nothing in its environment but ``environment``."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "cdop"), "serve", service, "--port", str(port)]
    with _started(command, {"PATH": os.environ["PATH"], **environment}, folder / service, port) as started:
        yield started


@contextmanager
def gateway(file: str, environment: Mapping[str, str], folder: Path) -> Iterator[Started]:
    """The gateway on one of its configurations, on 127.0.0.1."""
    port, command = (
        free_port(),
        [str(caddy()), "run", "--config", str(GATEWAY / file), "--adapter", "caddyfile"],
    )
    home = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    listening = {"GATEWAY_INTERFACE": "127.0.0.1", "GATEWAY_LISTEN": str(port)}
    with _started(command, {**home, **listening, **environment}, folder / "gateway", port) as started:
        yield started


@contextmanager
def _started(command: list[str], environment: Mapping[str, str], log: Path, port: int) -> Iterator[Started]:
    with ExitStack() as stack:
        said = stack.enter_context(log.open("wb"))
        process = subprocess.Popen(command, env=dict(environment), cwd=ROOT, stdout=said, stderr=said)
        stack.callback(_stop, process)
        yield Started(process, port, log)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()  # how a process stops in order has tests of its own; here nothing is left to finish
    process.wait()


def wait_for(started: Started, path: str) -> None:
    """Until it answers at all; RuntimeError with what it said if it ends or stays silent."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and started.process.poll() is None:
        try:
            httpx2.get(f"{started.address}{path}", timeout=5)
            return
        except httpx2.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"{started.address} does not answer:\n{started.log.read_text()[-2000:]}")
