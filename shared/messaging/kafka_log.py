"""The event log on Apache Kafka, by kafka-python.

Three things keep the order of a case without gaps. Its key picks its partition, by a hash that no client
library can change under us. What one append sends to a partition fits one batch of the producer, which the
broker takes whole or not at all; so when an append is repeated, what arrives is a superset in order and the
reader's inbox knows the repeated events. And a reader's position moves only after its database has committed.
"""

import json
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any, TypeVar

import structlog
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, OffsetSpec, TopicPartition
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.errors import (
    GroupIdNotFoundError,
    KafkaError,
    KafkaTimeoutError,
    RetriableError,
    TopicAlreadyExistsError,
)
from kafka.structs import MemberState, OffsetAndMetadata

from shared.messaging.kafka_address import read_kafka_address
from shared.messaging.kafka_rounds import BATCH_BYTES, Sending, in_rounds, partition_of
from shared.messaging.log import Record, Unwritten

# Milliseconds. A broker that comes back is found again within a second.
CONNECTING: Mapping[str, Any] = {
    "bootstrap_timeout_ms": 5_000,
    "request_timeout_ms": 10_000,
    "reconnect_backoff_max_ms": 1_000,
    "metadata_max_age_ms": 30_000,
}
LINGER_MS = 2_000  # a batch leaves when we say so (flush), not before the round is complete
GIVE_UP_MS = 20_000  # an append that takes longer has failed; the relay tries again
PRODUCING: Mapping[str, Any] = {
    "acks": "all",
    "enable_idempotence": True,
    "batch_size": BATCH_BYTES,
    "max_request_size": 2 * BATCH_BYTES,
    "linger_ms": LINGER_MS,
    "delivery_timeout_ms": GIVE_UP_MS,
    "max_block_ms": 5_000,
    "allow_auto_create_topics": False,
}
WAIT_MS = 200  # how long a reader waits for a record; a worker told to stop waits no longer
JOINING_MS = 3_000  # the same, while it joins its group
# A reader that takes longer to join is replaced: kafka-python 3.0 can forget a join that is overtaken by news
# of the topic and by the end of a poll, and would then wait for ever.
STUCK_SECONDS = 30.0
PATIENCE_SECONDS = 5.0
CONSUMING: Mapping[str, Any] = {
    "enable_auto_commit": False,
    "auto_offset_reset": "earliest",
    "allow_auto_create_topics": False,
    "partition_assignment_strategy": [CooperativeStickyAssignor],
    # A reader that was killed is noticed after 10 s; the broker allows no less than 6.
    "session_timeout_ms": 10_000,
    "heartbeat_interval_ms": 2_000,
    "max_poll_interval_ms": 120_000,  # the longest that a batch may take; others wait for it to join
}
FOR_EVER = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"}
Answer = TypeVar("Answer")
Polled = Mapping[TopicPartition, Sequence[Any]]
logger = structlog.get_logger(__name__)


@dataclass
class KafkaBatch:
    """Records as polled; ``commit`` moves the group's position past them."""

    consumer: KafkaConsumer | None = None
    records: Sequence[Record] = ()
    first: Mapping[TopicPartition, int] = field(default_factory=dict)
    after: Mapping[TopicPartition, OffsetAndMetadata] = field(default_factory=dict)
    committed: bool = False

    def commit(self) -> None:
        """A position that cannot be kept is logged only: the records come again and are known then."""
        assert self.consumer is not None
        try:
            self.consumer.commit(dict(self.after), timeout_ms=CONNECTING["request_timeout_ms"])
            self.committed = True
        except KafkaError as error:
            logger.warning("position_not_kept", error=type(error).__name__)

    def rewind(self) -> None:
        """Read the same records again next time, where they are still ours to read."""
        assert self.consumer is not None
        for partition in self.first.keys() & self.consumer.assignment():
            self.consumer.seek(partition, self.first[partition])


