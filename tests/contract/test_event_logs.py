"""What every event log promises, whatever stands behind it. Each test runs on PostgreSQL and on Kafka."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import insert

from shared.messaging import DatabaseEventLog, EventLog, Record, open_event_log
from shared.messaging.database_log import event_record
from shared.storage import make_engine

GROUP = "reader"
Raw = Callable[[str, str, str], None]


@pytest.fixture(params=["postgresql", "kafka"])
def url(request: pytest.FixtureRequest) -> str:
    """Where a log is, of each kind."""
    if request.param == "kafka":
        return request.getfixturevalue("kafka") + "/?partitions=3"
    return request.getfixturevalue("empty_database")()


@pytest.fixture
def log(url: str) -> Iterator[EventLog]:
    opened = open_event_log(url)
    yield opened
    opened.close()


@pytest.fixture
def topic(log: EventLog) -> str:
    name = f"test-{uuid4().hex}"
    log.prepare([name])
    return name


@pytest.fixture
def put(url: str, log: EventLog) -> Raw:
    """Puts JSON, or what is none, on the log behind its back: ``put(topic, key, text)``."""
    if isinstance(log, DatabaseEventLog):
        engine = make_engine(url)

        def insert_row(topic: str, key: str, text: str) -> None:
            with engine.begin() as connection:
                row = {"topic": topic, "key": key, "envelope": json.loads(text)}
                connection.execute(insert(event_record).values(row))

        return insert_row

    def send(topic: str, key: str, text: str) -> None:
        from kafka import KafkaProducer

        from shared.messaging.kafka_address import read_kafka_address
        from shared.messaging.kafka_rounds import partition_of

        with KafkaProducer(**read_kafka_address(url).connection) as producer:
            place = partition_of(key, len(producer.partitions_for(topic)))
            producer.send(topic, key=key.encode(), value=text.encode(), partition=place).get(timeout=60)

    return send


def record(topic: str, key: str, number: int, **more: object) -> Record:
    return Record(topic, key, {"id": f"{key}-{number}", "type": "test.v1", "number": number, **more})


def read_all(log: EventLog, topic: str, group: str = GROUP, limit: int = 50) -> list[Record]:
    """Read and commit until the group has read everything."""
    found: list[Record] = []
    while log.lag(topic, group):
        with log.read(topic, group, limit) as batch:
            found.extend(batch.records)
            if batch.records:
                batch.commit()
    return found


def numbers_by_key(records: list[Record]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for each in records:
        found[each.key].append(each.envelope["number"])
    return found


def some(log: EventLog, topic: str, group: str = GROUP, limit: int = 50) -> list[Record]:
    """The next records, not committed; a reader may have to wait until it has joined its group."""
    while True:
        with log.read(topic, group, limit) as batch:
            if batch.records:
                return list(batch.records)


def test_what_is_appended_is_read_as_it_was(log: EventLog, topic: str) -> None:
    sent = record(topic, "LLR-2026-0001", 1, text="Zoë – 5 µg “quoted”\n", empty=None, nested={"a": [1, 2.5]})
    log.append([sent])
    [read] = read_all(log, topic)
    assert (read.topic, read.key, read.envelope) == (sent.topic, sent.key, sent.envelope)


def test_records_of_one_key_come_in_the_order_appended(log: EventLog, topic: str) -> None:
    keys = [f"LLR-2026-{number:04}" for number in range(20)]
    for start in range(0, 12, 4):
        log.append([record(topic, key, start + step) for step in range(4) for key in keys])
    found = numbers_by_key(read_all(log, topic, limit=7))
    assert found == {key: list(range(12)) for key in keys}


def test_a_group_begins_at_the_first_record_however_late_it_comes(log: EventLog, topic: str) -> None:
    log.append([record(topic, "a", number) for number in range(5)])
    assert len(read_all(log, topic, "early")) == 5
    log.append([record(topic, "a", 5)])
    assert numbers_by_key(read_all(log, topic, "late")) == {"a": [0, 1, 2, 3, 4, 5]}
    assert numbers_by_key(read_all(log, topic, "early")) == {"a": [5]}


def test_what_is_not_committed_comes_again(log: EventLog, topic: str) -> None:
    log.append([record(topic, "a", number) for number in range(5)])
    first = some(log, topic, limit=3)
    assert some(log, topic, limit=3) == first
    assert numbers_by_key(read_all(log, topic)) == {"a": [0, 1, 2, 3, 4]}


def test_a_reader_that_fails_in_the_middle_reads_the_same_again(log: EventLog, topic: str) -> None:
    log.append([record(topic, "a", number) for number in range(3)])
    some(log, topic, limit=1)
    with pytest.raises(ZeroDivisionError):
        while True:
            with log.read(topic, GROUP, 1) as batch:
                assert len(batch.records) <= 1
                if batch.records:
                    raise ZeroDivisionError
    assert [each.envelope["number"] for each in read_all(log, topic)] == [0, 1, 2]


def test_what_is_uncommitted_comes_to_another_reader_once_the_first_has_left(
    url: str, log: EventLog, topic: str
) -> None:
    log.append([record(topic, f"key-{number}", number) for number in range(9)])
    leaving = open_event_log(url)
    assert some(leaving, topic)
    leaving.close()
    assert sorted(each.envelope["number"] for each in read_all(log, topic)) == list(range(9))


def test_two_readers_of_one_group_share_the_records(url: str, log: EventLog, topic: str) -> None:
    keys = [f"key-{number}" for number in range(30)]
    log.append([record(topic, key, step) for step in range(5) for key in keys])
    found: list[list[Record]] = [[], []]
    together = Barrier(2)

    def read(mine: list[Record]) -> None:
        reader = open_event_log(url)
        together.wait()
        mine.extend(read_all(reader, topic, limit=10))
        reader.close()

    threads = [Thread(target=read, args=(mine,)) for mine in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    # A reader that joins can make the other read a batch again; its inbox knows it then.
    positions = {each.position for mine in found for each in mine}
    assert len(positions) == 150
    for mine in found:
        for numbers in numbers_by_key(mine).values():
            assert list(dict.fromkeys(numbers)) == sorted(set(numbers))


def test_appends_at_once_keep_the_order_of_each(log: EventLog, topic: str) -> None:
    def write(key: str) -> None:
        for start in range(0, 20, 5):
            log.append([record(topic, key, start + step) for step in range(5)])

    threads = [Thread(target=write, args=(f"key-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert numbers_by_key(read_all(log, topic)) == {f"key-{one}": list(range(20)) for one in range(4)}


def test_lag_counts_what_a_group_has_not_committed(log: EventLog, topic: str) -> None:
    assert log.lag(topic, GROUP) == 0
    log.append([record(topic, f"key-{number}", number) for number in range(10)])
    assert log.lag(topic, GROUP) == 10
    some(log, topic)
    assert log.lag(topic, GROUP) == 10
    read_all(log, topic)
    assert (log.lag(topic, GROUP), log.lag(topic, "another")) == (0, 10)


def test_a_group_that_is_forgotten_begins_again(log: EventLog, topic: str) -> None:
    log.append([record(topic, "a", number) for number in range(3)])
    read_all(log, topic)
    log.forget(topic, GROUP)
    log.forget(topic, "never read")
    assert numbers_by_key(read_all(log, topic)) == {"a": [0, 1, 2]}


def test_every_record_has_a_position_of_its_own_that_stays(log: EventLog, topic: str) -> None:
    log.append([record(topic, f"key-{number % 3}", number) for number in range(12)])
    once, again = read_all(log, topic, "once"), read_all(log, topic, "again")
    positions = {each.envelope["id"]: each.position for each in once}
    assert len(set(positions.values())) == 12
    assert positions == {each.envelope["id"]: each.position for each in again}


def test_a_topic_can_be_prepared_again_and_keeps_what_it_has(log: EventLog, topic: str) -> None:
    log.append([record(topic, "a", 1)])
    log.prepare([topic])
    assert len(read_all(log, topic)) == 1


def test_topics_do_not_mix(log: EventLog, topic: str) -> None:
    other = f"{topic}-other"
    log.prepare([other])
    log.append([record(topic, "a", 1), record(other, "a", 2), record(topic, "a", 3)])
    assert numbers_by_key(read_all(log, topic)) == {"a": [1, 3]}
    assert numbers_by_key(read_all(log, other)) == {"a": [2]}


def test_much_text_of_one_case_keeps_its_order(log: EventLog, topic: str) -> None:
    """More than a broker takes at once: it is sent in several rounds."""
    log.append([record(topic, "a" if number % 4 else "b", number, text="x" * 400_000) for number in range(8)])
    assert numbers_by_key(read_all(log, topic)) == {"a": [1, 2, 3, 5, 6, 7], "b": [0, 4]}


def test_appending_nothing_does_nothing(log: EventLog, topic: str) -> None:
    log.append([])
    assert log.lag(topic, GROUP) == 0


@pytest.mark.parametrize("text", ["[1, 2]", '"words"', "7", "null"])
def test_what_is_no_event_is_read_as_its_bytes_and_stops_nobody(
    log: EventLog, topic: str, put: Raw, text: str
) -> None:
    put(topic, "a", text)
    log.append([record(topic, "a", 1)])
    broken, whole = read_all(log, topic)
    assert set(broken.envelope) == {"data_base64"}
    assert whole.envelope["number"] == 1


def test_a_log_that_answers_is_ready(log: EventLog) -> None:
    assert log.ready()
