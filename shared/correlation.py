"""The correlation id: one token that leads from a request, through its events, to the last reader's log."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from structlog.contextvars import bound_contextvars

from shared.tracing import traceparent

HEADER = "X-Correlation-ID"
ATTRIBUTE = "correlationid"  # of a CloudEvents envelope; attribute names have no other letters
# A UUID and nothing freer: the id travels to every service, and a name or an NHS number must not.
_PLAIN = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_current: ContextVar[str] = ContextVar("correlation_id", default="")


def is_plain(given: object) -> bool:
    """Whether this is a UUID (with or without hyphens), which can say nothing about anybody."""
    return isinstance(given, str) and _PLAIN.fullmatch(given) is not None


def correlation_id() -> str:
    """The id of what is being done now; "" outside a request and outside the handling of an event."""
    return _current.get()


@contextmanager
def correlated(*given: object) -> Iterator[str]:
    """Everything inside, log lines and events, has the first plain id of ``given``, or a new one."""
    chosen = next((str(each) for each in given if is_plain(each)), "") or str(uuid4())
    token = _current.set(chosen)
    try:
        with bound_contextvars(correlation_id=chosen):
            yield chosen
    finally:
        _current.reset(token)


def event_extensions() -> dict[str, str]:
    """What an event published now carries on its envelope."""
    current = _current.get()
    return ({ATTRIBUTE: current} if current else {}) | dict(traceparent())
