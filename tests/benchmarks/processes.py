"""Processes of the product, and of what it is compared with, on the databases of a benchmark."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from deploy.ports import listening_socket
from deploy.services import SERVICES
from shared.settings import Settings

CDOP = "from deploy.cli import app; app()"
START_SECONDS = 90


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment in which ``cdop`` works on the same databases and log."""
    urls = {f"CDOP_{each.name.upper()}_DATABASE_URL": settings.database_url(each.name) for each in SERVICES}
    secret = settings.secret_key.get_secret_value()
    return {**urls, "CDOP_EVENTS_URL": settings.events_url, "CDOP_SECRET_KEY": secret, "CDOP_DEMO": "true"}


@contextmanager
def process(*arguments: str, environment: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Python with ``arguments``, until the block ends; what it says is thrown away."""
    running = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(timeout=30)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@dataclass(frozen=True)
class Server:
    """A web server that runs on ``port``."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """What it has used so far (Linux: proc_pid_stat(5), fields 14 and 15)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(*arguments: str, environment: Mapping[str, str], path: str = "/health") -> Iterator[Server]:
    """A web server on a free port of 127.0.0.1, once it answers."""
    with listening_socket(0) as listener:
        port = int(listener.getsockname()[1])
    with process(*arguments, "--port", str(port), environment=environment) as running:
        until = time.monotonic() + START_SECONDS
        while not answers(port, path):
            if running.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{arguments} does not answer")
            time.sleep(0.1)
        yield Server(port, running.pid)


def answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
