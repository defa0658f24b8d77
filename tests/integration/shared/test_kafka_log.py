"""What the log on Kafka does beyond the common promises."""

from collections.abc import Iterator

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from shared.messaging import Record, open_event_log
from shared.messaging.kafka_address import read_kafka_address
from shared.messaging.kafka_log import KafkaEventLog
from shared.messaging.kafka_rounds import partition_of
from shared.messaging.log import Unwritten
from tests.kafka_broker import fresh_topic


@pytest.fixture
def log(kafka: str) -> Iterator[KafkaEventLog]:
    opened = open_event_log(f"{kafka}/?partitions=4")
    assert isinstance(opened, KafkaEventLog)
    yield opened
    opened.close()


def test_a_case_keeps_to_the_partition_of_its_reference(log: KafkaEventLog) -> None:
    topic, cases = fresh_topic(), [f"LLR-2026-{number:04}" for number in range(12)]
    log.prepare([topic])
    log.append([Record(topic, case, {"id": case, "type": "test.v1"}) for case in cases])
    places: dict[str, str] = {}
    while len(places) < len(cases):
        with log.read(topic, "reader", 50) as batch:
            places |= {each.key: each.position for each in batch.records}
            if batch.records:
                batch.commit()
    expected = {case: f"{topic}/{partition_of(case, 4)}" for case in cases}
    assert {case: position.split("@")[0] for case, position in places.items()} == expected


def test_a_topic_is_kept_for_ever(log: KafkaEventLog, kafka: str) -> None:
    topic = fresh_topic()
    log.prepare([topic])
    with KafkaAdminClient(**read_kafka_address(kafka).connection) as admin:
        [described] = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])[
            "topic"
        ].values()
    assert (described["retention.ms"]["value"], described["retention.bytes"]["value"]) == ("-1", "-1")
    assert described["cleanup.policy"]["value"] == "delete"


def test_a_topic_that_was_never_prepared_is_named_with_what_to_do(log: KafkaEventLog) -> None:
    with pytest.raises(Unwritten, match=r"gives no topic 'nowhere'.*cdop migrate"):
        log.append([Record("nowhere", "a", {"id": "1", "type": "test.v1"})])
