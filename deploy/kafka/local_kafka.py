"""A Kafka cluster on 127.0.0.1, each node of which can be stopped, killed and started again."""

import random
import signal
import socket  # allow goes-out: to find a free port here
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from kafka import KafkaAdminClient
from kafka.errors import GroupIdNotFoundError, KafkaError

from deploy.kafka.jars import LocalKafkaError, find_jars
from deploy.kafka.node import Node
from deploy.kafka.node_settings import node_settings

CLUSTER = "local-cluster-of-tests"  # Kafka wants 22 characters
READY_SECONDS = 90
# Below the ports that the system gives to outgoing connections: while a node is down nobody takes its port.
PORTS = range(20_000, 32_000)


class LocalKafka:
    """A cluster on ``folder``; a context manager that starts every node, waits, and stops them all.

    Nodes have the numbers 1 to ``nodes``. ``port`` fixes the client port of node 1 (0: any free one).
    ``log_folders`` puts the records of some nodes elsewhere, such as on a small disk. ``settings`` adds
    to every node's or replaces. The processes end with the thread that started them, however it ends.
    ``start``, ``restart`` and ``resume`` do not wait: call ``wait_until_ready``. Raises LocalKafkaError.
    """

    def __init__(
        self,
        folder: Path,
        nodes: int = 1,
        *,
        port: int = 0,
        log_folders: Mapping[int, Path] | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        jars, folder = find_jars(), folder.resolve()
        found = list(_free_ports(2 * nodes))
        clients, controllers = [port or found[0], *found[1:nodes]], found[nodes:]
        self.nodes: dict[int, Node] = {}
        for number in range(1, nodes + 1):
            place = folder / f"node-{number}"
            records = (log_folders or {}).get(number, place / "records")
            own = node_settings(number, clients, controllers, place / "metadata", records.resolve())
            self.nodes[number] = Node(number, clients[number - 1], place, {**own, **(settings or {})}, jars)

    @property
    def bootstrap(self) -> str:
        """The addresses of all nodes, as clients take them: ``127.0.0.1:port,...``."""
        return ",".join(f"127.0.0.1:{node.port}" for node in self.nodes.values())

    @property
    def url(self) -> str:
        """The same as the beginning of an event log's URL: ``kafka://127.0.0.1:port,...``."""
        return f"kafka://{self.bootstrap}"

    def __enter__(self) -> "LocalKafka":
        try:
            self._format()
            for number in self.nodes:
                self.start(number)
            self.wait_until_ready()
            self._make_the_offsets_topic()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop every node. The last ones are killed: a node alone waits in vain for the others."""
        running = [node for node in self.nodes.values() if node.running]
        for node in running:
            node.end(signal.SIGTERM if len(self.nodes) == 1 else signal.SIGKILL)

    def start(self, node: int) -> None:
        self.nodes[node].start()

    def stop(self, node: int) -> None:
        """Ask the node to stop (SIGTERM): it hands its partitions over first. Returns when it is gone."""
        self.nodes[node].end(signal.SIGTERM)

    def kill(self, node: int) -> None:
        """End the node at once (SIGKILL). Returns when it is gone."""
        self.nodes[node].end(signal.SIGKILL)

    def restart(self, node: int) -> None:
        """Stop the node if it runs, and start it on the same port and data."""
        self.stop(node)
        self.start(node)

    def pause(self, node: int) -> None:
        """Stand the node still (SIGSTOP), as a machine that hangs: connections stay open, nothing answers."""
        self.process(node).send_signal(signal.SIGSTOP)

    def resume(self, node: int) -> None:
        """Let a paused node go on."""
        self.process(node).send_signal(signal.SIGCONT)

    def process(self, node: int) -> subprocess.Popen[bytes]:
        """The process of a node that runs; LocalKafkaError if it does not."""
        process = self.nodes[node].process
        if process is None or not self.nodes[node].running:
            raise LocalKafkaError(f"Kafka node {node} does not run.")
        return process

    def leader_of(self, topic: str, partition: int = 0) -> int:
        """The number of the node that leads a partition now; -1 if none does."""
        with self._admin() as admin:
            (found,) = admin.describe_topics([topic])
        leaders = {each["partition_index"]: each["leader_id"] for each in found["partitions"]}
        return int(leaders[partition])

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """Return when every node that was started takes part; raises LocalKafkaError if one ended."""
        deadline = time.monotonic() + seconds
        started = {number for number, node in self.nodes.items() if node.running}
        while time.monotonic() < deadline:
            for number in started:
                if not self.nodes[number].running:
                    raise self.nodes[number].why_it_ended()
            if started <= self._taking_part(started):
                return
            time.sleep(0.1)
        raise LocalKafkaError(f"Kafka was not ready within {seconds:.0f} seconds.")

    def _taking_part(self, started: set[int]) -> set[int]:
        if not all(_answers(self.nodes[number].port) for number in started):
            return set()
        with suppress(KafkaError, OSError), self._admin() as admin:
            brokers = admin.describe_cluster()["brokers"]
            return {each["broker_id"] for each in brokers if not each.get("is_fenced")}
        return set()

    @contextmanager
    def _admin(self) -> Iterator[KafkaAdminClient]:
        addresses = [f"127.0.0.1:{node.port}" for node in self.nodes.values() if node.running]
        admin = KafkaAdminClient(bootstrap_servers=addresses, request_timeout_ms=5000)
        try:
            yield admin
        finally:
            admin.close()

    def _format(self) -> None:
        formatting = [(node, node.format(CLUSTER)) for node in self.nodes.values()]
        for node, process in formatting:
            if process is not None and process.wait():
                raise node.why_it_ended()

    def _make_the_offsets_topic(self) -> None:
        """The first question about any group makes it, which takes Kafka a moment."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            try:
                with self._admin() as admin:
                    admin.describe_groups(["nobody"])
                return
            except GroupIdNotFoundError:
                return
            except KafkaError:
                time.sleep(0.1)


def _free_ports(count: int) -> Iterator[int]:
    for port in random.sample(PORTS, 50 * count):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if not count:
                return
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                count -= 1
                yield port


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
