"""One place of real processes for all the faults."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from deploy.kafka import LocalKafkaError
from tests.chaos.cluster import cluster
from tests.chaos.place import Place, place
from tests.chaos.under_load import UnderLoad, under_load
from tests.kafka_broker import give_up

REPLICAS = {"web": {"notifications": 2}, "workers": {"notifications": 2, "panel": 2, "theming": 1}}
Loaded = Callable[..., AbstractContextManager[UnderLoad]]


@pytest.fixture(scope="module")
def distributed() -> Iterator[Place]:
    """Web and workers as separate processes on a cluster, until the last test of the module ends."""
    try:
        with cluster() as brokers, place(cluster=brokers, **REPLICAS) as made:
            yield made
    except LocalKafkaError as missing:
        give_up(str(missing))


@pytest.fixture
def loaded(distributed: Place, record_property: Callable[[str, object], None]) -> Loaded:
    """``with loaded("what breaks", seed=1) as run``: people work while the block runs; its row is printed."""

    @contextmanager
    def make(fault: str, seed: int, people: int = 2) -> Iterator[UnderLoad]:
        with under_load(distributed, fault, seed, people) as run:
            yield run
        assert run.verdict is not None
        record_property("fault", run.verdict.line())

    return make
