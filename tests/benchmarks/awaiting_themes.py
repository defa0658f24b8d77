"""From the commit in panel that completes a review to the proposals in theming, workers in their own
processes.

PostgreSQL keeps when a transaction was committed, in one clock for both databases, and is asked afterwards.
"""

import json
import os
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import quantiles

from sqlalchemy import text

from deploy.demo import demo_cases
from deploy.host import Installation, installation
from deploy.personas import PERSONAS
from deploy.services import SERVICES
from shared.contracts import ReviewCompleted
from shared.settings import Settings
from shared.storage import Database
from tests.benchmarks.material import EXAMPLES
from tests.benchmarks.measuring import load, report_times
from tests.benchmarks.processes import CDOP, environment_of, process

RATE = 1  # reviews a second; a panel completes a few hundred a year. At 5 one worker falls behind
SECONDS = float(os.environ.get("CDOP_BENCH_LAG_SECONDS", "20"))
WARMING_UP = 3 * RATE  # not counted
LAST_SECONDS = 120
#: Made by the owner of the tables, and written by the role that works, which is told of nothing else.
_SENT = (
    "CREATE TABLE IF NOT EXISTS bench_reviewed (case_reference text PRIMARY KEY)",
    "GRANT INSERT ON bench_reviewed TO PUBLIC",
)
_COMPLETED = (
    "SELECT case_reference, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 FROM bench_reviewed"
)
_PROPOSED = (
    "SELECT case_reference, min(extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8) "
    "FROM theme_mention GROUP BY 1"
)
_REVIEWED = json.loads((EXAMPLES / "review-completed.v1.json").read_text())["data"]
#: A theme is told in every summary, so that every case gets a proposal.
TOLD = "He was asleep on the sofa beside his mother."
#: As long as a full page; what panels write names nobody, or theming sets it aside.
SENTENCES = [case.decision.summary for case in demo_cases() if case.decision]
A_PAGE = 12


def awaiting_themes(settings: Settings) -> None:
    """One row: p50, p99 and p95 of the wait, on the log that ``settings`` name."""
    environment = environment_of(settings)
    with ExitStack() as stack:
        place = stack.enter_context(installation(settings))
        place.migrate()
        for service in SERVICES:
            command = ("-c", CDOP, "work", service.name)
            stack.enter_context(process(*command, environment=environment))
        taken = sorted(_measured(place))
        p95 = quantiles(taken, n=20, method="inclusive")[18]
        details = f"p95 {p95 * 1000:,.0f} ms; {RATE}/s, {len(taken)} reviews, {load()}"
        report_times("Review completed to proposals", taken, details)


def _measured(place: Installation) -> list[float]:
    panel, theming = place.databases["panel"], place.databases["theming"]
    _publish(panel, ["THM-2026-FIRST"])
    _wait_for(theming, "THM-2026-FIRST")  # now the workers are at work
    count = int(RATE * SECONDS) + WARMING_UP
    references = [f"THM-2026-{number:05}" for number in range(count)]
    _publish(panel, references)
    _wait_for(theming, references[-1])
    completed, proposed = _times(panel, _COMPLETED), _times(theming, _PROPOSED)
    return [proposed[each] - completed[each] for each in references[WARMING_UP:]]


def _publish(panel: Database, references: list[str]) -> None:
    with panel.owner.begin() as connection:
        for statement in _SENT:
            connection.exec_driver_sql(statement)
    started = time.perf_counter()
    for number, reference in enumerate(references):
        time.sleep(max(0.0, started + number / RATE - time.perf_counter()))
        summary = _summary(number)
        event = ReviewCompleted.model_validate({**_REVIEWED, "case_reference": reference, "summary": summary})
        with panel.transaction(person=PERSONAS["panel-chair"], at=datetime.now(UTC)) as tx:
            tx.publish(event)
            tx.session.execute(text("INSERT INTO bench_reviewed VALUES (:case)"), {"case": reference})


def _summary(number: int) -> str:
    first = number % (len(SENTENCES) - A_PAGE)
    return " ".join([*SENTENCES[first : first + A_PAGE], TOLD])


def _wait_for(theming: Database, last: str) -> None:
    until = time.monotonic() + LAST_SECONDS
    seen = text("SELECT count(*) FROM theme_mention WHERE case_reference = :last")
    while time.monotonic() < until:
        with theming.owner.connect() as connection:
            if connection.scalar(seen, {"last": last}):
                return
        time.sleep(0.5)
    raise RuntimeError("theming proposed nothing in time")


def _times(database: Database, asked: str) -> dict[str, float]:
    with database.owner.connect() as connection:
        return {row[0]: row[1] for row in connection.exec_driver_sql(asked)}
