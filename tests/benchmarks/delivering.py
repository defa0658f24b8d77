"""Events from outbox to inbox within one process, on the log in PostgreSQL."""

import time
from datetime import UTC, datetime

from deploy.host import Installation, working
from deploy.personas import PERSONAS
from shared.messaging import consume_once, relay_once
from shared.storage import Database
from tests.benchmarks.material import notified
from tests.benchmarks.measuring import report, report_times, seconds

SINGLE = 40


def delivering_events(place: Installation) -> None:
    notifications, panel = place.databases["notifications"], place.databases["panel"]
    event = notified("LLR-2026-9999")

    def publish() -> None:
        with notifications.transaction(person=PERSONAS["cdr-manager"], at=datetime.now(UTC)) as tx:
            for _ in range(200):
                tx.publish(event)

    def deliver() -> None:
        publish()
        relay_once(notifications, place.log, at=datetime.now(UTC))
        while consume_once(
            panel,
            place.log,
            topic="child-death-notifications",
            group="bench",
            handlers={},
            at=datetime.now(UTC),
        ):
            pass

    report("Events delivered", 200 / seconds(deliver), 200 / seconds(publish), "events/s", "outbox only")


def waiting_for_an_event(place: Installation) -> None:
    """From a commit in notifications to the row in panel's inbox, one at a time, with workers running."""
    notifications, panel = place.databases["notifications"], place.databases["panel"]
    taken = []
    with working(place):
        for number in range(SINGLE):
            with notifications.transaction(person=PERSONAS["cdr-manager"], at=datetime.now(UTC)) as tx:
                tx.publish(notified(f"LLR-2026-{number:04}"))
            started = time.perf_counter()
            while _handled(panel) <= number and time.perf_counter() - started < 10:
                time.sleep(0.005)
            taken.append(time.perf_counter() - started)
    report_times("Event seen by panel", taken, f"{SINGLE} one by one")


def _handled(panel: Database) -> int:
    with panel.owner.connect() as connection:
        wanted = "SELECT count(*) FROM inbox WHERE handled_at > now() - interval '1 minute'"
        return int(connection.exec_driver_sql(wanted).scalar_one())
