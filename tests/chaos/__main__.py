"""``make chaos``: the long form, bounded in events, kills and time; ends with 1 if anything was lost.

2 web processes and 3 workers for each service, PostgreSQL with fsync and a Kafka of three nodes, all real.
"""

import sys
import time
from random import Random

from deploy.command_place import say
from deploy.kafka import LocalKafkaError
from tests.chaos.cluster import cluster
from tests.chaos.judge import HEADING, judge
from tests.chaos.load import EVENTS_PER_CASE, Load
from tests.chaos.place import NAMES, Place, place
from tests.chaos.storm import Storm

SEED = 20261121
EVENTS = 10_000
KILLS = 200
MOST_SECONDS = 20 * 60
SETTLING_SECONDS = 240
PEOPLE = 6


def main() -> int:
    say(f"At least {EVENTS:,} events and {KILLS} kills, at most {MOST_SECONDS // 60} minutes; seed {SEED}.")
    try:
        with (
            cluster() as brokers,
            place(brokers, web=dict.fromkeys(NAMES, 2), workers=dict.fromkeys(NAMES, 3)) as everything,
        ):
            return storm_over(everything)
    except LocalKafkaError as missing:
        say(f"Nothing was proved: {missing}")
        return 2


def storm_over(everything: Place) -> int:
    load = Load(everything.web(), "storm", seed=SEED, people=PEOPLE, most=EVENTS // EVENTS_PER_CASE * 2)
    storm, began = Storm(everything, Random(SEED)), time.monotonic()
    say("Everything answers; it begins.")
    said = began
    while not _enough(load, everything) and time.monotonic() < began + MOST_SECONDS:
        # Kills keep step with events, so that the last event is under fire as the first was.
        if everything.kills / KILLS <= load.finished * EVENTS_PER_CASE / EVENTS:
            storm.blow()
        else:
            time.sleep(0.1)
        if time.monotonic() > said + 30:
            said = time.monotonic()
            say(_so_far(load, everything, said - began))
    told = load.finish()
    verdict = judge(
        "everything at random", everything.stored, everything.log, told, everything.kills, SETTLING_SECONDS
    )
    say(f"\n{HEADING}\n{verdict.line()}\n")
    for kind, count in (storm.made + everything.noted_kinds()).most_common():
        say(f"{count:>6}  {kind}")
    say(f"{everything.supervisor.falls:>6}  ended by themselves and were started again")
    say(f"\n{(time.monotonic() - began) / 60:.1f} minutes")
    if not verdict.nothing_lost:
        say(f"{verdict.explained()}\n{everything.last_words()}")
    return 0 if verdict.nothing_lost and _enough(load, everything) else 1


def _enough(load: Load, everything: Place) -> bool:
    return load.finished * EVENTS_PER_CASE >= EVENTS and everything.kills >= KILLS


def _so_far(load: Load, everything: Place, seconds: float) -> str:
    events = load.finished * EVENTS_PER_CASE
    return f"{seconds / 60:5.1f} min {events:>7,} events {everything.kills:>5} kills"


if __name__ == "__main__":
    sys.exit(main())
