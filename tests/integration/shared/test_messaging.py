"""Delivery is effectively once: real outbox, relay, log and inbox on a real PostgreSQL."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from shared.contracts import ReportingFormReceived
from shared.messaging import DatabaseEventLog, UnknownEventLog, consume_once, open_event_log, relay_once
from shared.people import SYSTEM
from shared.service import Service
from shared.storage import Database, service_metadata

TOPIC = "child-death-notifications"
PUBLISHER = Service("publisher", "/p", "Publisher", Path(), service_metadata(), tuple, topic=TOPIC)
READER = Service("reader", "/r", "Reader", Path(), service_metadata(), tuple, consumes=(TOPIC,))


def received(source: str = "source-1") -> ReportingFormReceived:
    return ReportingFormReceived(
        case_reference="LLR-2026-0001", source_id=source, outcome="returned", received_on="2026-06-15"
    )


@pytest.fixture
def log(empty_database: Callable[[], str]) -> DatabaseEventLog:
    return DatabaseEventLog(empty_database())


@pytest.fixture
def publisher(database_for: Callable[[Service], Database]) -> Database:
    return database_for(PUBLISHER)


@pytest.fixture
def reader(database_for: Callable[[Service], Database]) -> Database:
    return database_for(READER)


def publish(database: Database, now: datetime, *sources: str) -> None:
    with database.transaction(person=SYSTEM, at=now) as tx:
        for source in sources:
            tx.publish(received(source))


def deliver(reader: Database, log: DatabaseEventLog, now: datetime, handler: Callable[..., None]) -> bool:
    handlers = {ReportingFormReceived: handler}
    return consume_once(reader, log, topic=TOPIC, group="reader", handlers=handlers, at=now)


def test_an_event_published_in_a_transaction_reaches_the_reader_once(publisher, reader, log, now) -> None:
    seen: list[str] = []
    publish(publisher, now, "a", "b", "c")
    assert relay_once(publisher, log, at=now)
    assert deliver(reader, log, now, lambda tx, event: seen.append(event.source_id))
    assert not relay_once(publisher, log, at=now)
    assert not deliver(reader, log, now, lambda tx, event: seen.append(event.source_id))
    assert seen == ["a", "b", "c"]


def test_an_event_of_a_transaction_that_fails_is_never_published(publisher, log, now) -> None:
    with pytest.raises(ZeroDivisionError), publisher.transaction(person=SYSTEM, at=now) as tx:
        tx.publish(received())
        raise ZeroDivisionError
    assert not relay_once(publisher, log, at=now)


def test_a_record_delivered_twice_has_one_effect(publisher, reader, log, now) -> None:
    seen: list[str] = []
    publish(publisher, now, "a")
    with publisher.session() as session:
        before = session.execute(text("SELECT envelope FROM outbox")).scalar_one()
    relay_once(publisher, log, at=now)
    from shared.messaging import Record

    log.append([Record(TOPIC, "LLR-2026-0001", before)])
    deliver(reader, log, now, lambda tx, event: seen.append(event.source_id))
    assert seen == ["a"]


def test_a_batch_that_is_not_committed_comes_again(publisher, log, now) -> None:
    publish(publisher, now, "a")
    relay_once(publisher, log, at=now)
    for _ in range(2):
        with log.read(TOPIC, "reader", 10) as batch:
            assert len(batch.records) == 1


def test_two_readers_of_one_group_do_not_read_at_the_same_time(publisher, log, now) -> None:
    publish(publisher, now, "a")
    relay_once(publisher, log, at=now)
    with log.read(TOPIC, "reader", 10) as first, log.read(TOPIC, "reader", 10) as second:
        assert (len(first.records), len(second.records)) == (1, 0)


def test_a_second_relay_waits_its_turn(publisher, log, now) -> None:
    publish(publisher, now, "a")
    with publisher.session() as session, session.begin():
        session.execute(text("SELECT name FROM relay_lease FOR UPDATE"))
        assert not relay_once(publisher, log, at=now)
    assert relay_once(publisher, log, at=now)


def test_a_service_without_a_topic_cannot_publish(reader, now) -> None:
    with pytest.raises(LookupError), reader.transaction(person=SYSTEM, at=now) as tx:
        tx.publish(received())


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_audit_entries_cannot_be_changed_or_removed(reader, now, statement: str) -> None:
    with reader.transaction(person=SYSTEM, at=now) as tx:
        tx.audit("looked", case="LLR-2026-0001", reading=True)
    with pytest.raises(DBAPIError, match="never changed"), reader.engine.begin() as connection:
        connection.execute(text(statement))


def test_an_unknown_event_log_is_refused_with_the_known_ones_named() -> None:
    with pytest.raises(UnknownEventLog, match="postgresql://"):
        open_event_log("rabbit://somewhere")


def test_nothing_is_kept_of_an_audit_entry_whose_change_fails(reader, now) -> None:
    with pytest.raises(ZeroDivisionError), reader.transaction(person=SYSTEM, at=now) as tx:
        tx.audit("tried")
        raise ZeroDivisionError
    with reader.session() as session:
        assert session.scalar(select(func.count()).select_from(READER.metadata.tables["audit_entry"])) == 0
