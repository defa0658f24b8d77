"""Reading from Kafka: a consumer that joins, polls and is replaced when stuck, and what it has polled."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import structlog
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError
from kafka.structs import MemberState, OffsetAndMetadata

from shared.messaging.kafka_options import CONNECTING
from shared.messaging.log import Record

WAIT_MS = 200  # how long a reader waits for a record; a worker told to stop waits no longer
JOINING_MS = 3_000  # the same, while it joins its group
# A reader that takes longer to join is replaced: kafka-python 3.0 can forget a join that is overtaken by news
# of the topic and by the end of a poll, and would then wait for ever.
STUCK_SECONDS = 30.0
Polled = Mapping[TopicPartition, Sequence[Any]]
logger = structlog.get_logger(__name__)


@dataclass
class KafkaBatch:
    """Records as polled; ``commit`` moves the group's position past them."""

    consumer: KafkaConsumer
    records: Sequence[Record]
    first: Mapping[TopicPartition, int]
    after: Mapping[TopicPartition, OffsetAndMetadata]
    committed: bool = False

    def commit(self) -> None:
        """A position that cannot be kept is logged only: the records come again and are known then."""
        try:
            self.consumer.commit(dict(self.after), timeout_ms=CONNECTING["request_timeout_ms"])
            self.committed = True
        except KafkaError as error:
            logger.warning("position_not_kept", error=type(error).__name__)

    def rewind(self) -> None:
        """Read the same records again next time, where they are still ours to read."""
        for partition in self.first.keys() & self.consumer.assignment():
            self.consumer.seek(partition, self.first[partition])


class KafkaReader:
    """A consumer of one topic, used by the one thread that made it."""

    def __init__(self, consumer: KafkaConsumer, topic: str) -> None:
        self.consumer = consumer
        self._joined_at = monotonic()
        consumer.subscribe([topic])

    def poll(self, limit: int) -> KafkaBatch:
        """The next records, at most ``limit``; waits a moment for one."""
        wait = WAIT_MS if self._joined() else JOINING_MS
        polled: Polled = self.consumer.poll(timeout_ms=wait, max_records=limit)
        if self._joined():
            self._joined_at = monotonic()
        return _batch(self.consumer, polled)

    def stuck(self) -> bool:
        return monotonic() - self._joined_at > STUCK_SECONDS and not self._joined()

    def close(self) -> None:
        self.consumer.close(autocommit=False, timeout_ms=5_000)

    def _joined(self) -> bool:
        return bool(self.consumer.group_metadata().state == MemberState.STABLE)


def _batch(consumer: KafkaConsumer, polled: Polled) -> KafkaBatch:
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
