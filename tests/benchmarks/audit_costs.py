"""What the audit costs: a page with its reading audited and without, a write told of and not, in turn."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import insert, text, update

from deploy.host import Installation
from deploy.serving import web
from services.notifications.tables import metadata
from shared.people import SYSTEM
from shared.storage import Database
from shared.web.transactions import RequestTransaction
from tests.benchmarks.measuring import load, note, report
from tests.integration.notifications.a_case import FRIDAY, accepted

READS, WRITES, ROWS, ROUNDS = 20, 10, 1000, 5
CASE_PAGE, LIST = "/notifications/cases/{}", "/notifications/cases"
agency = metadata.tables["agency"]
Work = Callable[[], object]


def audit_costs(place: Installation) -> None:
    """Rows of the table: milliseconds with the audit, and without as the floor."""
    database = place.databases["notifications"]
    case = accepted(database)
    client = _signed_in(place)
    for what, path in (("a case", CASE_PAGE.format(case)), ("the list of cases", LIST)):
        with_it, without = _in_turn(
            lambda path=path: _asked(client, path), lambda path=path: _unaudited(client, path), READS
        )
        report(f"Reading {what}, audited", with_it, without, "ms", "not audited")
    with _telling_nothing(place) as silent:
        with_it, without = _in_turn(lambda: accepted(database), lambda: accepted(silent), WRITES)
        report("Submitting and accepting, told of", with_it, without, "ms", "entries without changes")
        with_it, without = _in_turn(lambda: _one_row(database), lambda: _one_row(silent), READS)
        report("  one row changed", with_it, without, "ms", "entries without changes")
        with_it, without = _in_turn(lambda: _many_rows(database), lambda: _many_rows(silent), 1)
        report(f"  {ROWS:,} rows changed at once", with_it, without, "ms", "entries without changes")
    note(f"  {load()}")


def _in_turn(one: Work, other: Work, times: int) -> tuple[float, float]:
    """Milliseconds of each: medians over ROUNDS rounds of how long it takes once, after one uncounted."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for work, mine in zip((one, other), taken, strict=True):
            began = time.perf_counter()
            for _ in range(times):
                work()
            mine.append((time.perf_counter() - began) * 1000 / times)
    return median(taken[0][1:]), median(taken[1][1:])


def _signed_in(place: Installation) -> TestClient:
    client = TestClient(web(place), base_url=place.settings.public_url)
    found = re.search(r'csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    given = {"csrf_token": found[1] if found else "", "persona": "cdr-manager"}
    if client.post("/sign-in", data=given, follow_redirects=False).status_code != 303:
        raise RuntimeError("nobody could sign in")
    return client


def _asked(client: TestClient, path: str) -> None:
    status = client.get(path).status_code
    if status != 200:
        raise RuntimeError(f"{path} was answered {status}")


def _unaudited(client: TestClient, path: str) -> None:
    kept = RequestTransaction.audit

    def only_note(self: RequestTransaction, action: str, *, reading: bool = False, **what: Any) -> None:
        self.read.append((self.person, {"action": action}))

    RequestTransaction.audit = only_note  # type: ignore[method-assign]
    try:
        _asked(client, path)
    finally:
        RequestTransaction.audit = kept  # type: ignore[method-assign]


@contextmanager
def _telling_nothing(place: Installation) -> Iterator[Database]:
    """The same database as a version before comes to it: entries as ever, and no changes."""
    settings, name = place.settings, "notifications"
    url, marking = settings.database_url(name), settings.marking_keys(name)
    silent = Database(name, url, place.databases[name].topic, marking=marking)
    with place.databases[name].transaction(person=SYSTEM, at=FRIDAY) as tx:
        row = {"name": "A school", "sector": "education", "escalation_email": "", "valid_from": FRIDAY.date()}
        tx.session.execute(insert(agency), [row | {"agency_id": f"bench-{n}"} for n in range(ROWS)])
    yield silent
    silent.close()


def _one_row(database: Database) -> None:
    with database.transaction(person=SYSTEM, at=FRIDAY) as tx:
        one = agency.c.agency_id == "bench-1"
        tx.session.execute(update(agency).where(one).values(due_after=_next(tx.session)))
        tx.audit("keep_agency", subject="bench-1")


def _many_rows(database: Database) -> None:
    with database.transaction(person=SYSTEM, at=FRIDAY) as tx:
        ours = agency.c.agency_id.startswith("bench-")
        tx.session.execute(update(agency).where(ours).values(due_after=_next(tx.session)))
        tx.audit("keep_agency", subject="bench")


def _next(session: Any) -> int:
    """Another number each time, so that something changes."""
    return int(session.scalar(text("SELECT (random() * 1000000)::int")))
