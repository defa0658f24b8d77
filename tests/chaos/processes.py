"""Real processes that are kept alive: whoever dies is started again, and how it died is counted."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.compiled_files import with_compiled_files

ROOT = Path(__file__).parents[2]
RESTART_SECONDS = 0.3
PATIENCE_SECONDS = 60  # until a process that was told to end is taken for one that hangs
_LIBC = ctypes.CDLL(None)
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h


@dataclass(frozen=True)
class Program:
    """A command, and what its environment has beyond the place's."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Replica:
    """One process under supervision. ``once``: programs to run instead, one start each, before ``usual``."""

    name: str
    usual: Program
    once: deque[Program] = field(default_factory=deque)
    process: subprocess.Popen[bytes] | None = None
    not_before: float = 0.0
    wanted: bool = True
    kills: int = 0
    falls: int = 0


class Supervisor:
    """Starts replicas, and starts again what ends. Output goes to ``folder``/<name>.log."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._environment = environment
        self._lock = threading.RLock()
        self._over = threading.Event()
        self.replicas: dict[str, Replica] = {}
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)
        self._thread.start()

    @property
    def kills(self) -> int:
        """How many processes ended by SIGKILL, whoever sent it."""
        return sum(replica.kills for replica in self.replicas.values())

    @property
    def falls(self) -> int:
        """How many ended by themselves: with the database away a process may, and is started again."""
        return sum(replica.falls for replica in self.replicas.values())

    def keep(self, name: str, program: Program) -> None:
        """Run ``program`` under ``name`` from now on."""
        with self._lock:
            self.replicas[name] = Replica(name, program)

    def kill(self, name: str) -> bool:
        """SIGKILL; False if it was not running."""
        with self._lock:
            process = self.replicas[name].process
            if process is None or process.poll() is not None:
                return False
            process.kill()
            return True

    def run_next(self, name: str, *programs: Program) -> None:
        """End what runs under ``name`` in order, then run ``programs``, each until it ends; then as usual."""
        with self._lock:
            replica = self.replicas[name]
            replica.once.extend(programs)
            if replica.process is not None and replica.process.poll() is None:
                replica.process.terminate()

    def leave(self, name: str) -> None:
        """End ``name`` in order and do not start it again."""
        with self._lock:
            replica = self.replicas[name]
            replica.wanted = False
            process = replica.process
        if process is not None:
            process.terminate()
            _wait_for(process)

    def stop(self) -> None:
        """End everything in order; what does not end within a minute is killed."""
        self._over.set()
        self._thread.join(timeout=PATIENCE_SECONDS)
        running = [each.process for each in self.replicas.values() if each.process]
        for process in running:
            process.terminate()
        for process in running:
            _wait_for(process)

    def _watch(self) -> None:
        while not self._over.wait(0.03):
            with self._lock:
                for replica in list(self.replicas.values()):
                    self._look_at(replica)

    def _look_at(self, replica: Replica) -> None:
        if replica.process is not None and (code := replica.process.poll()) is not None:
            replica.kills += code == -signal.SIGKILL
            replica.falls += code not in (0, -signal.SIGKILL, -signal.SIGTERM)
            replica.process = None
            replica.not_before = time.monotonic() + RESTART_SECONDS
        if replica.process is None and replica.wanted and time.monotonic() >= replica.not_before:
            replica.process = self._start(replica)

    def _start(self, replica: Replica) -> subprocess.Popen[bytes]:
        program = replica.once.popleft() if replica.once else replica.usual
        with open(self._folder / f"{replica.name}.log", "ab") as output:
            return subprocess.Popen(
                program.command,
                env={**self._environment, **program.environment},
                cwd=ROOT,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )


def bounded_environment(own: Mapping[str, str]) -> dict[str, str]:
    """Our environment with ``own`` for its CDOP settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CDOP_")}
    return {**with_compiled_files(kept), "PYTHONUNBUFFERED": "1", **own}


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    """A second SIGTERM would end it at once, so it gets one only."""
    try:
        process.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=PATIENCE_SECONDS)


def _die_with_parent() -> None:
    _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
