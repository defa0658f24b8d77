"""One try at one record: its effect, or what kind of failure it was."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.contracts import EVENT_TYPES, Event, from_cloudevent
from shared.failures import is_passing, kind_of
from shared.messaging.log import Record
from shared.storage import Transaction

Handlers = Mapping[type[Event], Callable[[Transaction, Any], None]]
LONGEST_NAME = 200  # characters; an index takes no text without end
UNREADABLE = "Unreadable"  # the kind of failure of a record without an id and a type


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
