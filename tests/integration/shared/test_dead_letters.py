"""An event that cannot be handled holds up its own case only, in order, until it is handled or dropped."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from shared.contracts import ReportingFormReceived, ReportingFormRequested
from shared.errors import Conflict, Invalid, NotPermitted
from shared.messaging import DatabaseEventLog, Record, consume_once, relay_once, retry_once
from shared.messaging.backoff import BACKOFF
from shared.messaging.consumer import consume
from shared.messaging.operating import drop_event, retry_all_now, retry_now
from shared.people import SYSTEM, Person, Role
from shared.storage import Database, Transaction, service_metadata

TOPIC = "child-death-notifications"
OPERATOR = Person("cdr-manager", "Morgan Testerley", frozenset({Role.CDR_MANAGER}))
ONE, OTHER = "LLR-2026-0001", "LLR-2026-0002"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
END_SESSIONS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND query LIKE 'INSERT INTO effect%'"
)
EMPTY = text(
    "TRUNCATE outbox, inbox, dead_letter, audit_entry, effect, event_record, reading_position"
    " RESTART IDENTITY"
)
UNREADABLE: dict[str, Any] = {
    "no object": {"data_base64": "bm90aGluZw=="},
    "no id": {"type": ReportingFormReceived.type, "data": {}},
    "no type": {"id": "1", "data": {}},
    "an id that is no text": {"id": 7, "type": ReportingFormReceived.type},
    "an id with a null character": {"id": "a\0b", "type": ReportingFormReceived.type},
    "half a character": {"id": "a", "type": "\ud800"},
    "an id without end": {"id": "a" * 3000, "type": ReportingFormReceived.type},
    "no mapping at all": ["id", "type"],
}


class Line:
    """A publisher, its log, and a reader whose handler does as the test says."""

    def __init__(self, database: Database, log: DatabaseEventLog, at: datetime) -> None:
        self.database, self.log, self.at = database, log, at
        self.failing: dict[str, Exception] = {}
        self.slow: dict[str, Callable[[], object]] = {}

    def handle(self, tx: Transaction, event: ReportingFormReceived) -> None:
        tx.session.execute(text("INSERT INTO effect (source) VALUES (:source)"), {"source": event.source_id})
        if event.source_id in self.slow:
            self.slow[event.source_id]()
        if event.source_id in self.failing:
            raise self.failing[event.source_id]

    @property
    def handlers(self) -> Any:
        return {ReportingFormReceived: self.handle}

    def publish(self, *events: tuple[str, str]) -> None:
        """Events as (case, source), on the log."""
        with self.database.transaction(person=SYSTEM, at=self.at) as tx:
            for case, source in events:
                tx.publish(
                    ReportingFormReceived(
                        case_reference=case, source_id=source, outcome="returned", received_on="2026-06-15"
                    )
                )
        relay_once(self.database, self.log, at=self.at)

    def consume(self) -> bool:
        return consume_once(
            self.database, self.log, topic=TOPIC, group="reader", handlers=self.handlers, at=self.at
        )

    def retry(self, after: timedelta = timedelta()) -> bool:
        return retry_once(self.database, self.handlers, at=self.at + after, chance=lambda: 1.0)

    def until_set_aside(self, source: str) -> None:
        while due := self.letters(source)[0]["next_try_at"]:
            self.at = due
            self.retry()

    def do(self, action: Callable[..., Any], *given: Any, person: Person = OPERATOR) -> Any:
        with self.database.transaction(person=person, at=self.at) as tx:
            return action(tx, *given)

    @property
    def effects(self) -> list[str]:
        return [row["source"] for row in self.rows("SELECT source FROM effect ORDER BY number")]

    def letters(self, source: str = "") -> list[dict[str, Any]]:
        found = self.rows("SELECT * FROM dead_letter ORDER BY parked_as")
        return [row for row in found if not source or row["envelope"]["data"]["source_id"] == source]

    def number(self, source: str) -> int:
        return int(self.letters(source)[0]["parked_as"])

    def rows(self, statement: str) -> list[dict[str, Any]]:
        with self.database.engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(statement)).mappings()]


@pytest.fixture(scope="module")
def place(empty_database: Callable[[], str]) -> Iterator[tuple[Database, DatabaseEventLog]]:
    """One database for outbox, log and inbox: here it matters only that each is a real one."""
    database = Database("reader", empty_database(), TOPIC, pool_size=8)
    service_metadata().create_all(database.engine)
    log = DatabaseEventLog(str(database.engine.url.render_as_string(hide_password=False)))
    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_is_append_only ON audit_entry"))
        connection.execute(text("CREATE TABLE effect (number int GENERATED ALWAYS AS IDENTITY, source text)"))
    yield database, log
    log.close()
    database.close()


@pytest.fixture
def line(place: tuple[Database, DatabaseEventLog], now: datetime) -> Line:
    database, log = place
    with database.engine.begin() as connection:
        connection.execute(EMPTY)
    return Line(database, log, now)


@pytest.fixture
def poisoned(line: Line) -> Line:
    """The first event of a case fails; two wait behind it; another case goes on."""
    line.failing["poison"] = ValueError("Canary Featherstone")
    line.publish((ONE, "poison"), (ONE, "b"), (OTHER, "x"), (ONE, "c"))
    line.consume()
    return line


def test_a_poison_event_holds_up_its_own_case_and_no_other(poisoned: Line) -> None:
    assert poisoned.effects == ["x"]
    assert [(row["key"], row["tries"]) for row in poisoned.letters()] == [(ONE, 1), (ONE, 0), (ONE, 0)]
    assert not poisoned.consume()


def test_later_events_of_a_held_case_wait_and_other_cases_go_on(poisoned: Line) -> None:
    poisoned.publish((ONE, "d"), (OTHER, "y"))
    poisoned.consume()
    assert poisoned.effects == ["x", "y"]
    assert len(poisoned.letters()) == 4


def test_nothing_of_a_try_that_failed_stays(poisoned: Line) -> None:
    parked = {row["event_id"] for row in poisoned.letters()}
    noted = {row["event_id"] for row in poisoned.rows("SELECT event_id FROM inbox")}
    assert poisoned.effects == ["x"]
    assert (len(noted), noted & parked) == (1, set())


def test_what_failed_is_kept_as_kind_and_place_never_in_its_words(poisoned: Line) -> None:
    assert poisoned.letters()[0]["error"].startswith("ValueError at ")
    assert "Featherstone" not in str(poisoned.rows("SELECT error, settled_how, reason FROM dead_letter"))


def test_a_parked_event_that_succeeds_lets_its_case_go_on_in_order(poisoned: Line) -> None:
    poisoned.failing.clear()
    poisoned.publish((ONE, "d"))
    poisoned.consume()
    assert not poisoned.retry()
    while poisoned.retry(MINUTE):
        pass
    assert poisoned.effects == ["x", "poison", "b", "c", "d"]
    assert {row["settled_how"] for row in poisoned.letters()} == {"handled"}
    assert {row["settled_by"] for row in poisoned.letters()} == {SYSTEM.name}
    poisoned.publish((ONE, "e"))
    poisoned.consume()
    assert poisoned.effects[-1] == "e"


def test_tries_are_further_and_further_apart_and_then_a_person_decides(poisoned: Line) -> None:
    waited = []
    for tries in range(1, BACKOFF.tries):
        [letter] = poisoned.letters("poison")
        assert letter["tries"] == tries
        if tries > 1:
            waited.append((letter["next_try_at"] - poisoned.at).total_seconds())
        poisoned.at = letter["next_try_at"]
        assert poisoned.retry()
        assert not poisoned.retry()
    [letter] = poisoned.letters("poison")
    assert waited == [10, 50, 250]
    assert (letter["tries"], letter["next_try_at"]) == (BACKOFF.tries, None)
    assert not poisoned.retry(DAY)
    assert poisoned.effects == ["x"]


def test_a_clock_that_is_set_back_an_hour_stops_no_retry(poisoned: Line) -> None:
    poisoned.failing.clear()
    poisoned.at -= timedelta(hours=1)
    assert poisoned.retry()
    assert poisoned.retry()
    assert poisoned.effects == ["x", "poison", "b"]


def test_what_waited_behind_is_due_at_once_whatever_the_clock_says(poisoned: Line) -> None:
    poisoned.do(drop_event, poisoned.number("poison"), "A reason")
    poisoned.at -= timedelta(minutes=5)
    assert poisoned.retry()
    assert poisoned.effects == ["x", "b"]


def test_a_person_has_an_event_tried_again_and_the_rest_follows_in_order(poisoned: Line) -> None:
    poisoned.until_set_aside("poison")
    poisoned.failing.clear()
    poisoned.do(retry_now, poisoned.number("poison"))
    while poisoned.retry():
        pass
    assert poisoned.effects == ["x", "poison", "b", "c"]
    assert poisoned.letters("poison")[0]["settled_by"] == OPERATOR.name
    [audited] = poisoned.rows("SELECT * FROM audit_entry WHERE action = 'ask_for_retry'")
    assert (audited["person_id"], audited["case_reference"]) == (OPERATOR.id, ONE)


def test_a_retry_that_fails_again_waits_for_a_person_again(poisoned: Line) -> None:
    poisoned.until_set_aside("poison")
    poisoned.do(retry_now, poisoned.number("poison"))
    assert poisoned.retry()
    [letter] = poisoned.letters("poison")
    assert (letter["tries"], letter["next_try_at"], letter["asked_by"]) == (BACKOFF.tries + 1, None, "")


def test_all_that_waits_for_a_person_is_tried_again_at_once(line: Line) -> None:
    line.failing |= {"p": ValueError(), "q": ValueError(), "r": ValueError()}
    line.publish((ONE, "p"), (OTHER, "q"))
    line.consume()
    line.until_set_aside("p")
    line.until_set_aside("q")
    line.publish(("LLR-2026-0003", "r"))
    line.consume()
    line.failing.clear()
    assert line.do(retry_all_now) == 2
    while line.retry():
        pass
    assert line.effects == ["p", "q"]


def test_an_event_is_dropped_with_a_reason_and_those_behind_it_go_on(poisoned: Line) -> None:
    poisoned.do(drop_event, poisoned.number("poison"), "Recorded by hand")
    while poisoned.retry():
        pass
    [letter] = poisoned.letters("poison")
    assert poisoned.effects == ["x", "b", "c"]
    assert (letter["settled_how"], letter["settled_by"], letter["reason"]) == (
        "dropped",
        OPERATOR.name,
        "Recorded by hand",
    )
    [audited] = poisoned.rows("SELECT * FROM audit_entry WHERE action = 'drop_event'")
    assert audited["detail"]["reason"] == "Recorded by hand"


@pytest.mark.parametrize(
    ("reason", "says"), [("", "Say why"), ("x" * 501, "500 characters"), ("For 999 000 0018", "NHS number")]
)
def test_an_event_is_dropped_only_with_a_reason_that_can_be_kept(
    poisoned: Line, reason: str, says: str
) -> None:
    with pytest.raises(Invalid, match=says):
        poisoned.do(drop_event, poisoned.number("poison"), reason)
    assert poisoned.letters("poison")[0]["settled_at"] is None


def test_only_the_first_of_a_case_is_retried_or_dropped_and_only_once(poisoned: Line) -> None:
    with pytest.raises(Conflict):
        poisoned.do(retry_now, poisoned.number("b"))
    with pytest.raises(Conflict):
        poisoned.do(drop_event, poisoned.number("b"), "A reason")
    poisoned.do(drop_event, poisoned.number("poison"), "A reason")
    with pytest.raises(Conflict):
        poisoned.do(drop_event, poisoned.number("poison"), "A reason")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CDR_MANAGER, Role.CDOP_ADMINISTRATOR}))
def test_nobody_but_the_office_decides_about_parked_events(poisoned: Line, role: Role) -> None:
    somebody = Person("somebody", "Somebody", frozenset({role}))
    number = poisoned.number("poison")
    for refused in ((retry_now, number), (drop_event, number, "A reason"), (retry_all_now,)):
        with pytest.raises(NotPermitted):
            poisoned.do(*refused, person=somebody)


def test_an_event_that_comes_again_has_no_further_effect_parked_handled_or_dropped(poisoned: Line) -> None:
    published = [row["envelope"] for row in poisoned.rows("SELECT envelope FROM outbox ORDER BY id")]
    again = [Record(TOPIC, one["subject"], one) for one in published]
    poisoned.log.append(again)
    poisoned.consume()
    assert len(poisoned.letters()) == 3
    poisoned.do(drop_event, poisoned.number("poison"), "A reason")
    poisoned.failing.clear()
    while poisoned.retry():
        pass
    poisoned.log.append(again)
    poisoned.consume()
    assert poisoned.effects == ["x", "b", "c"]
    assert not [row for row in poisoned.letters() if row["settled_at"] is None]


@pytest.mark.parametrize("envelope", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_record_nobody_can_read_is_set_aside_under_its_position_and_holds_nobody_up(
    line: Line, envelope: Any
) -> None:
    records = [Record(TOPIC, ONE, envelope, f"{TOPIC}/2@{number}") for number in (105, 105)]
    with line.database.transaction(person=SYSTEM, at=line.at) as tx:
        consume(tx, records, line.handlers)
    line.publish((ONE, "a"))
    line.consume()
    [letter] = line.letters()
    assert line.effects == ["a"]
    assert (letter["event_id"], letter["next_try_at"], letter["holds"]) == (f"{TOPIC}/2@105", None, False)
    line.do(drop_event, letter["parked_as"], "Sent by a tool of the log")
    assert line.letters()[0]["settled_how"] == "dropped"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"case_reference": ONE, "source_id": "a\0b"},
        {"source_id": float("nan")},
        {"source_id": "\ud800"},
        7,
    ],
    ids=["empty", "null character", "no number", "half a character", "no object"],
)
def test_an_event_whose_content_is_wrong_is_parked_whatever_is_in_it(line: Line, data: Any) -> None:
    envelope = {"id": "an-event", "type": ReportingFormReceived.type, "data": data}
    with line.database.transaction(person=SYSTEM, at=line.at) as tx:
        consume(tx, [Record(TOPIC, f"{ONE}\0", envelope, "x@1")], line.handlers)
    [letter] = line.letters()
    assert (letter["event_id"], letter["key"], letter["tries"]) == ("an-event", ONE, 1)
    assert letter["envelope"]["type"] == ReportingFormReceived.type
    line.until_set_aside("")
    line.do(drop_event, letter["parked_as"], "Not an event")
    assert line.effects == []


def test_an_event_without_a_handler_is_ignored_even_if_its_case_is_held(poisoned: Line) -> None:
    requested = ReportingFormRequested.model_construct(case_reference=ONE)
    envelope = {"id": "1", "type": requested.type, "subject": ONE, "data": {}}
    unknown = {"id": "2", "type": "uk.child-death-review.unheard-of.v9", "data": {}}
    poisoned.log.append([Record(TOPIC, ONE, envelope), Record(TOPIC, ONE, unknown)])
    poisoned.consume()
    assert len(poisoned.letters()) == 3
    assert {"1", "2"} <= {row["event_id"] for row in poisoned.rows("SELECT event_id FROM inbox")}


@pytest.mark.parametrize(
    "kind",
    [
        errors.DeadlockDetected,
        errors.SerializationFailure,
        errors.LockNotAvailable,
        errors.QueryCanceled,
        errors.DiskFull,
        errors.AdminShutdown,
    ],
)
def test_a_failure_of_the_database_is_no_try_and_the_whole_batch_comes_again(
    line: Line, kind: type[Exception]
) -> None:
    line.failing["b"] = OperationalError("", {}, kind())
    line.publish((ONE, "a"), (OTHER, "b"))
    with pytest.raises(OperationalError):
        line.consume()
    assert (line.effects, line.letters()) == ([], [])
    line.failing.clear()
    line.consume()
    assert line.effects == ["a", "b"]


def test_a_connection_that_breaks_is_no_try(line: Line) -> None:
    def break_it() -> None:
        with line.database.engine.connect() as other:
            other.execute(END_SESSIONS)

    line.slow["b"] = break_it
    line.publish((ONE, "a"), (OTHER, "b"), (ONE, "c"))
    with pytest.raises(DBAPIError):
        line.consume()
    line.slow.clear()
    line.consume()
    assert (line.effects, line.letters()) == (["a", "b", "c"], [])


def test_a_failure_of_the_database_is_no_try_of_a_parked_event_either(poisoned: Line) -> None:
    poisoned.failing["poison"] = OperationalError("", {}, errors.LockNotAvailable())
    with pytest.raises(OperationalError):
        poisoned.retry(DAY)
    assert poisoned.letters("poison")[0]["tries"] == 1


def test_many_retry_jobs_at_once_handle_each_event_once_and_in_order(line: Line) -> None:
    cases = [f"LLR-2026-{number:04}" for number in range(8)]
    line.failing |= {f"{case} 0": ValueError() for case in cases}
    line.publish(*((case, f"{case} {number}") for number in range(4) for case in cases))
    line.consume()
    line.failing.clear()
    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(_until_idle, line) for _ in range(4)]:
            each.result()
    while line.retry(MINUTE):
        pass
    for case in cases:
        assert [one for one in line.effects if one.startswith(case)] == [f"{case} {n}" for n in range(4)]
    assert len(line.effects) == 32


def _until_idle(line: Line) -> None:
    while line.retry(MINUTE):
        pass


def test_an_event_that_arrives_while_the_one_before_it_is_retried_is_handled_after_it(poisoned: Line) -> None:
    """The consumer sees the first one still parked, parks the new one, and the retry commits after that."""
    arrived, go_on = threading.Event(), threading.Event()
    poisoned.failing.clear()
    poisoned.slow["c"] = lambda: (arrived.set(), go_on.wait(20))
    for _ in range(2):
        poisoned.retry(MINUTE)
    poisoned.publish((ONE, "d"))
    with ThreadPoolExecutor(1) as pool:
        last = pool.submit(poisoned.retry, MINUTE)
        assert arrived.wait(20)
        poisoned.consume()
        assert not poisoned.retry(MINUTE)
        go_on.set()
        assert last.result()
    assert poisoned.retry()
    assert poisoned.effects == ["x", "poison", "b", "c", "d"]


def test_two_readers_of_the_same_batch_make_each_effect_once(line: Line) -> None:
    """As when a reader is thought dead, and its records are given to another while it still works."""
    inside, go_on = threading.Event(), threading.Event()
    line.publish((ONE, "a"), (ONE, "b"), (OTHER, "x"))
    with line.log.read(TOPIC, "another", 10) as batch:
        records = batch.records
    line.failing["a"] = ValueError()
    line.slow["x"] = lambda: (inside.set(), go_on.wait(20))

    def slow_reader() -> None:
        with line.database.transaction(person=SYSTEM, at=line.at) as tx:
            consume(tx, records, line.handlers)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow_reader)
        assert inside.wait(20)
        line.slow.clear()
        second = pool.submit(line.consume)
        go_on.set()
        first.result()
        second.result()
    assert line.effects == ["x"]
    line.failing.clear()
    _until_idle(line)
    assert line.effects == ["x", "a", "b"]


def test_an_event_is_not_dropped_while_it_is_being_tried(poisoned: Line) -> None:
    inside, go_on = threading.Event(), threading.Event()
    poisoned.failing.clear()
    poisoned.slow["poison"] = lambda: (inside.set(), go_on.wait(20))
    with ThreadPoolExecutor(1) as pool:
        trying = pool.submit(poisoned.retry, MINUTE)
        assert inside.wait(20)
        with pytest.raises(Conflict):
            poisoned.do(drop_event, poisoned.number("poison"), "A reason")
        go_on.set()
        trying.result()
    assert poisoned.effects == ["x", "poison"]
