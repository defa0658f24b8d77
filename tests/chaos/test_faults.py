"""What breaks, and what must still be true: every notification answered 201 is a case with each effect once,
in order, and nothing answered with an error is half there. One place of real processes for all of them.
"""

import time
from collections.abc import Callable

import pytest

from tests.chaos.cluster import ON_SMALL_DISK, Cluster
from tests.chaos.conftest import Loaded
from tests.chaos.faults import Fault
from tests.chaos.outside_events import RELEASED, TOPIC, TYPE, as_released, envelope, put_in_outbox
from tests.chaos.place import CDOP, Place
from tests.chaos.processes import Program
from tests.chaos.raw import put_raw

UNREADABLE = ("not JSON", "[1, 2]", '"text"', '{"data": {}}', '{"id": 7, "type": null}')
WITHOUT_FIELDS = "LLR-2025-7200"
WAITING_FOR_A_PERSON = "FROM dead_letter WHERE settled_at IS NULL"
UNPUBLISHED = "FROM outbox WHERE published_at IS NULL"

pytestmark = pytest.mark.rehearsal


def test_a_web_process_killed_in_the_middle_of_a_request(loaded: Loaded, distributed: Place) -> None:
    with loaded("web killed mid-request", seed=1) as run:
        distributed.faulty("serve notifications 1", Fault("die before answer", at=3))
        distributed.faulty("serve notifications 2", Fault("die before database commit", at=4))
        run.until_killed(2)
        run.goes_on()
    assert run.judged().unanswered >= 2


def test_a_relay_killed_before_and_after_it_has_appended(loaded: Loaded, distributed: Place) -> None:
    moments = ("die before append", "die after append")
    with loaded("relay killed around append", seed=2) as run:
        for name, moment in zip(distributed.names("work notifications"), moments, strict=True):
            distributed.faulty(name, Fault(moment, at=2))
        for moment in moments:
            run.until_noted(moment, times=1)
        run.goes_on()
    assert run.judged().kills >= 2


def test_a_consumer_killed_between_handling_and_commit(loaded: Loaded, distributed: Place) -> None:
    moments = ("die before database commit", "die before commit", "die after commit")
    with loaded("consumer killed around commit", seed=3) as run:
        readers = distributed.names("work panel") + distributed.names("work theming")
        for name, moment in zip(readers, moments, strict=True):
            distributed.faulty(name, Fault(moment, at=2))
        for moment in moments:
            run.until_noted(moment, times=1)
        run.goes_on()
    assert run.judged().kills >= 3


def test_a_worker_killed_during_a_rebalance(loaded: Loaded, distributed: Place) -> None:
    first, second = distributed.names("work panel")
    with loaded("worker killed during a rebalance", seed=12) as run:
        distributed.supervisor.keep("work panel 3", Program((CDOP, "work", "panel")))
        the_cluster(distributed).until_rebalancing(f"panel.{TOPIC}")
        assert distributed.supervisor.kill(first)
        run.until_killed(1)
        the_cluster(distributed).until_rebalancing(f"panel.{TOPIC}")
        assert distributed.supervisor.kill(second)
        run.until_killed(2)
        run.goes_on()
    distributed.supervisor.leave("work panel 3")
    run.judged()


def test_postgresql_killed_and_started_again(loaded: Loaded, distributed: Place) -> None:
    with loaded("PostgreSQL killed and started", seed=4) as run:
        distributed.postgres.kill()
        distributed.postgres.start()
        run.goes_on()
    assert run.judged().errors + run.judged().unanswered > 0


def test_old_and_unknown_versions_of_events_among_newer_ones(loaded: Loaded, distributed: Place) -> None:
    case = "LLR-2025-7001"
    with loaded("old and unknown versions of events", seed=8) as run:
        for kind in RELEASED:
            put_in_outbox(distributed, case, as_released(kind, case))
            put_in_outbox(distributed, case, envelope(f"{TYPE}.{kind}.v99", case, {"something": "new"}))
        run.goes_on()
    run.judged()
    for reader in ("panel", "theming"):
        assert distributed.stored.count(reader, "FROM inbox WHERE type LIKE '%.v99'") == len(RELEASED)


