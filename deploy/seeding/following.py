"""What the other services do about the events meanwhile: relay, consumers, steps, on the events' own days."""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from multiprocessing import get_context
from multiprocessing.synchronize import Event as Flag
from time import sleep
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from shared.contracts import Event
from shared.log_lines import configure_logging
from shared.messaging import EventLog, consume_once, relay_once, retry_once
from shared.people import SYSTEM
from shared.service import Handler, Service, Step
from shared.settings import Settings
from shared.storage import Database, Transaction
from shared.storage.kernel_tables import dead_letter, inbox, outbox

if TYPE_CHECKING:
    from deploy.host import Installation

# The field of an event that says on which day it happened.
_DAYS = (
    "notified_on", "requested_on", "received_on", "confirmed_on", "completed_on",
    "placed_on", "lifted_on", "closed_on", "raised_on",
)  # fmt: skip
_PAUSE_SECONDS = 0.2
Job = Callable[[], bool]


def catch_up(place: "Installation", only: str = "") -> None:
    """Until nothing is left to relay, to consume or to theme; ``only``: for this service alone."""
    wanted = [service for service in place.services if only in ("", service.name)]
    relays = [_relay(place.databases[one.name], place.log) for one in place.services if one.topic]
    while _busy([*relays, *(job for one in wanted for job in _consumers(place, one))], _steps(place, wanted)):
        pass


def until_the_panel_knows(place: "Installation") -> None:
    """Until every event of notifications has reached the panel, whichever process brought it there.

    Finding nothing to do is not enough: the other process may hold the lease and be at work.
    """
    sent = select(func.count()).select_from(outbox)
    parked = select(func.count()).select_from(dead_letter).where(dead_letter.c.settled_at.is_(None))
    arrived = [select(func.count()).select_from(inbox), parked]
    while _count(place, "panel", *arrived) < _count(place, "notifications", sent):
        catch_up(place, only="panel")
        sleep(_PAUSE_SECONDS)


def _count(place: "Installation", service: str, *wanted: Select[int]) -> int:
    with place.databases[service].session() as session:
        return sum(session.scalar(each) or 0 for each in wanted)


@contextmanager
def beside(settings: Settings) -> Iterator[None]:
    """A second process that catches up all the while, waited for at the end: the work fills two cores."""
    context = get_context("spawn")
    stop = context.Event()
    process = context.Process(target=_follow, args=(settings, stop), daemon=True)
    process.start()
    try:
        yield
        stop.set()
        process.join()
    finally:
        process.terminate()
    if process.exitcode:
        raise ChildProcessError(
            "The second process of the seed failed; what it left undone is done next time"
        )


def _follow(settings: Settings, stop: Flag) -> None:
    from deploy.host import installation

    configure_logging("warning")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which ends this one
    with installation(settings) as place:
        while not stop.is_set():
            catch_up(place)
            stop.wait(_PAUSE_SECONDS)
        catch_up(place)


def _busy(consuming: list[Job], steps: list[Job]) -> bool:
    """Do the first thing there is to do; steps, which are slow, only while nothing is to be consumed."""
    return any(job() for job in consuming) or any(step() for step in steps)


def _consumers(place: "Installation", service: Service) -> list[Job]:
    handlers = {event: _backdated(handler) for event, handler in service.handlers.items()}
    database = place.databases[service.name]
    consuming = [_consumer(service.name, database, place.log, topic, handlers) for topic in service.consumes]
    return [*consuming, lambda: retry_once(database, handlers, at=datetime.now(UTC))]


def _steps(place: "Installation", services: list[Service]) -> list[Job]:
    return [_step(step, place.databases[service.name]) for service in services for step in service.steps]


def _relay(database: Database, log: EventLog) -> Job:
    return lambda: relay_once(database, log, at=datetime.now(UTC))


def _consumer(
    group: str, database: Database, log: EventLog, topic: str, handlers: Mapping[type[Event], Handler]
) -> Job:
    def consume() -> bool:
        now = datetime.now(UTC)
        return consume_once(database, log, topic=topic, group=group, handlers=handlers, at=now)

    return consume


def _step(step: Step, database: Database) -> Job:
    def run() -> bool:
        with database.transaction(person=SYSTEM, at=datetime.now(UTC)) as transaction:
            return step(transaction)

    return run


def _backdated(handler: Handler) -> Handler:
    def handle(tx: Transaction, event: Any) -> None:
        handler(replace(tx, at=_evening_of(event, tx.at)), event)

    return handle


def _evening_of(event: Event, otherwise: datetime) -> datetime:
    day = next((getattr(event, name) for name in _DAYS if hasattr(event, name)), None)
    return datetime.combine(day, time(18, 30), UTC) if isinstance(day, date) else otherwise
