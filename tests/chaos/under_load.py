"""A fault under load: people go on notifying while something breaks; afterwards it is judged."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.chaos.judge import Verdict, judge
from tests.chaos.load import Load
from tests.chaos.place import Place

FIRST = 2  # cases finished before anything breaks: there is load
PATIENCE_SECONDS = 180
PAUSE_SECONDS = 0.7  # the machine shall have time to start again what was killed


@dataclass
class UnderLoad:
    """The load on ``place`` while ``fault`` is made; ``verdict`` once it is over."""

    place: Place
    fault: str
    load: Load
    kills_before: int
    verdict: Verdict | None = None

    @property
    def kills(self) -> int:
        return self.place.kills - self.kills_before

    def until_killed(self, times: int = 1) -> None:
        """Wait until so many processes have been killed since the load began."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.kills < times:
            assert time.monotonic() < until, f"{self.kills} of {times} kills: the fault never came about"
            time.sleep(0.02)

    def until_noted(self, what: str, times: int = 3, processes: int = 1) -> None:
        """Wait until ``what`` has happened so often in each of so many processes, since the load began."""
        until = time.monotonic() + PATIENCE_SECONDS
        while sum(count >= times for count in self.place.noted(what).values()) < processes:
            assert time.monotonic() < until, f"'{what}' never came about"
            time.sleep(0.05)

    def goes_on(self, cases: int = 3) -> None:
        self.load.goes_on(cases)

    def judged(self) -> Verdict:
        """What is asserted at the end of every fault: nothing lost, half there, doubled or out of order."""
        assert self.verdict is not None
        assert self.verdict.nothing_lost, f"{self.verdict.explained()}\n{self.place.last_words()}"
        assert self.verdict.accepted > FIRST, "there was hardly any load"
        return self.verdict


@contextmanager
def under_load(place: Place, fault: str, seed: int, people: int = 2) -> Iterator[UnderLoad]:
    """Load while the block runs; at its end the load is finished and judged, and the row printed."""
    run = UnderLoad(place, fault, _load(place, fault, seed, people), place.kills)
    try:
        run.goes_on(FIRST)
        yield run
    finally:
        told = run.load.finish()
    run.verdict = judge(fault, place.stored, place.log, told, run.kills)


def _load(place: Place, fault: str, seed: int, people: int) -> Load:
    return Load(place.web(), fault, seed=seed, people=people, pause=PAUSE_SECONDS)
