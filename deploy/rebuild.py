"""A service's tables made anew from the event log while the old ones serve; compared, and swapped."""

# allow everywhere sql-of-texts: the names are those of our own tables and schemas; nobody sends one

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from resource import RUSAGE_SELF, getrusage
from uuid import uuid4

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.panel.rebuilding import REBUILDING as PANEL
from services.theming.rebuilding import REBUILDING as THEMING
from shared.messaging import EventLog
from shared.messaging.replay import Replay
from shared.people import SYSTEM
from shared.service import Service, Step
from shared.storage import Database
from shared.storage.rebuild_comparing import Comparison, compare, lost, row_counts
from shared.storage.rebuild_schema import MADE, REPLACED, SCHEMAS, RebuildRefused, TablesBeside
from shared.storage.rebuilding import Rebuilding

REBUILDINGS = {"theming": THEMING, "panel": PANEL}
FEW_RECORDS = 50  # so many are replayed within moments, while everybody waits
ROUNDS = 20
TOO_FAST = "Records arrive faster than they are replayed. Try again when it is quieter."
Say = Callable[[str], None]
logger = structlog.get_logger(__name__)


@dataclass
class Outcome:
    """What a rebuild did. ``before``, ``after``: rows by table; ``peak_memory``: MB of this process."""

    comparison: Comparison
    before: dict[str, int]
    after: dict[str, int]
    records: int
    seconds: float
    peak_memory: int = field(default_factory=lambda: getrusage(RUSAGE_SELF).ru_maxrss // 1024)


def check(service: Service, database: Database, log: EventLog, say: Say = lambda _: None) -> Outcome:
    """Compare what the log implies with what is stored. Nothing that is stored changes."""
    started = time.monotonic()
    with _making(service, database, log) as making:
        try:
            making.catch_up(say)
            comparison, before, after = making.compare(say)
        finally:
            making.beside.drop()
    return Outcome(comparison, before, after, making.replay.records, time.monotonic() - started)


def rebuild(service: Service, database: Database, log: EventLog, say: Say = lambda _: None) -> Outcome:
    """Make the tables anew and let them take the place of the old ones.

    Raises RebuildRefused, with the old tables serving as before. The outcome's comparison is of the old
    tables with the new, just before the swap.
    """
    started = time.monotonic()
    if why := REBUILDINGS[service.name].swaps_refused_because:
        raise RebuildRefused(why)
    with _making(service, database, log) as making:
        making.catch_up(say)
        comparison, before, after = making.compare(say)
        _refuse_loss(comparison.gone, comparison.failing)
        making.swap(say, comparison)
        making.beside.drop()
    return Outcome(comparison, before, after, making.replay.records, time.monotonic() - started)


def discard(service: Service, database: Database) -> None:
    """Remove the tables that the last rebuild replaced."""
    beside = TablesBeside(database, service.metadata)
    try:
        with beside.turn():
            beside.drop(REPLACED)
    finally:
        beside.close()


@contextmanager
def _making(service: Service, database: Database, log: EventLog) -> Iterator["_Making"]:
    beside = TablesBeside(database, service.metadata, service.row_security, service.recorded)
    group = f"{service.name}-rebuild-{uuid4().hex[:12]}"
    making = _Making(service, REBUILDINGS[service.name], beside, Replay(log, group, beside), log)
    try:
        with beside.turn():
            broken_off = beside.prepare(group)
            try:
                making.forget(broken_off)
                making.carry_first()
                yield making
            finally:
                making.forget(group)
    finally:
        beside.close()


@dataclass
class _Making:
    """Tables being made of one service."""

    service: Service
    rebuilding: Rebuilding
    beside: TablesBeside
    replay: Replay
    log: EventLog

    def carry_first(self) -> None:
        with self.beside.live.engine.begin() as connection:
            for statement in self.rebuilding.carried_first:
                connection.execute(text(statement.format(**SCHEMAS)))

    def catch_up(self, say: Say) -> None:
        """Replay until hardly anything is left to read, and let the service's own steps follow."""
        for _ in range(ROUNDS):
            read = self._read_on()
            say(f"Read {self.replay.records} records")
            self._step_on()
            if read <= FEW_RECORDS:
                return
        raise RebuildRefused(TOO_FAST)

    def compare(self, say: Say) -> tuple[Comparison, dict[str, int], dict[str, int]]:
        """Compare in one snapshot, in which the tables made are exactly as far as the live ones."""
        tables = [one.table for one in self.rebuilding.compared]
        self.beside.analyse()
        reader = self.beside.live.engine.execution_options(isolation_level="REPEATABLE READ")
        with reader.connect() as connection, connection.begin():
            with self._level(say, with_tables=False):
                before = row_counts(connection, tables)
            say("Comparing")
            self._carry_over(connection)
            return compare(connection, self.rebuilding), before, row_counts(connection, tables, MADE)

    def swap(self, say: Say, comparison: Comparison) -> None:
        with self._level(say, with_tables=True) as session:
            _refuse_loss(*lost(session))
            self._carry_over(session)
            say("Swapping")
            self.beside.swap(session)
            transaction = self.beside.live.joined(session, person=SYSTEM, at=datetime.now(UTC))
            transaction.audit("rebuild_from_log", detail=_detail(self.replay, comparison))

    @contextmanager
    def _level(self, say: Say, *, with_tables: bool) -> Iterator[Session]:
        """A transaction in which the tables made are as far as the log, and events change no live ones."""
        for _ in range(ROUNDS):
            self.catch_up(say)
            with self.beside.frozen(with_tables=with_tables, with_outbox=self._own_topic != "") as session:
                if self.replay.waiting(self._topics()) <= FEW_RECORDS:
                    self._read_on()
                    self._step_on()
                    yield session
                    return
        raise RebuildRefused(TOO_FAST)

    def forget(self, group: str) -> None:
        """Leave no position behind in the log. One that cannot be removed harms nobody: no group reads it."""
        for topic in self._topics() if group else ():
            try:
                self.log.forget(topic, group)
            except Exception as failure:
                logger.warning("position_not_forgotten", topic=topic, error=type(failure).__name__)

    @property
    def _own_topic(self) -> str:
        """Where the service publishes, if that is compared too."""
        return (self.service.topic or "") if self.rebuilding.own else ""

    def _topics(self) -> list[str]:
        return [*self.service.consumes, *([self._own_topic] if self._own_topic else [])]

    def _read_on(self) -> int:
        read = sum(self.replay.catch_up(topic, self.service.handlers) for topic in self.service.consumes)
        if self._own_topic:
            read += self.replay.catch_up(self._own_topic, self.rebuilding.own, heard_by_us=False)
        return read

    def _step_on(self) -> None:
        for step in self.service.steps:
            while self._one(step):
                pass

    def _one(self, step: Step) -> bool:
        with self.beside.made.transaction(person=SYSTEM, at=datetime.now(UTC)) as transaction:
            return step(transaction)

    def _carry_over(self, place) -> None:  # type: ignore[no-untyped-def]
        for statement in self.rebuilding.carry_over:
            place.execute(text(statement.format(**SCHEMAS)))


def _refuse_loss(gone: int, failing: int) -> None:
    if gone or failing:
        raise RebuildRefused(
            f"{gone} events were handled and are not on the log any more; {failing} were handled and cannot "
            "be handled now. Their effects would be lost, so the old tables go on serving."
        )


def _detail(replay: Replay, comparison: Comparison) -> dict[str, object]:
    differences = {f"{table} {kind}": number for (table, kind), number in comparison.counts.items()}
    return {"records": replay.records, "differences": differences}
