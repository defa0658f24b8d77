"""The replay: events read again from the first record, into tables made beside the live ones."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from shared.messaging.consumer import consume
from shared.messaging.log import EventLog, Record
from shared.messaging.trying import Handlers, is_readable, key_of
from shared.people import SYSTEM
from shared.storage.rebuild_schema import RebuildRefused, TablesBeside

BATCH = 500
SILENCE_SECONDS = 60


@dataclass
class Replay:
    """Reads with a group of its own. Each event is handled at the instant at which it was handled first."""

    log: EventLog
    group: str
    beside: TablesBeside
    records: int = 0

    def catch_up(self, topic: str, handlers: Handlers, *, heard_by_us: bool = True) -> int:
        """Handle what the group has not read yet; gives how many records there were.

        ``heard_by_us``: the service reads this topic itself, so its inbox knows what it has handled.
        """
        before, heard = self.records, time.monotonic()
        while True:
            if self._next(topic, handlers, heard_by_us):
                heard = time.monotonic()
            elif not self.log.lag(topic, self.group):
                return self.records - before
            elif time.monotonic() - heard > SILENCE_SECONDS:
                raise RebuildRefused(f"The log gave no record of '{topic}' for {SILENCE_SECONDS} s.")

    def waiting(self, topics: Sequence[str]) -> int:
        """How many records there are that the group has not read."""
        return sum(self.log.lag(topic, self.group) for topic in topics)

    def _next(self, topic: str, handlers: Handlers, heard_by_us: bool) -> bool:
        with self.log.read(topic, self.group, BATCH) as batch:
            if not batch.records:
                return False
            self._handle(batch.records, handlers, heard_by_us)
            batch.commit()
        self.records += len(batch.records)
        return True

    def _handle(self, records: Sequence[Record], handlers: Handlers, heard_by_us: bool) -> None:
        ids = [record.envelope["id"] for record in records if is_readable(record)]
        with self.beside.made.session() as session, session.begin():
            known = self.beside.handled_at(session, ids)
            if heard_by_us:
                self.beside.note_unheard(session, _unheard(records, known))
            now = datetime.now(UTC)
            for at, together in groupby(records, lambda record: _instant(record, known, now)):
                consume(self.beside.made.joined(session, person=SYSTEM, at=at), list(together), handlers)


def _unheard(records: Sequence[Record], known: Mapping[str, datetime]) -> list[tuple[str, str]]:
    return [
        (record.envelope["id"], key_of(record))
        for record in records
        if is_readable(record) and record.envelope["id"] not in known
    ]


def _instant(record: Record, known: Mapping[str, datetime], now: datetime) -> datetime:
    return known.get(record.envelope["id"], now) if is_readable(record) else now
