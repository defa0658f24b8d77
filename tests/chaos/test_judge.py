"""A judge that never finds anything would prove nothing: each kind of harm is done on purpose, and seen."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

import psycopg
import pytest

from deploy.host import Installation, installation
from deploy.ports import listening_socket
from deploy.serving import server_for, web
from shared.messaging import EventLog, Record
from shared.messaging.log import Batch
from shared.messaging.work import drain
from shared.settings import Settings
from tests.chaos.client import Web
from tests.chaos.judge import Verdict, judge
from tests.chaos.load import Load, Told
from tests.chaos.stored import Stored

Change = Callable[[list[Record]], list[Record]]


@dataclass
class Altered:
    """The log, with the records of each read changed on their way to the handlers."""

    log: EventLog
    change: Change

    def __getattr__(self, name: str) -> object:
        return getattr(self.log, name)

    @contextmanager
    def read(self, topic: str, group: str, limit: int) -> Iterator[Batch]:
        with self.log.read(topic, group, limit) as batch:
            batch.records = self.change(list(batch.records))
            yield batch


@dataclass
class Small:
    """The product in this process, with its workers run by hand."""

    place: Installation
    web: Web
    stored: Stored

    def a_case(self, change: Change = list) -> Told:
        """One case, told to both readers through a log that changes what it delivers."""
        [told] = Load(self.web, uuid4().hex, seed=1, people=1, most=1).finish_all()
        drain(replace(self.place, log=Altered(self.place.log, change)).all_jobs())  # type: ignore[arg-type]
        return told

    def harm_to(self, *told: Told) -> set[str]:
        """Which of the judge's lists name one of these cases."""
        verdict = judge("planted", self.stored, self.place.log, told, kills=0, settling=0)
        return {
            name
            for name in LISTS
            for line in getattr(verdict, name)
            if any(t.reference in line for t in told)
        }


LISTS = ("lost", "half_there", "duplicated", "reordered", "surprises")


@pytest.fixture(scope="module")
def small(
    empty_database: Callable[[], str], parted_database: Callable[[str], dict[str, str]]
) -> Iterator[Small]:
    names = ("notifications", "panel", "theming")
    urls = {key: url for name in names for key, url in parted_database(name).items()}
    settings = Settings(
        **urls, events_url=empty_database(), secret_key="for tests only, and long enough to sign", demo=True
    )
    with installation(settings) as place, listening_socket(0) as listener:
        place.migrate()
        server = server_for(web(place))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield Small(place, Web([address], settings), Stored(_connecting(settings)))
        server.should_exit = True
        thread.join(timeout=60)


def _connecting(settings: Settings) -> Callable[[str], psycopg.Connection]:
    return lambda name: psycopg.connect(settings.owner_url(name).replace("+psycopg", ""), autocommit=True)


def test_an_unharmed_case_is_found_whole(small: Small) -> None:
    assert small.harm_to(small.a_case()) == set()


def test_an_event_without_effect_is_lost(small: Small) -> None:
    assert small.harm_to(small.a_case(_without("reporting-form-received"))) == {"lost"}


def test_a_case_without_facts_is_lost(small: Small) -> None:
    told = small.a_case()
    with small.stored.connect("theming") as connection:
        connection.execute("DELETE FROM case_facts WHERE case_reference = %s", [told.reference])
    assert small.harm_to(told) == {"lost"}


def test_a_notification_that_was_answered_and_is_not_there_is_lost(small: Small) -> None:
    assert small.harm_to(Told(1, "key", "LLR-2026-9998")) == {"lost"}


def test_an_event_handled_twice_is_a_duplicate(small: Small) -> None:
    assert small.harm_to(small.a_case(_twice("reporting-form-received"))) == {"duplicated"}


def test_events_of_a_case_handled_in_another_order_are_reordered(small: Small) -> None:
    assert small.harm_to(small.a_case(_swapped("reporting-form-requested"))) == {"reordered"}


def test_a_notification_without_its_identity_is_half_there(small: Small) -> None:
    told = small.a_case()
    with small.stored.connect("notifications") as connection:
        connection.execute("DELETE FROM child_identity WHERE case_reference = %s", [told.reference])
    assert small.harm_to(told) == {"half_there"}


def test_an_acceptance_without_its_event_is_half_there_and_its_effects_have_no_cause(small: Small) -> None:
    told = small.a_case()
    with small.stored.connect("notifications") as connection:
        connection.execute(
            "DELETE FROM outbox WHERE key = %s AND envelope->>'type' LIKE '%%notified.v1'", [told.reference]
        )
    assert small.harm_to(told) == {"half_there", "duplicated", "lost"}


def test_an_answer_that_nobody_expected_is_a_surprise(small: Small) -> None:
    told = small.a_case()
    told.surprises.append("accept: 404")
    assert small.harm_to(told) == {"surprises"}


def test_any_harm_at_all_fails_the_verdict() -> None:
    assert Verdict("nothing").nothing_lost
    for name in LISTS:
        assert not Verdict("something", **{name: ["LLR-2026-0001"]}).nothing_lost
    assert not Verdict("something", waiting={"outbox": 1}).nothing_lost


def _is(record: Record, kind: str) -> bool:
    return kind in str(record.envelope["type"])


def _without(kind: str) -> Change:
    return lambda records: [record for record in records if not _is(record, kind)]


def _twice(kind: str) -> Change:
    def again(record: Record) -> list[Record]:
        return [record, replace(record, envelope={**record.envelope, "id": str(uuid4())})]

    return lambda records: [
        one for record in records for one in (again(record) if _is(record, kind) else [record])
    ]


def _swapped(kind: str) -> Change:
    """The records of a kind in reverse, in the places that they had."""

    def swap(records: Sequence[Record]) -> list[Record]:
        backwards = iter([record for record in reversed(records) if _is(record, kind)])
        return [next(backwards) if _is(record, kind) else record for record in records]

    return swap
