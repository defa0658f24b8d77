"""A Kafka cluster of three nodes, two of which keep their records on a small disk that can be filled up."""

import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from deploy.kafka import LocalKafka

NODES = 3
ON_SMALL_DISK = (2, 3)
DISK_BYTES = 200_000_000
LEFT_BYTES = 4_096
REBALANCING = ("PreparingRebalance", "CompletingRebalance")
SHAPE = f"/?partitions=6&replication={NODES}"


@dataclass
class Cluster:
    """The nodes; ``kills`` counts those that ended by SIGKILL. Call it from the thread that made it."""

    kafka: LocalKafka
    disk: Path
    kills: int = 0

    @property
    def url(self) -> str:
        return self.kafka.url + SHAPE

    def kill(self, *nodes: int) -> None:
        """SIGKILL; two of three, and nothing can be written."""
        for node in nodes:
            self.kafka.kill(node)
            self.kills += 1

    def start(self, *nodes: int) -> None:
        """Start, and return when they take part."""
        for node in nodes:
            self.kafka.start(node)
        self.kafka.wait_until_ready()

    def leader(self, topic: str, other_than: int = 0, seconds: float = 120) -> int:
        """Who leads the first partition, as soon as somebody does who is not ``other_than``."""
        until = time.monotonic() + seconds
        while True:
            with suppress(KafkaError):
                if (found := self.kafka.leader_of(topic)) not in (other_than, -1):
                    return found
            assert time.monotonic() < until, "nobody leads"
            time.sleep(0.2)

    def until_rebalancing(self, group: str, seconds: float = 120) -> None:
        """Return at the moment at which a group of readers is sharing out its partitions anew."""
        until = time.monotonic() + seconds
        with KafkaAdminClient(bootstrap_servers=self.kafka.bootstrap.split(",")) as admin:
            while admin.describe_groups([group])[group]["group_state"] not in REBALANCING:
                assert time.monotonic() < until, f"{group} shares out nothing"

    def fill_disk(self) -> None:
        """Leave no room for further records of the nodes on the small disk."""
        if self.on_real_disk:
            _fill(self.disk / "filler")
        else:
            self._refuse_longer_files()

    def free_disk(self) -> None:
        (self.disk / "filler").unlink(missing_ok=True)

    @property
    def on_real_disk(self) -> bool:
        """Whether the small disk is one (only root can make it); else the nodes are refused longer files."""
        return self.disk.is_mount()

    def until_ended(self, *nodes: int, seconds: float = 120) -> None:
        """Wait until these nodes have given up by themselves."""
        until = time.monotonic() + seconds
        while any(self.kafka.nodes[node].running for node in nodes):
            assert time.monotonic() < until, "a node goes on without room for its records"
            time.sleep(0.05)

    def _refuse_longer_files(self) -> None:
        for node in ON_SMALL_DISK:
            process = self.kafka.nodes[node].process
            assert process is not None
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, 1))


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Three nodes until the block ends. Raises LocalKafkaError where there can be none."""
    with tempfile.TemporaryDirectory(prefix="cdr-cluster-", dir="/tmp") as folder:
        with _small_disk(Path(folder) / "disk") as disk:
            records = {node: disk / f"records-{node}" for node in ON_SMALL_DISK}
            with LocalKafka(Path(folder), NODES, log_folders=records) as kafka:
                yield Cluster(kafka, disk)


@contextmanager
def _small_disk(disk: Path) -> Iterator[Path]:
    disk.mkdir()
    if os.geteuid() == 0:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", disk], capture_output=True
        )
    try:
        yield disk
    finally:
        if disk.is_mount():
            subprocess.run(["umount", "--lazy", disk], check=True)


def _fill(file: Path) -> None:
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while True:
            filler.write(b"\0" * LEFT_BYTES)
