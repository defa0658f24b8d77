"""``make chaos``: the long form, bounded in events, kills and time; ends with 1 if anything was lost.

``python -m tests.chaos EVENTS KILLS MINUTES`` has other bounds.

2 web processes and 3 workers for each service, PostgreSQL with fsync and a Kafka of three nodes, all real.
"""

import sys
import time
from dataclasses import dataclass
from random import Random

from deploy.command_place import say
from deploy.kafka import LocalKafkaError
from tests.chaos.cluster import cluster
from tests.chaos.judge import HEADING, Verdict, judge
from tests.chaos.load import EVENTS_PER_CASE, Load
from tests.chaos.place import NAMES, Place, place
from tests.chaos.storm import Storm

SEED = 20261121
SETTLING_SECONDS = 240
PEOPLE = 6


@dataclass(frozen=True)
class Bounds:
    """When it is enough, and when it is too long."""

    events: int = 10_000
    kills: int = 200
    minutes: float = 20

    def reached(self, load: Load, everything: Place) -> bool:
        return load.finished * EVENTS_PER_CASE >= self.events and everything.kills >= self.kills


def main(bounds: Bounds) -> int:
    say(f"{bounds.events:,} events and {bounds.kills} kills, at most {bounds.minutes} minutes; seed {SEED}.")
    replicas = {"web": dict.fromkeys(NAMES, 2), "workers": dict.fromkeys(NAMES, 3)}
    try:
        with cluster() as brokers, place(cluster=brokers, **replicas) as everything:
            say("Everything answers; it begins.")
            return storm_over(everything, bounds)
    except LocalKafkaError as missing:
        say(f"Nothing was proved: {missing}")
        return 2


def storm_over(everything: Place, bounds: Bounds) -> int:
    """0 if nothing was lost and the bounds were reached."""
    load = Load(everything.web(), "storm", seed=SEED, people=PEOPLE, most=bounds.events)
    storm, began = Storm(everything, Random(SEED)), time.monotonic()
    said = began
    while not bounds.reached(load, everything) and time.monotonic() < began + bounds.minutes * 60:
        # Kills keep step with events, so that the last event is under fire as the first was.
        if everything.kills / bounds.kills <= load.finished * EVENTS_PER_CASE / bounds.events:
            storm.blow()
        else:
            time.sleep(0.1)
        if time.monotonic() > said + 30:
            said = time.monotonic()
            say(_so_far(load, everything, said - began))
    enough = bounds.reached(load, everything)
    verdict = _judged(everything, load)
    _tell(verdict, storm, (time.monotonic() - began) / 60)
    return 0 if verdict.nothing_lost and enough else 1


def _judged(everything: Place, load: Load) -> Verdict:
    told = load.finish()
    stored, kills = everything.stored, everything.kills
    return judge("everything at random", stored, everything.log, told, kills, SETTLING_SECONDS)


def _tell(verdict: Verdict, storm: Storm, minutes: float) -> None:
    say(f"\n{HEADING}\n{verdict.line()}\n")
    for kind, count in (storm.made + storm.place.noted_kinds()).most_common():
        say(f"{count:>6}  {kind}")
    say(f"{storm.place.supervisor.falls:>6}  ended by themselves and were started again")
    say(f"\n{minutes:.1f} minutes")
    if not verdict.nothing_lost:
        say(f"{verdict.explained()}\n{storm.place.last_words()}")


def _so_far(load: Load, everything: Place, seconds: float) -> str:
    events = load.finished * EVENTS_PER_CASE
    return f"{seconds / 60:5.1f} min {events:>7,} events {everything.kills:>5} kills"


if __name__ == "__main__":
    sys.exit(main(Bounds(*map(int, sys.argv[1:]))))
