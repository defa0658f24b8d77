"""The long form: faults of every kind at random, from one seed, while people go on notifying."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.chaos.cluster import NODES, ON_SMALL_DISK, Cluster
from tests.chaos.faults import Fault
from tests.chaos.place import Place

BETWEEN_SECONDS = 0.7  # at the least, from one fault to the next
WITHOUT_BROKER_SECONDS = 4
MOMENTS_OF_A_WORKER = (
    "die before append",
    "die after append",
    "die after read",
    "die before database commit",
    "die before commit",
    "die after commit",
)
MOMENTS_OF_THE_WEB = ("die before answer", "die before database commit")


@dataclass
class Storm:
    """Makes one fault after another on ``place``; ``made`` counts them by kind."""

    place: Place
    chance: Random
    made: Counter[str] = field(default_factory=Counter)

    def blow(self) -> None:
        """One fault, the kind by its weight in FAULTS."""
        weights = [weight for weight, _ in FAULTS.values()]
        [kind] = self.chance.choices(list(FAULTS), weights)
        FAULTS[kind][1](self)
        self.made[kind] += 1
        time.sleep(BETWEEN_SECONDS)

    @property
    def cluster(self) -> Cluster:
        assert self.place.cluster is not None
        return self.place.cluster

    def kill(self, kind: str) -> None:
        self.place.supervisor.kill(self.chance.choice(self.place.names(kind)))

    def faulty(self, kind: str, moments: tuple[str, ...]) -> None:
        """The next start of a replica will die at a moment of its own, or deliver badly for a while."""
        name = self.chance.choice(self.place.names(kind))
        fault = Fault(self.chance.choice(moments), self.chance.randrange(1, 6), self.chance.randrange(1000))
        self.place.faulty(name, fault)

    def brokers_away(self, count: int) -> None:
        nodes = self.chance.sample(range(1, NODES + 1), count)
        self.cluster.kill(*nodes)
        time.sleep(WITHOUT_BROKER_SECONDS)
        self.cluster.start(*nodes)

    def full_disk(self) -> None:
        self.cluster.fill_disk()
        self.cluster.until_ended(*ON_SMALL_DISK)
        self.cluster.free_disk()
        self.cluster.start(*ON_SMALL_DISK)

    def postgresql_away(self) -> None:
        self.place.postgres.kill()
        self.place.postgres.start()


# How often, of a hundred, and what.
FAULTS: dict[str, tuple[int, Callable[[Storm], None]]] = {
    "a web process killed": (20, lambda storm: storm.kill("serve")),
    "a worker killed": (45, lambda storm: storm.kill("work")),
    "a worker killed at an exact moment": (16, lambda storm: storm.faulty("work", MOMENTS_OF_A_WORKER)),
    "a web process killed at an exact moment": (
        6,
        lambda storm: storm.faulty("serve notifications", MOMENTS_OF_THE_WEB),
    ),
    "events delivered again, or late": (5, lambda storm: storm.faulty("work", ("repeat", "delay"))),
    "a broker killed": (3, lambda storm: storm.brokers_away(1)),
    "two brokers killed": (1, lambda storm: storm.brokers_away(2)),
    "disk of the log full": (1, Storm.full_disk),
    "PostgreSQL killed": (3, Storm.postgresql_away),
}
