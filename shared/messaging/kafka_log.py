"""The event log on Apache Kafka, by kafka-python.

Three things keep the order of a case without gaps. Its key picks its partition, by a hash that no client
library can change under us. What one append sends to a partition fits one batch of the producer, which the
broker takes whole or not at all; so when an append is repeated, what arrives is a superset in order and the
reader's inbox knows the repeated events. And a reader's position moves only after its database has committed.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog
from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

from shared.messaging.kafka_address import read_kafka_address
from shared.messaging.kafka_cluster import KafkaCluster
from shared.messaging.kafka_options import CONNECTING, CONSUMING, GIVE_UP_MS, LINGER_MS, PRODUCING
from shared.messaging.kafka_reading import KafkaBatch, KafkaReader
from shared.messaging.kafka_rounds import Sending, in_rounds, partition_of
from shared.messaging.log import Record, Unwritten

logger = structlog.get_logger(__name__)


class KafkaEventLog:
    """An EventLog on Kafka. One producer; a consumer for each thread, topic and group, made in its thread."""

    def __init__(self, url: str) -> None:
        self._address = read_kafka_address(url)
        self._cluster = KafkaCluster(self._address)
        self._appending = threading.Lock()
        self._producer: KafkaProducer | None = None
        self._mine = threading.local()
        self._readers: list[KafkaReader] = []

    def prepare(self, topics: Sequence[str]) -> None:
        self._cluster.make_topics(topics)

    def append(self, records: Sequence[Record]) -> None:
        with self._appending:
            producer = self._producer = self._producer or KafkaProducer(
                **self._address.connection, **CONNECTING, **PRODUCING
            )
            try:
                for one_round in in_rounds([_sending(producer, record) for record in records]):
                    _send(producer, one_round)
            except Exception:
                self._let_go()  # what it still knows of this append must not be sent later
                raise

    @contextmanager
    def read(self, topic: str, group: str, limit: int) -> Iterator[KafkaBatch]:
        reader = self._reader(topic, group)
        try:
            batch = reader.poll(limit)
        except Exception:
            self._close_reader(topic, group)  # the next read begins with a new one
            raise
        try:
            yield batch
        finally:
            if not batch.committed:
                batch.rewind()

    def lag(self, topic: str, group: str) -> int:
        return self._cluster.lag(topic, _group_id(topic, group))

    def forget(self, topic: str, group: str) -> None:
        self._close_reader(topic, group)
        self._cluster.remove_group(_group_id(topic, group))

    def ready(self) -> bool:
        return self._cluster.answers()

    def close(self) -> None:
        """Leave every group and let go; the threads that read have ended by now."""
        for reader in self._readers:
            reader.close()
        self._readers.clear()
        with self._appending:
            self._let_go()
        self._cluster.close()

    def _let_go(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            try:
                producer.close(timeout=5)
            except KafkaError as error:
                logger.warning("producer_not_closed", error=type(error).__name__)

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


def _group_id(topic: str, group: str) -> str:
    """A group of its own for each topic, so that a rebalance of one does not stop the other."""
    return f"{group}.{topic}"
