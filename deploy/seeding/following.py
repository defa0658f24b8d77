"""What the other services do about the events meanwhile: relay, consumers and steps, on the events' own days."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from shared.contracts import Event
from shared.messaging import EventLog, consume_once, relay_once
from shared.people import SYSTEM
from shared.service import Handler, Service, Step
from shared.storage import Database, Transaction

if TYPE_CHECKING:
    from deploy.host import Installation

# The field of an event that says on which day it happened.
_DAYS = ("notified_on", "requested_on", "received_on", "confirmed_on", "completed_on")
Job = Callable[[], bool]


def catch_up(place: "Installation") -> None:
    """Until nothing is left to relay, to consume or to theme."""
    jobs = [
        job
        for service in place.services
        for job in followers(service, place.databases[service.name], place.log)
    ]
    while any([job() for job in jobs]):
        pass


def followers(service: Service, database: Database, log: EventLog) -> list[Job]:
    """A service's background work, each event handled as of the evening of its own day."""
    handlers = {event: _backdated(handler) for event, handler in service.handlers.items()}
    relay = [_relay(database, log)] if service.topic else []
    consumers = [_consumer(service.name, database, log, topic, handlers) for topic in service.consumes]
    return [*relay, *consumers, *(_step(step, database) for step in service.steps)]


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
