"""The local Kafka keeps what it took, leaves nothing behind, and says what it lacks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

from deploy.kafka import LocalKafka, LocalKafkaError
from tests.kafka_broker import MUST_NOT_SKIP, broker_or_skip, fresh_topic, give_up


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    """A node of our own, in a folder with a space."""
    try:
        with LocalKafka(tmp_path_factory.mktemp("a folder") / "kafka data") as own:
            yield own
    except LocalKafkaError as missing:
        give_up(str(missing))


def _put(cluster: LocalKafka, topic: str, text: bytes) -> None:
    with KafkaAdminClient(bootstrap_servers=cluster.bootstrap) as admin:
        admin.create_topics({topic: {"num_partitions": 1}}, wait_for_metadata=True)
    with KafkaProducer(bootstrap_servers=cluster.bootstrap, acks="all") as producer:
        producer.send(topic, text).get(timeout=60)


def _first(cluster: LocalKafka, topic: str) -> bytes:
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=cluster.bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=60_000,
    )
    try:
        return next(consumer).value
    finally:
        consumer.close()


def test_a_killed_node_leaves_no_process_and_keeps_its_records_and_address(cluster: LocalKafka) -> None:
    topic, address = fresh_topic(), cluster.bootstrap
    _put(cluster, topic, b"kept")
    process = cluster.process(1)
    cluster.kill(1)
    assert not Path(f"/proc/{process.pid}").exists()
    cluster.start(1)
    cluster.wait_until_ready()
    assert cluster.bootstrap == address
    assert cluster.leader_of(topic) == 1
    assert _first(cluster, topic) == b"kept"


def test_a_node_that_cannot_run_says_why(tmp_path: Path, cluster: LocalKafka) -> None:
    with pytest.raises(LocalKafkaError, match="no-such-kind"):
        LocalKafka(tmp_path, settings={"process.roles": "no-such-kind"}).__enter__()


@pytest.mark.parametrize("program", ["java", "mvn"])
def test_a_missing_program_is_named_with_what_to_type(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    if program == "mvn":
        (programs / "java").symlink_to("/bin/true")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("CDOP_KAFKA_JARS", str(tmp_path / "jars"))
    with pytest.raises(LocalKafkaError, match=f"'{program}'.*apt-get install openjdk-17-jre-headless maven"):
        LocalKafka(tmp_path)


@pytest.mark.parametrize(
    ("must_not_skip", "outcome"), [("", pytest.skip.Exception), ("kafka", pytest.fail.Exception)]
)
def test_a_run_without_a_broker_is_skipped_loudly_or_fails_where_it_must_not_be(
    must_not_skip: str, outcome: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CDOP_TEST_KAFKA", "127.0.0.1:1")
    monkeypatch.setenv(MUST_NOT_SKIP, must_not_skip)
    with pytest.raises(outcome, match=r"NO KAFKA TESTS RAN: CDOP_TEST_KAFKA names 127\.0\.0\.1:1"):
        next(broker_or_skip(tmp_path))
