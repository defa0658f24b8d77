"""The figures of what waits are asked of the database and the log, and one that fails spoils no other."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from shared.contracts import ReportingFormReceived
from shared.messaging import DatabaseEventLog, consume_once, relay_once
from shared.messaging.standing import StandingCollector
from shared.people import SYSTEM
from shared.service import Service
from shared.storage import Database, Transaction, service_metadata

TOPIC = "child-death-notifications"
PUBLISHER = Service("publisher", "/p", "Publisher", Path(), service_metadata(), tuple, topic=TOPIC)
READER = Service("reader", "/r", "Reader", Path(), service_metadata(), tuple, consumes=(TOPIC,))
SERVICES = (PUBLISHER, READER)


@pytest.fixture
def log(empty_database: Callable[[], str]) -> Iterator[DatabaseEventLog]:
    made = DatabaseEventLog(empty_database())
    made.prepare([TOPIC])
    yield made
    made.close()


@pytest.fixture
def databases(database_for: Callable[[Service], Database]) -> dict[str, Database]:
    return {each.name: database_for(each) for each in SERVICES}


@pytest.fixture
def unreachable() -> Iterator[Database]:
    """A database behind an address that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        database = Database("publisher", f"postgresql+psycopg://role:hush@127.0.0.1:{port}/p", TOPIC)
        yield database
        database.close()


def figures(databases: dict[str, Database], log: DatabaseEventLog) -> Callable[..., float | None]:
    registry = CollectorRegistry()
    registry.register(StandingCollector(SERVICES, databases, log))
    return lambda name, **labels: registry.get_sample_value(name, labels)


def publish(database: Database, at: datetime, count: int) -> None:
    with database.transaction(person=SYSTEM, at=at) as tx:
        for number in range(count):
            tx.publish(
                ReportingFormReceived(
                    case_reference="LLR-2026-0001",
                    source_id=f"source-{number}",
                    outcome="returned",
                    received_on="2026-06-15",
                )
            )


def refuse(tx: Transaction, event: ReportingFormReceived) -> None:
    raise ZeroDivisionError


def test_what_waits_is_counted_where_it_waits(databases: dict[str, Database], log: DatabaseEventLog) -> None:
    now = datetime.now(UTC)
    publish(databases["publisher"], now - timedelta(minutes=10), 2)
    figure = figures(databases, log)
    assert figure("cdop_outbox_waiting", service="publisher") == 2
    assert 600 <= (figure("cdop_outbox_oldest_seconds", service="publisher") or 0) < 900
    relay_once(databases["publisher"], log, at=now)
    assert figure("cdop_outbox_waiting", service="publisher") == 0
    assert figure("cdop_outbox_oldest_seconds", service="publisher") == 0
    assert figure("cdop_consumer_lag", service="reader", topic=TOPIC) == 2
    handlers = {ReportingFormReceived: refuse}
    consume_once(databases["reader"], log, topic=TOPIC, group="reader", handlers=handlers, at=now)
    assert figure("cdop_consumer_lag", service="reader", topic=TOPIC) == 0
    assert figure("cdop_dead_letters", service="reader", state="waiting") == 2
    assert figure("cdop_dead_letters", service="reader", state="set_aside") == 0


def test_a_database_that_does_not_answer_has_no_figures_and_the_others_have(
    databases: dict[str, Database], log: DatabaseEventLog, unreachable: Database
) -> None:
    figure = figures(databases | {"publisher": unreachable}, log)
    assert figure("cdop_database_up", service="publisher") == 0
    assert figure("cdop_outbox_waiting", service="publisher") is None
    assert figure("cdop_outbox_waiting", service="reader") == 0
    assert figure("cdop_log_up") == 1


def test_a_log_that_fails_is_said_to_be_down(
    databases: dict[str, Database], empty_database: Callable[[], str]
) -> None:
    broken = DatabaseEventLog(empty_database())
    with broken._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE reading_position, event_record")
    figure = figures(databases, broken)
    assert figure("cdop_log_up") == 0
    assert figure("cdop_consumer_lag", service="reader", topic=TOPIC) is None
    assert figure("cdop_database_up", service="reader") == 1
    broken.close()
