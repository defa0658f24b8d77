"""What is said about the background work while it happens: log lines, times, counts.

Nothing here quotes an event: a log line has its type, its id and its outcome.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

import structlog

from shared.contracts import EVENT_TYPES
from shared.correlation import ATTRIBUTE, correlated, is_plain
from shared.messaging.log import Record
from shared.metrics import EVENT_SECONDS, EVENTS, PUBLISHED, STEP_SECONDS
from shared.tracing import TRACEPARENT, span

Outcome = Literal["handled", "ignored", "duplicate", "parked", "failed"]
_QUIET = ("ignored", "duplicate")
_UNKNOWN = "unknown"
logger = structlog.get_logger(__name__)


@dataclass
class Handling:
    """One event being handled; whoever handles it says here how it went, if not simply "handled"."""

    type: str
    event_id: str
    outcome: Outcome = "handled"


@contextmanager
def handling(record: Record, *, consumer: str) -> Iterator[Handling]:
    """Around the handling of one record by the service ``consumer``::

        with handling(record, consumer="theming") as this:
            if not first_time(record):
                this.outcome = "duplicate"

    Inside, log lines and published events have the record's correlation id. An error that passes through
    counts as "failed", and goes on.
    """
    envelope = record.envelope
    this = Handling(_type_of(envelope), _id_of(record))
    began = perf_counter()
    named = {"cdop_service": consumer, "cdop_event_type": this.type}
    with (
        correlated(envelope.get(ATTRIBUTE), envelope.get("id")),
        span("handle", parent=envelope.get(TRACEPARENT), **named) as spoken,
    ):
        try:
            yield this
        except BaseException:
            this.outcome = "failed"
            raise
        finally:
            spoken.tell(cdop_outcome=this.outcome)
            _say(this, consumer, perf_counter() - began)


@dataclass
class Run:
    """One run of a step; whoever runs it says here whether there was anything to do."""

    did_something: bool = False


@contextmanager
def stepping(service: str, step: str) -> Iterator[Run]:
    """Around one run of a background step, and its commit. A run with nothing to do is not spoken of."""
    this, began = Run(), perf_counter()
    with correlated():
        yield this
        if this.did_something:
            took = perf_counter() - began
            STEP_SECONDS.labels(service, step).observe(took)
            logger.info("step", service=service, step=step, milliseconds=round(took * 1000))


@contextmanager
def relaying(service: str, records: Sequence[Record]) -> Iterator[None]:
    """Around the append of ``records`` to the log; said when the log has them."""
    with span("relay", links=[each.envelope.get(TRACEPARENT) for each in records], cdop_service=service):
        yield
    PUBLISHED.labels(service).inc(len(records))
    logger.info("relayed", service=service, count=len(records))


def _say(this: Handling, consumer: str, took: float) -> None:
    EVENTS.labels(consumer, this.type, this.outcome).inc()
    EVENT_SECONDS.labels(consumer, this.type).observe(took)
    say = logger.debug if this.outcome in _QUIET else logger.info
    say(
        "event",
        consumer=consumer,
        type=this.type,
        event_id=this.event_id,
        outcome=this.outcome,
        milliseconds=round(took * 1000),
    )


def _type_of(envelope: Any) -> str:
    """A type we know, or "unknown": what stands on the log may be anything."""
    written = envelope.get("type")
    return written if isinstance(written, str) and written in EVENT_TYPES else _UNKNOWN


def _id_of(record: Record) -> str:
    written = record.envelope.get("id")
    return str(written) if is_plain(written) else record.position or _UNKNOWN
