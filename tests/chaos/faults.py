"""Faults with exact timing, as an event log around the real one; only ``faulty`` processes use them."""

import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import NoReturn

from shared.messaging import EventLog, Record
from shared.messaging.log import Batch

MOST_DELAY_SECONDS = 0.25
REMEMBERED = 40


@dataclass(frozen=True)
class Fault:
    """What goes wrong, at the ``at``-th occasion (from 1). ``seed`` decides what is left to chance.

    ``behind_minutes``: how far this process's clock has been put back.
    """

    kind: str = ""
    at: int = 1
    seed: int = 1
    behind_minutes: int = 0

    def as_environment(self) -> dict[str, str]:
        return {"CHAOS_FAULT": json.dumps(asdict(self))}


def fault_of_environment() -> Fault:
    return Fault(**json.loads(os.environ["CHAOS_FAULT"]))


def note(what: str) -> None:
    """Leave word, for the test, that ``what`` has happened in this process."""
    with open(os.environ["CHAOS_NOTES"], "a") as notes:
        notes.write(f"{what} {os.getpid()}\n")


def die() -> NoReturn:
    """End as if the machine had."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


@dataclass
class Occasion:
    """Calls ``happen`` at the ``at``-th ``arise``."""

    at: int
    happen: Callable[[], object] = die
    called: str = "die"
    seen: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def arise(self) -> None:
        with self._lock:
            self.seen += 1
            due = self.seen == self.at
        if due:
            note(self.called)
            self.happen()


class FaultyLog:
    """The real log; around each call, what ``fault`` says."""

    def __init__(self, log: EventLog, fault: Fault) -> None:
        self._log = log
        self._kind = fault.kind
        self._occasion = Occasion(fault.at, called=fault.kind)
        self._chance = random.Random(fault.seed)
        self._before: list[Record] = []
        self.handling = threading.local()

    def __getattr__(self, name: str) -> object:
        """What no fault touches: prepare, lag, forget, ready, close."""
        return getattr(self._log, name)

    def append(self, records: Sequence[Record]) -> None:
        self._reach("before append")
        self._log.append(records)
        note("append")
        self._reach("after append")

    @contextmanager
    def read(self, topic: str, group: str, limit: int) -> Iterator[Batch]:
        with self._log.read(topic, group, limit) as batch:
            if not batch.records:
                yield batch
                return
            self._reach("after read")
            self.handling.now = True
            yield _Delivered(batch, self._delivered(batch.records), self)
            self.handling.now = False

    def commit(self, batch: Batch) -> None:
        self._reach("before commit")
        if self._kind == "repeat" and self._chance.random() < 0.3:
            note("not committed")  # a position that was not kept: the same records come again
            return
        batch.commit()
        self._reach("after commit")

    def _reach(self, moment: str) -> None:
        if self._kind == f"die {moment}":
            self._occasion.arise()
        if self._kind == "delay":
            note("delay")
            time.sleep(self._chance.random() * MOST_DELAY_SECONDS)

    def _delivered(self, records: Sequence[Record]) -> list[Record]:
        """With "repeat": records read earlier come once more among these, and some of these twice."""
        if self._kind != "repeat":
            return list(records)
        again = self._chance.sample(self._before, min(5, len(self._before)))
        twice = [one for record in records for one in [record] * self._chance.choice((1, 1, 2))]
        if len(again) + len(twice) > len(records):
            note("repeat")
        self._before = [*self._before, *records][-REMEMBERED:]
        return [*again, *twice]


@dataclass
class _Delivered:
    """A batch as the fault lets it arrive."""

    batch: Batch
    records: Sequence[Record]
    log: FaultyLog

    def commit(self) -> None:
        self.log.commit(self.batch)
