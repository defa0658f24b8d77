"""From a commit in notifications to the row in theming, at a steady rate, workers in their own processes.

Nobody watches while it runs: PostgreSQL keeps when a transaction was committed (``track_commit_timestamp``),
in one clock for both databases, and is asked afterwards. What is measured ends with theming's commit.
"""

import os
import time
from contextlib import ExitStack
from datetime import UTC, datetime

from sqlalchemy import text

from deploy.host import Installation, installation
from deploy.personas import PERSONAS
from deploy.services import SERVICES
from shared.settings import Settings
from shared.storage import Database
from tests.benchmarks.material import notified
from tests.benchmarks.measuring import load, report_times
from tests.benchmarks.processes import CDOP, environment_of, process

RATE = 50  # notifications a second
SECONDS = float(os.environ.get("CDOP_BENCH_LAG_SECONDS", "20"))
WARMING_UP = 3 * RATE  # not counted: connections are opened, statements prepared
LAST_SECONDS = 120
_SENT = "CREATE TABLE IF NOT EXISTS bench_sent (case_reference text PRIMARY KEY)"
_WHEN = "SELECT case_reference, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 FROM {table}"


def lagging(settings: Settings, name: str) -> None:
    """One row of the table: p50 and p99 of the lag on the log that ``settings`` name."""
    environment = environment_of(settings)
    with ExitStack() as stack:
        place = stack.enter_context(installation(settings))
        place.migrate()
        for service in SERVICES:
            command = ("-c", CDOP, "work", service.name)
            stack.enter_context(process(*command, environment=environment))
        taken = _measured(place, name[:3].upper())
        report_times(f"Notified to theming, {name}", taken, f"{RATE}/s, {len(taken)} events, {load()}")


def _measured(place: Installation, code: str) -> list[float]:
    _publish(place.databases["notifications"], [f"{code}-2026-FIRST"])
    _wait_for(place.databases["theming"], f"{code}-2026-FIRST")  # now the workers are at work
    count = int(RATE * SECONDS) + WARMING_UP
    references = [f"{code}-2026-{number:06}" for number in range(count)]
    _publish(place.databases["notifications"], references)
    _wait_for(place.databases["theming"], references[-1])
    sent = _committed(place.databases["notifications"], "bench_sent")
    seen = _committed(place.databases["theming"], "case_facts")
    return [seen[each] - sent[each] for each in references[WARMING_UP:]]


def _publish(notifications: Database, references: list[str]) -> None:
    """On a schedule that does not wait for anything: a slow one does not make the next one later."""
    with notifications.owner.begin() as connection:
        connection.exec_driver_sql(_SENT)
    started = time.perf_counter()
    for number, reference in enumerate(references):
        time.sleep(max(0.0, started + number / RATE - time.perf_counter()))
        with notifications.transaction(person=PERSONAS["cdr-manager"], at=datetime.now(UTC)) as tx:
            tx.publish(notified(reference))
            tx.session.execute(text("INSERT INTO bench_sent VALUES (:case)"), {"case": reference})


def _wait_for(theming: Database, last: str) -> None:
    until = time.monotonic() + LAST_SECONDS
    seen = text("SELECT count(*) FROM case_facts WHERE case_reference = :last")
    while time.monotonic() < until:
        with theming.owner.connect() as connection:
            if connection.scalar(seen, {"last": last}):
                return
        time.sleep(0.5)
    raise RuntimeError("theming did not hear of a notification in time")


def _committed(database: Database, table: str) -> dict[str, float]:
    with database.owner.connect() as connection:
        return {row[0]: row[1] for row in connection.exec_driver_sql(_WHEN.format(table=table))}
