"""Relay and consumer, beside what their log can do when nobody does anything with the records."""

import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from kafka import KafkaConsumer, KafkaProducer
from sqlalchemy import JSON, Column, MetaData, Table, Text

from deploy.host import Installation, installation
from deploy.personas import PERSONAS
from services.theming.handlers import HANDLERS
from shared.messaging import consume_once, relay_once
from shared.messaging.consumer import BATCH as READ_AT_ONCE
from shared.messaging.consumer import Handlers
from shared.messaging.kafka_address import read_kafka_address
from shared.messaging.relay import BATCH as SENT_AT_ONCE
from shared.settings import Settings
from shared.storage import Database
from shared.storage.kernel_tables import outbox
from tests.benchmarks.material import notified
from tests.benchmarks.measuring import load, note, report

COUNT = 2000
TOPIC = "child-death-notifications"
FLOOR_TOPIC = "bench-floor"
ROW = Table("bench_row", MetaData(), Column("key", Text), Column("envelope", JSON))


def carrying(settings: Settings, name: str) -> None:
    """Rows of the table, for the log that ``settings`` name."""
    with installation(settings) as place:
        place.migrate()
        place.log.prepare([FLOOR_TOPIC])
        records = _filled(place.databases["notifications"], f"C{name[:2].upper()}")
        note(f"  ({COUNT} events, {load()})")
        relaying = _spent(lambda: _relay(place))
        inboxed = _spent(lambda: _consume(place, "bench", {}))
        handled = _spent(lambda: _consume(place, "bench-theming", HANDLERS))
        rows = _spent(lambda: _insert(place.databases["theming"], records))
        if settings.events_url.startswith("kafka:"):
            sent = _spent(lambda: _produce(settings.events_url, records))
            read = _spent(lambda: _poll(settings.events_url))
            beside(f"Relayed, {name}", relaying, sent, "kafka-python sends")
            beside(f"Read into the inbox, {name}", inboxed, read, "kafka-python polls")
            beside(f"Relay + inbox, {name}", relaying + inboxed, sent + read, "kafka-python loop")
            beside(f"Relay + theming, {name}", relaying + handled, sent + read, "kafka-python loop")
        beside(f"Relay + inbox, {name}", relaying + inboxed, rows, "rows inserted")
        beside(f"Relay + theming, {name}", relaying + handled, rows, "rows inserted")


def beside(what: str, ours: float, floor: float, floor_is: str) -> None:
    report(what, COUNT / ours, COUNT / floor, "events/s", floor_is)


def _spent(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _filled(notifications: Database, code: str) -> Sequence[tuple[str, bytes]]:
    """Puts COUNT events into the outbox; gives key and bytes of each as they are sent."""
    with notifications.transaction(person=PERSONAS["cdr-manager"], at=datetime.now(UTC)) as tx:
        for number in range(COUNT):
            tx.publish(notified(f"{code}-2026-{number:06}"))
        rows = tx.session.execute(outbox.select().where(outbox.c.published_at.is_(None))).all()
    return [(row.key, json.dumps(row.envelope, separators=(",", ":")).encode()) for row in rows]


def _relay(place: Installation) -> None:
    while relay_once(place.databases["notifications"], place.log, at=datetime.now(UTC)):
        pass


def _consume(place: Installation, group: str, handlers: Handlers) -> None:
    """Until the group has read everything; the first reads of a group on Kafka wait for their partitions."""
    theming, log = place.databases["theming"], place.log
    if group == "bench-theming":
        with theming.owner.begin() as connection:
            connection.exec_driver_sql("DELETE FROM inbox")  # the same events once more, now with an effect
    while log.lag(TOPIC, group):
        while consume_once(theming, log, topic=TOPIC, group=group, handlers=handlers, at=datetime.now(UTC)):
            pass


def _insert(theming: Database, records: Sequence[tuple[str, bytes]]) -> None:
    """The same rows into one table, as many a transaction as a consumer reads at once."""
    ROW.metadata.drop_all(theming.owner)
    ROW.metadata.create_all(theming.owner)
    for some in batched_by(READ_AT_ONCE, records):
        with theming.owner.begin() as connection:
            connection.execute(ROW.insert(), [{"key": k, "envelope": json.loads(v)} for k, v in some])


def _produce(url: str, records: Sequence[tuple[str, bytes]]) -> None:
    """As durable as ours, and as many at once."""
    producer = KafkaProducer(
        **read_kafka_address(url).connection, acks="all", enable_idempotence=True, linger_ms=5
    )
    for some in batched_by(SENT_AT_ONCE, records):
        for key, value in some:
            producer.send(FLOOR_TOPIC, key=key.encode(), value=value)
        producer.flush()
    producer.close()


def _poll(url: str) -> None:
    consumer = KafkaConsumer(
        FLOOR_TOPIC,
        **read_kafka_address(url).connection,
        group_id=f"floor-{time.time()}",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    seen = 0
    while seen < COUNT:
        polled = consumer.poll(timeout_ms=200, max_records=READ_AT_ONCE)
        seen += sum(len(some) for some in polled.values())
        if polled:
            consumer.commit()
    consumer.close()


def batched_by(size: int, records: Sequence[tuple[str, bytes]]) -> list[Sequence[tuple[str, bytes]]]:
    return [records[first : first + size] for first in range(0, len(records), size)]
