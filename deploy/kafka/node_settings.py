"""What a node of the local cluster is told: small, quick to start and to notice a dead neighbour."""

from collections.abc import Sequence
from pathlib import Path

LARGEST_MESSAGE = 3_000_000  # bytes
SMALL = {
    "auto.create.topics.enable": "false",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "offsets.topic.num.partitions": "3",
    "transaction.state.log.num.partitions": "3",
    "message.max.bytes": str(LARGEST_MESSAGE),
    "replica.fetch.max.bytes": str(LARGEST_MESSAGE),
    # A cluster for real has 9 s and 2 s; a test that kills a node waits this long for the others to notice.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    # The rest keeps a node within its small heap and disk.
    "log.cleaner.dedupe.buffer.size": "4194304",
    "log.index.size.max.bytes": "262144",
    "num.network.threads": "2",
    "num.io.threads": "4",
    "background.threads": "2",
    "group.coordinator.threads": "1",
}


def node_settings(
    number: int, clients: Sequence[int], controllers: Sequence[int], metadata: Path, records: Path
) -> dict[str, str]:
    """The settings of one node, given everybody's ports (node 1 first) and its own two folders."""
    copies = str(min(3, len(clients)))
    in_step = "2" if len(clients) >= 3 else "1"
    voters = ",".join(f"{at}@127.0.0.1:{port}" for at, port in enumerate(controllers, start=1))
    return {
        **SMALL,
        "process.roles": "broker,controller",
        "node.id": str(number),
        "controller.quorum.voters": voters,
        "listeners": f"CLIENTS://127.0.0.1:{clients[number - 1]},"
        f"CONTROLLER://127.0.0.1:{controllers[number - 1]}",
        "listener.security.protocol.map": "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "CLIENTS",
        "controller.listener.names": "CONTROLLER",
        "metadata.log.dir": str(metadata),
        "log.dirs": str(records),
        "min.insync.replicas": in_step,
        "default.replication.factor": copies,
        "offsets.topic.replication.factor": copies,
        "transaction.state.log.replication.factor": copies,
        "transaction.state.log.min.isr": in_step,
    }
