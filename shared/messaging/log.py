"""The event log port: what the relay writes to and consumers read from, whatever stands behind it.

A log keeps records per topic in the order appended, per key at least. A consumer belongs to a group; a
record is delivered again until the group's consumer has committed it.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Record:
    """One envelope (CloudEvents, JSON-ready) under its key, the case reference.

    ``position`` says where in the log it was read, unlike any other record's; "" if it was not read from
    one. What was on the log but is no JSON object has an envelope of ``data_base64`` only.
    """

    topic: str
    key: str
    envelope: Mapping[str, Any]
    position: str = ""


class Batch(Protocol):
    """Records read but not yet committed."""

    records: Sequence[Record]

    def commit(self) -> None:
        """Say that all of ``records`` have been dealt with. Without it they come again."""


class EventLog(Protocol):
    """Append and read. Implementations are safe to use from several threads."""

    def prepare(self, topics: Sequence[str]) -> None:
        """Make these topics ready to be written and read; done again, it changes nothing."""

    def append(self, records: Sequence[Record]) -> None:
        """Durably add records, in order; returns when they are kept.

        If it fails, some may be kept: append the same ones again, from the first. Of one key, what is kept
        by a failed append is always its first records, without a gap.
        """

    def read(self, topic: str, group: str, limit: int) -> AbstractContextManager[Batch]:
        """The group's next records, at most ``limit``; none while another reader has them.

        A group that has never read begins at the first record.
        """

    def lag(self, topic: str, group: str) -> int:
        """How many records of the topic the group has not committed yet."""

    def forget(self, topic: str, group: str) -> None:
        """Remove the group's position; it would begin at the first record again."""

    def ready(self) -> bool:
        """Whether the log answers."""

    def close(self) -> None:
        """Let go of connections."""


class Unwritten(Exception):
    """A record that this log can never take; the message says why, in a person's words."""


class UnknownEventLog(Exception):
    """The URL's scheme names no event log we have."""


def open_event_log(url: str, kinds: Mapping[str, Callable[[str], EventLog]]) -> EventLog:
    """The log behind ``url``, by its scheme; raises UnknownEventLog naming the known ones."""
    scheme = url.split(":")[0].split("+")[0]
    if scheme not in kinds:
        known = ", ".join(f"{name}://" for name in sorted(kinds))
        raise UnknownEventLog(f"CDOP_EVENTS_URL begins with '{scheme}:'; known are: {known}")
    return kinds[scheme](url)
