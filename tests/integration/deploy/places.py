"""Places to back up and to restore to, what people do in them, and what is counted afterwards."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from deploy.host import Installation, installation
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.queries import gathering as queries_gathering
from services.panel.tables.cases import review_case
from services.theming.tables import case_facts
from shared.contracts import ReviewCompleted
from shared.messaging.log import Batch, EventLog, Record
from shared.people import SYSTEM
from shared.settings import Settings
from shared.storage import Database
from shared.storage.kernel_tables import audit_entry, dead_letter, inbox, outbox
from tests.integration.notifications.a_case import FRIDAY, KEY, accepted, at_work

# What an event leaves in the audit of each of its readers.
EFFECTS = {
    "panel": {
        "child-death-notified.v1": ("open_review_case",),
        "reporting-form-requested.v1": ("record_form_request",),
        "case-material-confirmed.v1": ("add_case_material",),
    },
    "theming": {
        "child-death-notified.v1": ("record_notified_case",),
        "case-material-confirmed.v1": ("keep_text",),
        "review-completed.v1": ("record_review", "keep_text"),
    },
}
QUIET_SECONDS = 240
Parted = Callable[[str], dict[str, str]]


@dataclass
class OwnTopics:
    """An event log whose topics are those of one place alone, on a broker that others use too."""

    log: EventLog
    prefix: str

    def prepare(self, topics: Sequence[str]) -> None:
        self.log.prepare([self.prefix + topic for topic in topics])

    def append(self, records: Sequence[Record]) -> None:
        self.log.append([replace(record, topic=self.prefix + record.topic) for record in records])

    @contextmanager
    def read(self, topic: str, group: str, limit: int) -> Iterator[Batch]:
        with self.log.read(self.prefix + topic, group, limit) as batch:
            batch.records = [replace(record, topic=topic) for record in batch.records]
            yield batch

    def lag(self, topic: str, group: str) -> int:
        return self.log.lag(self.prefix + topic, group)

    def forget(self, topic: str, group: str) -> None:
        self.log.forget(self.prefix + topic, group)

    def ready(self) -> bool:
        return self.log.ready()

    def close(self) -> None:
        self.log.close()


def settings_of(new_database: Callable[[], str], parted: Parted, events_url: str = "") -> Settings:
    return Settings(
        **parted("notifications"),
        **parted("panel"),
        **parted("theming"),
        events_url=events_url or new_database(),
        secret_key="for tests only, and long enough to sign",
        demo=True,
    )


def new_place(new_database: Callable[[], str], parted: Parted) -> AbstractContextManager[Installation]:
    """A place whose databases have no tables."""
    return installation(settings_of(new_database, parted))


def a_whole_case(place: Installation) -> str:
    """A case accepted, its professionals asked and its text confirmed: five events."""
    notifications = place.databases["notifications"]
    reference = accepted(notifications)
    with at_work(notifications) as tx:
        request_reporting_forms(tx, case=reference, key=KEY)
        for material in queries_gathering.materials_of(tx, reference):
            confirm_case_material(tx, material_id=material.material_id)
    return reference


def a_review(place: Installation, reference: str) -> None:
    """The panel says that the review is complete."""
    told = ReviewCompleted(
        case_reference=reference,
        review_version=1,
        completed_on=date(2026, 9, 10),
        category=8,
        secondary_categories=(),
        category_scale="2019",
        overridden=False,
        factors=(),
        modifiability="none",
        summary="The baby slept on a sofa.",
        learning=(),
        actions=(),
    )
    with place.databases["panel"].transaction(person=SYSTEM, at=FRIDAY) as tx:
        tx.publish(told)


@dataclass
class Load:
    """Cases come in, one after the other, and every other one that the panel knows is reviewed."""

    place: Installation
    accepted: list[str] = field(default_factory=list)
    failure: Exception | None = None

    @contextmanager
    def running(self) -> Iterator["Load"]:
        self._stop = threading.Event()
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join()
        assert self.failure is None, str(self.failure)[:1500]

    def has_come_to(self, number: int) -> None:
        until(lambda: len(self.accepted) >= number or self.failure is not None)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self.accepted.append(a_whole_case(self.place))
                if len(self.accepted) % 2:
                    a_review(self.place, self.accepted[len(self.accepted) // 2])
        except Exception as failure:
            self.failure = failure


def until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + QUIET_SECONDS
    while not happens():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def is_quiet(place: Installation) -> bool:
    """Nothing waits in an outbox, and nobody has anything left to read."""
    if any(value(place.databases[one.name], _WAITING) for one in place.services):
        return False
    return not any(place.log.lag(topic, one.name) for one in place.services for topic in one.consumes)


_WAITING = select(func.count()).select_from(outbox).where(outbox.c.published_at.is_(None))


def value(database: Database, wanted: Any) -> Any:
    with database.session() as session:
        return session.scalar(wanted)


def column(database: Database, wanted: Any) -> list[Any]:
    with database.session() as session:
        return list(session.scalars(wanted))


def events_of(place: Installation, service: str) -> set[str]:
    return set(column(place.databases[service], select(outbox.c.event_id)))


def taken_in(place: Installation, service: str) -> set[str]:
    return set(column(place.databases[service], select(inbox.c.event_id)))


def cases(place: Installation) -> dict[str, set[str]]:
    """The cases that each reader knows."""
    return {
        "panel": set(column(place.databases["panel"], select(review_case.c.reference))),
        "theming": set(column(place.databases["theming"], select(case_facts.c.case_reference))),
    }


def set_aside(place: Installation) -> int:
    return sum(
        value(database, select(func.count()).select_from(dead_letter))
        for database in place.databases.values()
    )


def published(place: Installation, service: str) -> dict[str, list[str]]:
    """The short type of every event of a service, by case, in its order."""
    found = defaultdict(list)
    with place.databases[service].session() as session:
        for key, envelope in session.execute(select(outbox.c.key, outbox.c.envelope).order_by(outbox.c.id)):
            found[key].append(envelope["type"].removeprefix("uk.child-death-review."))
    return found


def effects(place: Installation, service: str) -> dict[str, list[str]]:
    """What a reader's audit says was done to each case because of an event, in its order."""
    known = {action for actions in EFFECTS[service].values() for action in actions}
    rows = select(audit_entry.c.case_reference, audit_entry.c.action).order_by(audit_entry.c.id)
    found = defaultdict(list)
    with place.databases[service].session() as session:
        for case, action in session.execute(rows.where(audit_entry.c.action.in_(known))):
            found[case].append(action)
    return found


def due_effects(service: str, published_by: dict[str, list[str]]) -> dict[str, list[str]]:
    """What one effect of each event, in order, looks like in the audit."""
    table = EFFECTS[service]
    return {
        case: [action for one in types for action in table.get(one, ())]
        for case, types in published_by.items()
    }