def test_malformed_events_hold_up_nobody_but_their_own_case(loaded: Loaded, distributed: Place) -> None:
    events, stored = distributed.settings.events_url, distributed.stored
    with loaded("malformed events on the topic", seed=13) as run:
        for number, text in enumerate(UNREADABLE):
            put_raw(events, TOPIC, f"LLR-2025-{7100 + number}", text)
        put_in_outbox(distributed, WITHOUT_FIELDS, envelope(f"{TYPE}.{RELEASED[0]}.v1", WITHOUT_FIELDS, {}))
        put_in_outbox(distributed, WITHOUT_FIELDS, as_released(RELEASED[1], WITHOUT_FIELDS))
        run.goes_on()
        until(lambda: stored.count("panel", WAITING_FOR_A_PERSON) == len(UNREADABLE) + 2)
        until(lambda: stored.count("theming", WAITING_FOR_A_PERSON) == len(UNREADABLE) + 1)
        assert stored.count("panel", f"FROM review_case WHERE reference = '{WITHOUT_FIELDS}'") == 0
        for reader in ("panel", "theming"):
            stored.change(reader, "UPDATE dead_letter SET settled_at = now(), settled_how = 'dropped'")
        stored.change("notifications", f"DELETE FROM outbox WHERE key = '{WITHOUT_FIELDS}'")
    run.judged()


def until(holds: Callable[[], bool], seconds: float = 180) -> None:
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, "it never came about"
        time.sleep(0.1)


def test_the_leader_of_three_brokers_is_killed(loaded: Loaded, distributed: Place) -> None:
    brokers = the_cluster(distributed)
    with loaded("leader of three brokers killed", seed=9) as run:
        leader = brokers.leader(TOPIC)
        brokers.kill(leader)
        brokers.leader(TOPIC, other_than=leader)
        run.goes_on()
        brokers.start(leader)
    run.judged()


def test_the_broker_goes_away_and_comes_back(loaded: Loaded, distributed: Place) -> None:
    brokers = the_cluster(distributed)
    with loaded("broker stopped and started", seed=10) as run:
        brokers.kafka.stop(1)
        brokers.kill(2)
        run.goes_on()
        assert distributed.stored.count("notifications", UNPUBLISHED) > 0
        brokers.start(1, 2)
    run.judged()


def test_the_disk_of_the_log_is_full(loaded: Loaded, distributed: Place) -> None:
    brokers = the_cluster(distributed)
    what = "disk of the log full" if brokers.on_real_disk else "log may not grow (no root for a small disk)"
    with loaded(what, seed=11) as run:
        brokers.fill_disk()
        brokers.until_ended(*ON_SMALL_DISK)
        run.goes_on()
        assert distributed.stored.count("notifications", UNPUBLISHED) > 0
        brokers.free_disk()
        brokers.start(*ON_SMALL_DISK)
    run.judged()


# From here on processes stay as they are made faulty: the last test replaces all of them.
def test_two_relays_at_once(loaded: Loaded, distributed: Place) -> None:
    with loaded("two relays at once", seed=6) as run:
        relays = distributed.names("work notifications")
        for number, name in enumerate(relays):
            distributed.faulty(name, Fault("delay", seed=number))
        run.until_noted("append", processes=2)
        run.goes_on()
    run.judged()


def test_events_that_come_again_and_late(loaded: Loaded, distributed: Place) -> None:
    readers = distributed.names("work panel") + distributed.names("work theming")
    with loaded("events delivered again and late", seed=5) as run:
        for number, name in enumerate(readers):
            distributed.faulty(name, Fault(("repeat", "delay")[number % 2], seed=number))
        for what in ("repeat", "not committed", "delay"):
            run.until_noted(what, times=1)
        run.goes_on()
    run.judged()


def test_the_clock_is_put_back_by_an_hour(loaded: Loaded, distributed: Place) -> None:
    everything = distributed.names("serve") + distributed.names("work")
    with loaded("clock put back an hour", seed=7) as run:
        for name in everything:
            distributed.faulty(name, Fault(behind_minutes=60))
        run.until_noted("append")
        run.goes_on()
    run.judged()
    backwards = (
        "FROM (SELECT created_at < lag(created_at) OVER (ORDER BY id) AS back FROM outbox) AS o WHERE back"
    )
    assert distributed.stored.count("notifications", backwards) > 0


def the_cluster(place: Place) -> Cluster:
    assert place.cluster is not None
    return place.cluster