class KafkaReader:
    """A consumer of one topic, used by the one thread that made it."""

    def __init__(self, consumer: KafkaConsumer, topic: str) -> None:
        self.consumer = consumer
        self._joined_at = monotonic()
        consumer.subscribe([topic])

    def poll(self, limit: int) -> Polled:
        wait = WAIT_MS if self._joined() else JOINING_MS
        polled: Mapping[TopicPartition, Sequence[Any]] = self.consumer.poll(
            timeout_ms=wait, max_records=limit
        )
        if self._joined():
            self._joined_at = monotonic()
        return polled

    def stuck(self) -> bool:
        return monotonic() - self._joined_at > STUCK_SECONDS and not self._joined()

    def close(self) -> None:
        self.consumer.close(autocommit=False, timeout_ms=5_000)

    def _joined(self) -> bool:
        return bool(self.consumer.group_metadata().state == MemberState.STABLE)


class KafkaEventLog:
    """An EventLog on Kafka. One producer; a consumer for each thread, topic and group, made in its thread."""

    def __init__(self, url: str) -> None:
        self._address = read_kafka_address(url)
        self._lock = threading.Lock()
        self._admin_lock = threading.Lock()
        self._admin: KafkaAdminClient | None = None
        self._producer: KafkaProducer | None = None
        self._mine = threading.local()
        self._readers: list[KafkaReader] = []

    def prepare(self, topics: Sequence[str]) -> None:
        """Make the topics that are not there; what is in them is kept for ever."""
        replication = self._address.replication
        keeping = FOR_EVER | {"min.insync.replicas": str(max(1, replication - 1))}
        shape = {
            "num_partitions": self._address.partitions,
            "replication_factor": replication,
            "configs": keeping,
        }
        for topic in set(topics) - set(self._ask(lambda admin: admin.list_topics())):
            with suppress(TopicAlreadyExistsError):  # another process was quicker
                self._ask(
                    lambda admin, topic=topic: admin.create_topics({topic: shape}, wait_for_metadata=True)
                )

    def append(self, records: Sequence[Record]) -> None:
        with self._lock:
            producer = self._producer = self._producer or KafkaProducer(
                **self._address.connection, **CONNECTING, **PRODUCING
            )
            try:
                for one_round in in_rounds([_sending(producer, record) for record in records]):
                    _send(producer, one_round)
            except KafkaError:
                self._producer = None  # what it still knows of this append must not be sent later
                _let_go(producer)
                raise

    @contextmanager
    def read(self, topic: str, group: str, limit: int) -> Iterator[KafkaBatch]:
        reader = self._reader(topic, group)
        try:
            polled = reader.poll(limit)
        except KafkaError:
            self._close_reader(topic, group)  # the next read begins with a new one
            raise
        if not polled:
            yield KafkaBatch()
            return
        batch = _batch(reader.consumer, polled)
        try:
            yield batch
        finally:
            if not batch.committed:
                batch.rewind()

    def lag(self, topic: str, group: str) -> int:
        return self._ask(lambda admin: _lag(admin, topic, _group_id(topic, group)))

    def forget(self, topic: str, group: str) -> None:
        self._close_reader(topic, group)
        with suppress(GroupIdNotFoundError):  # it never read anything
            self._ask(lambda admin: admin.delete_groups([_group_id(topic, group)]))

    def ready(self) -> bool:
        return self._ask(lambda admin: bool(admin.describe_cluster()["brokers"]))

    def close(self) -> None:
        """Leave every group and let go; the threads that read have ended by now."""
        for reader in self._readers:
            reader.close()
        self._readers.clear()
        with self._lock:
            if self._producer is not None:
                _let_go(self._producer)
                self._producer = None
        with self._admin_lock:
            self._drop_admin()

    def _ask(self, question: Callable[[KafkaAdminClient], Answer]) -> Answer:
        """Ask the cluster, one question at a time; for a while again, if it is new or has lost a leader.

        Each time with a new client: the old one goes on asking whom it knew.
        """
        give_up = monotonic() + PATIENCE_SECONDS
        while True:
            try:
                with self._admin_lock:
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
        except KafkaError:
            self._drop_admin()
            raise

    def _drop_admin(self) -> None:
        if self._admin is not None:
            self._admin.close()
            self._admin = None

    def _reader(self, topic: str, group: str) -> KafkaReader:
        mine: dict[tuple[str, str], KafkaReader] = self._mine.__dict__.setdefault("readers", {})
        if (topic, group) in mine and mine[topic, group].stuck():
            logger.warning("reader_replaced", topic=topic, group=group)
            self._close_reader(topic, group)
        if (topic, group) not in mine:
            settings = {**self._address.connection, **CONNECTING, **CONSUMING}
            mine[topic, group] = KafkaReader(
                KafkaConsumer(group_id=_group_id(topic, group), **settings), topic
            )
            self._readers.append(mine[topic, group])
        return mine[topic, group]

    def _close_reader(self, topic: str, group: str) -> None:
        """Close this thread's reader of the group: a group with a member cannot be removed."""
        reader = self._mine.__dict__.get("readers", {}).pop((topic, group), None)
        if reader is not None:
            self._readers.remove(reader)
            reader.close()


