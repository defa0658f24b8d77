"""Questions to a Kafka cluster, and the topics it is asked to make."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic, sleep
from typing import Any, TypeVar

from kafka import KafkaAdminClient, OffsetSpec, TopicPartition
from kafka.errors import GroupIdNotFoundError, RetriableError, TopicAlreadyExistsError

from shared.messaging.kafka_address import KafkaAddress
from shared.messaging.kafka_options import CONNECTING, FOR_EVER

PATIENCE_SECONDS = 5.0
Answer = TypeVar("Answer")


class KafkaCluster:
    """Asks one question at a time, from whatever thread."""

    def __init__(self, address: KafkaAddress) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._admin: KafkaAdminClient | None = None

    def make_topics(self, names: Sequence[str]) -> None:
        """Make those that are not there; what is in them is kept for ever."""
        there = self._ask(lambda admin: set(admin.list_topics()))
        wanted = {name: self._shape() for name in names if name not in there}
        if wanted:
            with suppress(TopicAlreadyExistsError):  # another process was quicker
                self._ask(lambda admin: admin.create_topics(wanted, wait_for_metadata=True))

    def lag(self, topic: str, group_id: str) -> int:
        """How many records of the topic the group has not committed."""
        return self._ask(lambda admin: _lag(admin, topic, group_id))

    def remove_group(self, group_id: str) -> None:
        """Remove a group that has no members; one that never read anything is not there."""
        with suppress(GroupIdNotFoundError):
            self._ask(lambda admin: admin.delete_groups([group_id]))

    def answers(self) -> bool:
        return self._ask(lambda admin: bool(admin.describe_cluster()["brokers"]))

    def close(self) -> None:
        with self._lock:
            self._drop_client()

    def _shape(self) -> dict[str, Any]:
        replication = self._address.replication
        return {
            "num_partitions": self._address.partitions,
            "replication_factor": replication,
            "configs": {**FOR_EVER, "min.insync.replicas": str(max(1, replication - 1))},
        }

    def _ask(self, question: Callable[[KafkaAdminClient], Answer]) -> Answer:
        """Ask; for a while again, if the cluster is new or has lost a leader.

        Each time with a new client: the old one goes on asking whom it knew.
        """
        give_up = monotonic() + PATIENCE_SECONDS
        while True:
            try:
                with self._lock:
                    return self._ask_once(question)
            except RetriableError:
                if monotonic() > give_up:
                    raise
                sleep(0.2)

    def _ask_once(self, question: Callable[[KafkaAdminClient], Answer]) -> Answer:
        if self._admin is None:
            self._admin = KafkaAdminClient(**self._address.connection, **CONNECTING)
        try:
            return question(self._admin)
        except Exception:
            self._drop_client()
            raise

    def _drop_client(self) -> None:
        if self._admin is not None:
            self._admin.close()
            self._admin = None


def _lag(admin: KafkaAdminClient, topic: str, group_id: str) -> int:
    [described] = admin.describe_topics([topic])
    places = [TopicPartition(topic, one["partition_index"]) for one in described["partitions"]]
    ends = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
    begins = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.EARLIEST))
    read = admin.list_group_offsets({group_id: places})[group_id]
    return sum(
        ends[one].offset - max(begins[one].offset, read[one].offset if one in read else 0) for one in places
    )
