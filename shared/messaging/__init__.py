"""How services hear from each other: outbox, relay, event log, consumer, inbox."""

from collections.abc import Callable, Mapping

from shared.messaging.consumer import consume_once
from shared.messaging.database_log import DatabaseEventLog
from shared.messaging.log import EventLog, Record, UnknownEventLog
from shared.messaging.log import open_event_log as _open
from shared.messaging.relay import relay_once
from shared.messaging.retry import retry_once


def _kafka(url: str) -> EventLog:
    """Imported when it is needed: an installation without Kafka does not wait for its client."""
    from shared.messaging.kafka_log import KafkaEventLog

    return KafkaEventLog(url)


EVENT_LOGS: Mapping[str, Callable[[str], EventLog]] = {"postgresql": DatabaseEventLog, "kafka": _kafka}


def open_event_log(url: str) -> EventLog:
    """The event log behind a URL; its scheme chooses the kind."""
    return _open(url, EVENT_LOGS)


__all__ = [
    "DatabaseEventLog",
    "EventLog",
    "Record",
    "UnknownEventLog",
    "consume_once",
    "open_event_log",
    "relay_once",
    "retry_once",
]