def _lag(admin: KafkaAdminClient, topic: str, group_id: str) -> int:
    [described] = admin.describe_topics([topic])
    places = [TopicPartition(topic, one["partition_index"]) for one in described["partitions"]]
    ends = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
    begins = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.EARLIEST))
    read = admin.list_group_offsets({group_id: places})[group_id]
    return sum(
        ends[one].offset - max(begins[one].offset, read[one].offset if one in read else 0) for one in places
    )


def _sending(producer: KafkaProducer, record: Record) -> Sending:
    try:
        count = len(producer.partitions_for(record.topic))
    except KafkaTimeoutError:
        raise Unwritten(f"The log gives no topic '{record.topic}'. Run 'cdop migrate'.") from None
    value = json.dumps(record.envelope, ensure_ascii=False, separators=(",", ":")).encode()
    return Sending(record.topic, partition_of(record.key, count), record.key.encode(), value)


def _send(producer: KafkaProducer, one_round: Sequence[Sending]) -> None:
    sent = [
        producer.send(one.topic, partition=one.partition, key=one.key, value=one.value) for one in one_round
    ]
    producer.flush(timeout=(GIVE_UP_MS + LINGER_MS + 5_000) / 1000)
    for future in sent:
        future.get(timeout=0)


def _let_go(producer: KafkaProducer) -> None:
    try:
        producer.close(timeout=5)
    except KafkaError as error:
        logger.warning("producer_not_closed", error=type(error).__name__)


def _batch(consumer: KafkaConsumer, polled: Mapping[TopicPartition, Sequence[Any]]) -> KafkaBatch:
    after = {
        place: OffsetAndMetadata(found[-1].offset + 1, "", found[-1].leader_epoch)
        for place, found in polled.items()
    }
    first = {place: found[0].offset for place, found in polled.items()}
    records = [_record(place, message) for place, found in polled.items() for message in found]
    return KafkaBatch(consumer, records, first, after)


def _record(place: TopicPartition, message: Any) -> Record:
    key = (message.key or b"").decode(errors="replace").replace("\0", "")
    position = f"{place.topic}/{place.partition}@{message.offset}"
    return Record(place.topic, key, _envelope(message.value or b""), position)


def _envelope(value: bytes) -> Mapping[str, Any]:
    """What was sent; if that is no JSON object, its bytes, so that nothing is lost."""
    try:
        found = json.loads(value)
        kept = json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return _unreadable(value)
    # PostgreSQL keeps no null character, in whatever JSON
    return found if isinstance(found, dict) and b"\\u0000" not in kept else _unreadable(value)


def _unreadable(value: bytes) -> Mapping[str, Any]:
    return {"data_base64": b64encode(value).decode()}


def _group_id(topic: str, group: str) -> str:
    """A group of its own for each topic, so that a rebalance of one does not stop the other."""
    return f"{group}.{topic}"
