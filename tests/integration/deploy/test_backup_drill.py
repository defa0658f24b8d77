"""The drill: back up while people work, lose everything, restore elsewhere; nothing is lost or done twice."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.backup.keys import make_key, read_key
from deploy.backup.restoring import restore_backup
from deploy.backup.taking import take_backup
from deploy.host import Installation, installation, working

from .places import (
    Load,
    OwnTopics,
    Parted,
    cases,
    due_effects,
    effects,
    events_of,
    is_quiet,
    new_place,
    published,
    set_aside,
    settings_of,
    taken_in,
    until,
)

pytestmark = pytest.mark.rehearsal
NOW = datetime(2026, 11, 21, tzinfo=UTC)
New = Callable[[], Installation]
BEFORE, AFTER = 8, 4  # cases accepted before the backup begins, and after it has ended


@pytest.fixture(params=["postgresql", "kafka"])
def new(
    request: pytest.FixtureRequest, empty_database: Callable[[], str], parted_database: Parted
) -> Iterator[New]:
    """Makes a place with empty databases and an event log of its own, of each kind."""
    with ExitStack() as stack:

        def make() -> Installation:
            if request.param == "postgresql":
                return stack.enter_context(new_place(empty_database, parted_database))
            settings = settings_of(
                empty_database, parted_database, request.getfixturevalue("kafka") + "/?partitions=2"
            )
            place = stack.enter_context(installation(settings))
            return replace(place, log=OwnTopics(place.log, f"test-{uuid4().hex}-"))

        yield make


def test_a_backup_taken_under_load_loses_nothing_and_does_nothing_twice(
    new: New, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    make_key(tmp_path / "key", NOW)
    key = read_key(tmp_path / "key")
    lost, place = new(), new()
    lost.migrate()
    with working(lost), Load(lost).running() as load:
        load.has_come_to(BEFORE)
        before = set(load.accepted)
        began = time.monotonic()
        manifest = take_backup(lost, tmp_path / "backup", key, at=NOW)
        took = time.monotonic() - began
        during = len(load.accepted) - len(before)
        load.has_come_to(len(load.accepted) + AFTER)

    restore_backup(place, tmp_path / "backup", key, at=NOW)
    known = {service: taken_in(place, service) for service in ("panel", "theming")}
    assert not is_quiet(place)
    with working(place):
        until(lambda: is_quiet(place))

    told, reviewed = published(place, "notifications"), published(place, "panel")
    everything = events_of(place, "notifications") | events_of(place, "panel")
    assert before <= told.keys()
    assert cases(place) == {"panel": set(told), "theming": set(told)}
    assert taken_in(place, "panel") == events_of(place, "notifications")
    assert taken_in(place, "theming") == everything
    assert effects(place, "panel") == due_effects("panel", told)
    assert_each_once_in_order_per_topic(effects(place, "theming"), told, reviewed)
    assert set_aside(place) == 0
    rows = sum(sum(one.rows.values()) for one in manifest.databases)
    caught_up = {service: len(taken_in(place, service) - known[service]) for service in known}
    sys.stdout.write(
        f"\n{request.node.callspec.id}: accepted before {len(before)}, during {during}; "
        f"backed up {rows} rows in {took:.2f} s; restored {len(told)} cases, "
        f"lost {len(before - told.keys())}; published again {len(everything)}; readers knew "
        f"{ {service: len(ids) for service, ids in known.items()} } and caught up {caught_up}; done twice 0\n"
    )


def assert_each_once_in_order_per_topic(
    done: dict[str, list[str]], told: dict[str, list[str]], reviewed: dict[str, list[str]]
) -> None:
    """Theming reads two topics, each in order: the effects of a case are the two sequences, interleaved."""
    for case in told.keys() | reviewed.keys():
        first = due_effects("theming", {case: told[case]})[case]
        second = due_effects("theming", {case: reviewed.get(case, [])})[case]
        assert Counter(done[case]) == Counter(first + second), case
        assert is_interleaved(done[case], first, second), case


def is_interleaved(whole: list[str], first: list[str], second: list[str]) -> bool:
    if not whole:
        return not first and not second
    return (first[:1] == whole[:1] and is_interleaved(whole[1:], first[1:], second)) or (
        second[:1] == whole[:1] and is_interleaved(whole[1:], first, second[1:])
    )
