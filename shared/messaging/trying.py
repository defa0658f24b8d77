"""One try at one record: its effect, or what kind of failure it was."""

from collections.abc import Callable, Mapping
from traceback import walk_tb
from typing import Any

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from shared.contracts import EVENT_TYPES, Event, from_cloudevent
from shared.messaging.log import Record
from shared.storage import Transaction

Handlers = Mapping[type[Event], Callable[[Transaction, Any], None]]
OURS = ("services.", "shared.")
LONGEST_NAME = 200  # characters; an index takes no text without end
UNREADABLE = "Unreadable"  # the kind of failure of a record without an id and a type

# SQLSTATE classes and codes that say nothing about the event: it would succeed on a database in good health.
# Source: PostgreSQL, "PostgreSQL Error Codes".
PASSING = (
    "08",  # connection
    "25006",  # read-only: another server is taking over
    "25P03",  # idle in a transaction for too long
    "25P04",  # transaction for too long
    "40",  # deadlock, serialization
    "53",  # disk full, out of memory, too many connections
    "55P03",  # a lock not got in time
    "57",  # a statement timeout, a server that starts or stops
    "58",  # the server's own disk or system
)


def is_readable(record: Record) -> bool:
    """Whether the envelope says who it is: an id and a type, as short printable text."""
    envelope: Any = record.envelope
    if not isinstance(envelope, Mapping):
        return False
    return _is_name(envelope.get("id")) and _is_name(envelope.get("type"))


def _is_name(given: object) -> bool:
    return isinstance(given, str) and given.isprintable() and 0 < len(given) <= LONGEST_NAME


def key_of(record: Record) -> str:
    """The key as a database can keep it: printable, and not without end."""
    return "".join(filter(str.isprintable, record.key))[:LONGEST_NAME]


def is_for(record: Record, handlers: Handlers) -> bool:
    """Whether a handler waits for this type of event; one that no reader has a row for is ignored."""
    return EVENT_TYPES.get(record.envelope["type"]) in handlers


def failure_of(transaction: Transaction, record: Record, handlers: Handlers) -> str:
    """Handle ``record`` in a savepoint: "" if it went well, else the kind and place of what went wrong.

    Raises what is the database's failure and not the event's: that is no try, and all of it comes again.
    """
    try:
        with transaction.session.begin_nested():
            _handle(transaction, record, handlers)
    except Exception as failure:
        if is_passing(failure):
            raise
        return kind_of(failure)
    return ""


def _handle(transaction: Transaction, record: Record, handlers: Handlers) -> None:
    event = from_cloudevent(dict(record.envelope))
    handler = handlers.get(type(event)) if event else None
    if handler:
        handler(transaction, event)
        transaction.session.flush()


def is_passing(failure: Exception) -> bool:
    """Whether the database failed, and will be well again, rather than the event."""
    if isinstance(failure, NoConnectionFree):
        return True
    if not isinstance(failure, DBAPIError):
        return False
    code = getattr(failure.orig, "sqlstate", None)
    if code is None:  # the driver's own: a connection that is gone, or a value it cannot send
        return failure.connection_invalidated or isinstance(failure, OperationalError | InterfaceError)
    return failure.connection_invalidated or code.startswith(PASSING)


def kind_of(failure: Exception) -> str:
    """The kind of a failure and where in our code it arose; never its words, which may quote the event."""
    walked = [(frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(failure.__traceback__)]
    ours = [f" at {name}:{line}" for name, line in walked if name.startswith(OURS) and name != __name__]
    return type(failure).__name__ + (ours[-1] if ours else "")
