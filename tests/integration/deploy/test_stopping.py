"""Told to stop, a process finishes what it has begun, and commits it. Told again, it ends at once."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx2
import pytest
from kafka import KafkaAdminClient
from sqlalchemy import Connection, create_engine, select, text

from deploy.host import Installation, installation
from deploy.personas import PERSONAS
from deploy.services import BY_NAME
from shared.contracts import ReportingFormReceived
from shared.messaging.kafka_address import read_kafka_address
from shared.people import SYSTEM
from shared.settings import Settings
from shared.storage.kernel_tables import outbox
from shared.web.tokens import issue_token
from tests.integration.deploy.processes import Running, cdop, until
from tests.integration.line.test_nothing_identifying_leaves import NOTIFICATION

WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest.fixture
def place(
    empty_database: Callable[[], str], parted_database: Callable[[str], dict[str, str]]
) -> Iterator[Installation]:
    settings = Settings(
        **parted_database("notifications"),
        events_url=empty_database(),
        secret_key="for tests only, and long enough to sign",
        demo=True,
    )
    with installation(settings, (BY_NAME["notifications"],)) as made:
        made.migrate()
        yield made


@contextmanager
def locked(url: str, table: str) -> Iterator[Connection]:
    """Whoever wants to write to the table waits until the block ends."""
    engine = create_engine(url)
    with engine.connect() as connection, connection.begin():
        connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
        yield connection
    engine.dispose()


def somebody_waits(connection: Connection) -> Callable[[], bool]:
    return lambda: bool(connection.scalar(WAITING))


def publish(place: Installation, now: datetime) -> None:
    event = ReportingFormReceived(
        case_reference="LLR-2026-0001", source_id="source-1", outcome="returned", received_on="2026-06-15"
    )
    with place.databases["notifications"].transaction(person=SYSTEM, at=now) as tx:
        tx.publish(event)


def unpublished(place: Installation) -> int:
    with place.databases["notifications"].session() as session:
        return len(session.execute(select(outbox.c.id).where(outbox.c.published_at.is_(None))).all())


def saved(place: Installation) -> int:
    with place.databases["notifications"].session() as session:
        return len(session.execute(text("SELECT 1 FROM child_identity")).all())


def notify(web: Running, place: Installation) -> httpx2.Response:
    bearer = {"Authorization": f"Bearer {issue_token(place.settings, PERSONAS['partner-system'])}"}
    address = f"{web.address}/notifications/api/notifications"
    return httpx2.post(address, json=NOTIFICATION, headers=bearer, timeout=60, trust_env=False)


def test_a_request_that_is_being_answered_is_finished_while_no_more_are_asked_for(
    place: Installation, tmp_path: Path
) -> None:
    serving = cdop(place.settings, tmp_path / "lines", "serve", "notifications", CDOP_LEAVE_SECONDS="2")
    with serving as web, ThreadPoolExecutor() as pool:
        until(web.answers)
        with locked(place.settings.notifications_owner_url, "audit_entry") as holder:
            answer = pool.submit(notify, web, place)
            until(somebody_waits(holder))
            web.process.send_signal(signal.SIGTERM)
            until(lambda: web.answers(status=503))
            assert web.ask("/health").status_code == 200
            assert not answer.done()
        assert answer.result().status_code == 201
        assert web.ended() == 0
    assert saved(place) == 1


def test_work_answers_how_it_is_and_finishes_its_batch(
    place: Installation, tmp_path: Path, now: datetime
) -> None:
    with cdop(place.settings, tmp_path / "lines", "work", "notifications") as work:
        until(work.answers)
        figures = work.ask("/metrics").text
        with locked(place.settings.events_url, "event_record") as holder:
            publish(place, now)
            until(somebody_waits(holder))
            work.process.send_signal(signal.SIGTERM)
            until(lambda: "stopping" in {line["event"] for line in work.lines()})
        assert work.ended() == 0
        events = [line["event"] for line in work.lines()]
    assert 'cdop_outbox_waiting{service="notifications"} 0.0' in figures
    assert unpublished(place) == 0
    assert [one for one in events if one != "library"] == ["started", "stopping", "relayed", "stopped"]


def test_told_twice_it_ends_at_once_and_what_was_in_hand_is_as_before(
    place: Installation, tmp_path: Path, now: datetime
) -> None:
    with cdop(place.settings, tmp_path / "lines", "work", "notifications") as work:
        until(work.answers)
        with locked(place.settings.events_url, "event_record") as holder:
            publish(place, now)
            until(somebody_waits(holder))
            work.process.send_signal(signal.SIGINT)
            until(lambda: "stopping" in {line["event"] for line in work.lines()})
            work.process.send_signal(signal.SIGTERM)
            assert work.ended() == 128 + signal.SIGTERM
            assert unpublished(place) == 1


def members_of(kafka: str, group: str) -> set[str]:
    """The readers that the broker believes to be there."""
    admin = KafkaAdminClient(**read_kafka_address(kafka).connection)
    try:
        return {member["member_id"] for member in admin.describe_groups([group])[group]["members"]}
    finally:
        admin.close()


def test_a_worker_on_kafka_leaves_its_group_so_that_another_reads_on_at_once(
    kafka: str, parted_database: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    settings = Settings(**parted_database("panel"), events_url=kafka, secret_key="k" * 40, demo=True)
    with installation(settings, (BY_NAME["panel"],)) as place:
        place.migrate()
    group = "panel.child-death-notifications"
    with cdop(settings, tmp_path / "lines", "work", "panel") as work:
        until(work.answers)
        until(lambda: bool(members_of(kafka, group)))
        there = members_of(kafka, group)
        work.process.send_signal(signal.SIGTERM)
        assert work.ended() == 0
        assert there - members_of(kafka, group)
