"""How a service's background work stands: what waits in its tables and in the log. Read when asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Select, case, func, select, text

from shared.asking import Asking
from shared.messaging.log import EventLog
from shared.service import Service
from shared.storage import Database
from shared.storage.kernel_tables import dead_letter, outbox

SECONDS = 2.0
# allow sql-of-texts: a number of our own; SET takes no parameters
_SHORT = text(f"SET LOCAL statement_timeout = '{SECONDS:g}s'")
Name = tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Of one service: unpublished events, the age of the oldest in seconds, dead letters by state."""

    outbox: int
    oldest_seconds: float
    dead_letters: Mapping[str, int]


def standing_of(database: Database) -> Standing:
    """Asks the database, which has SECONDS for each answer."""
    with database.session() as session, session.begin():
        session.execute(_SHORT)
        count, age = session.execute(_waiting()).one()
        letters = {row.state: row.number for row in session.execute(_letters())}
    # An application's clock may be ahead of the database's, and nothing is younger than now.
    return Standing(count, max(0.0, float(age or 0)), {"waiting": 0, "set_aside": 0} | letters)


def _waiting() -> Select[Any, Any]:
    age = func.extract("epoch", func.now() - func.min(outbox.c.created_at))
    return select(func.count(), age).where(outbox.c.published_at.is_(None))


def _letters() -> Select[Any, Any]:
    """Waiting for its next try, or set aside until a person decides."""
    state = case((dead_letter.c.next_try_at.is_(None), "set_aside"), else_="waiting").label("state")
    counted = select(state, func.count().label("number"))
    return counted.where(dead_letter.c.settled_at.is_(None)).group_by(state)


class StandingCollector(Collector):
    """The gauges of an installation. What does not answer in time has no gauge, and its ``up`` is 0."""

    def __init__(self, services: Iterable[Service], databases: Mapping[str, Database], log: EventLog) -> None:
        self._databases = Asking[Standing](
            {each.name: _standing(databases[each.name]) for each in services}, SECONDS + 0.5
        )
        self._lags = {(each.name, topic): (topic, each.name) for each in services for topic in each.consumes}
        self._log = log
        self._of_log = Asking[dict[Name, int]]({"log": self._lag}, SECONDS)

    def collect(self) -> Iterable[Metric]:
        standings = self._databases.answers()
        yield _gauge("cdop_database_up", "Whether the database answered", ["service"], _up(standings))
        known = {name: each for name, each in standings.items() if each}
        yield from _of_tables(known)
        lags = self.lags()
        yield _gauge("cdop_log_up", "Whether the event log answered", [], {(): float(lags is not None)})
        named = "Records of a topic that a service has not dealt with"
        yield _gauge("cdop_consumer_lag", named, ["service", "topic"], lags or {})

    def lags(self) -> dict[Name, int] | None:
        """Records not yet dealt with, by service and topic; None if the log does not answer in time."""
        return self._of_log.answers()["log"]

    def _lag(self) -> dict[Name, int]:
        if not self._lags:
            self._log.ready()
        return {name: self._log.lag(*place) for name, place in self._lags.items()}


def _standing(database: Database) -> Callable[[], Standing]:
    return lambda: standing_of(database)


def _up(answers: Mapping[str, object]) -> dict[Name, float]:
    return {(name,): float(answer is not None) for name, answer in answers.items()}


def _of_tables(known: Mapping[str, Standing]) -> Iterable[Metric]:
    depth: dict[Name, float] = {(name,): each.outbox for name, each in known.items()}
    yield _gauge("cdop_outbox_waiting", "Events not yet moved to the log", ["service"], depth)
    age: dict[Name, float] = {(name,): each.oldest_seconds for name, each in known.items()}
    yield _gauge("cdop_outbox_oldest_seconds", "Age of the oldest of them", ["service"], age)
    letters: dict[Name, float] = {
        (name, state): count for name, each in known.items() for state, count in each.dead_letters.items()
    }
    named = "Dead letters: waiting for their next try, or set aside until a person decides"
    yield _gauge("cdop_dead_letters", named, ["service", "state"], letters)


def _gauge(name: str, what: str, labels: list[str], values: Mapping[Name, float]) -> Metric:
    gauge = GaugeMetricFamily(name, what, labels=labels)
    for named, value in values.items():
        gauge.add_metric(list(named), value)
    return gauge
