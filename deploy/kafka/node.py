"""One Kafka node, broker and controller in one process: its settings, its folder and its life."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.kafka.jars import INSTALL, Jars, LocalKafkaError

LAST_LINES = 8
STOP_SECONDS = 45  # seconds; the first stop ever also writes the archive of classes
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h


@dataclass
class Node:
    """A node under its number (from 1), with its port for clients and the settings it starts with."""

    number: int
    port: int
    folder: Path
    settings: Mapping[str, str]
    jars: Jars
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.folder / "node.log"

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def format(self, cluster: str) -> subprocess.Popen[bytes] | None:
        """Begin to make the node's folders ready for their first use; None if they are."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self._write_settings()
        if (self.folder / "metadata" / "meta.properties").exists():
            return None
        words = ("kafka.tools.StorageTool", "format", "--cluster-id", cluster, "--config", str(file))
        return self._run(*words)

    def start(self) -> None:
        """Begin to run; whether it answers is asked of the cluster."""
        if not self.running:
            self.process = self._run("kafka.Kafka", str(self._write_settings()), draft=self._draft)

    def end(self, with_signal: signal.Signals = signal.SIGTERM) -> None:
        """End the process and wait until it is gone."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(with_signal)
        self.process.send_signal(signal.SIGCONT)  # a paused process hears no SIGTERM
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.jars.keep_archive(self._draft)

    def why_it_ended(self) -> LocalKafkaError:
        """What its log says last."""
        lines = self.log.read_text(errors="replace").splitlines()
        if any("UnsupportedClassVersionError" in line for line in lines):
            return LocalKafkaError(f"The Java on this machine is too old for Kafka. {INSTALL}")
        told = [line for line in lines if not line.startswith(("\tat ", "\t..."))][-LAST_LINES:]
        return LocalKafkaError(f"Kafka node {self.number} ended:\n  " + "\n  ".join(told))

    @property
    def _draft(self) -> Path:
        return self.folder / "classes.jsa"

    def _write_settings(self) -> Path:
        file = self.folder / "node.properties"
        # In a properties file a backslash begins an escape; a space in a value needs none.
        lines = (f"{name}={value}\n".replace("\\", "\\\\") for name, value in self.settings.items())
        file.write_text("".join(lines))
        return file

    def _run(self, *words: str, draft: Path | None = None) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            # its own session, so that Ctrl-C reaches us first and we stop it in order
            return subprocess.Popen(
                self.jars.command(*words, draft=draft),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
