"""A PostgreSQL that can be killed as a power cut does, and started again on what it left."""

import os
import signal
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from deploy.embedded import EmbeddedPostgres, embedded_postgres


class KillablePostgres:
    """The embedded server on ``folder``, always at the same socket; durable, as in production.

    Start it from a thread that lives as long as it does: the server ends with its starter.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sockets = folder / "s"
        self._running = ExitStack()
        self.kills = 0
        self.server = self.start()

    def start(self) -> EmbeddedPostgres:
        """Start, with whatever recovery it needs; returns when it answers."""
        opened = embedded_postgres(self._folder / "postgres", socket_directory=self._sockets)
        self.server = self._running.enter_context(opened)
        return self.server

    def kill(self) -> None:
        """SIGKILL to every one of its processes at once; nothing is flushed, nobody is told."""
        postmaster = int((self._folder / "postgres/data/postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)  # or it would start new ones while we count
        family = [*_children(postmaster), postmaster]
        for process in family:
            _kill(process)
        self.kills += 1
        self._running.close()
        _wait_until_gone(family)

    def stop(self) -> None:
        self._running.close()


def _children(parent: int) -> list[int]:
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _parent(entry) == parent
    ]


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0  # it has just ended


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _wait_until_gone(processes: list[int], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while any(Path(f"/proc/{each}").exists() for each in processes):
        assert time.monotonic() < until, "a killed PostgreSQL process is still there"
        time.sleep(0.02)
