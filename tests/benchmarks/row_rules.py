"""What it costs a page that the database judges each row again: the same pages with the rules on and off."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from statistics import median

from psycopg import sql
from sqlalchemy import text
from starlette.testclient import TestClient

from deploy.host import Installation
from deploy.personas import PERSONAS
from deploy.service_row import service_named
from shared.people import Person
from shared.storage import Database
from shared.web import create_web
from tests.benchmarks.board import CASES, fill
from tests.benchmarks.measuring import load, note, report
from tests.integration.notifications.a_case import FRIDAY, MANAGER
from tests.integration.notifications.conftest import enter_as
from tests.integration.panel.conftest import CASE, NOW, Panel

PANEL_CASES = 300
ROUNDS, LEAST_SECONDS = 7, 0.5  # with and without in turn, so that what else the machine does falls on both
_FIRST = "SELECT case_reference FROM notification WHERE status = 'accepted' ORDER BY case_reference LIMIT 1"


def row_rules(place: Installation) -> None:
    """Milliseconds of each page with the rules on; the floor is the same page with them off."""
    notifications, panel = place.databases["notifications"], Panel(place.databases["panel"])
    fill(notifications)
    for number in range(1, PANEL_CASES):
        panel.notified(f"LLR-2026-1{number:04}")
    panel.notified()
    meeting = panel.on_agenda()
    with notifications.owner.connect() as connection:
        case = connection.scalar(text(_FIRST))
    office = ((f"Board of {CASES} cases", "/notifications/board"), ("A case", f"/notifications/cases/{case}"))
    chair = (
        (f"Chair: cases of {PANEL_CASES}", "/panel/cases"),
        ("Chair: a meeting", f"/panel/meetings/{meeting}"),
    )
    member = (("Member: the bundle", f"/panel/cases/{CASE}/bundle"), ("Member: cases", "/panel/cases"))
    note(f"  ({ROUNDS} rounds with the rules on and off in turn, {load()})")
    _measure(place, "notifications", MANAGER, office)
    _measure(place, "panel", PERSONAS["panel-chair"], chair)
    _measure(place, "panel", PERSONAS["panel-member"], member)


def _measure(place: Installation, name: str, person: Person, pages: Sequence[tuple[str, str]]) -> None:
    database, at = place.databases[name], FRIDAY + timedelta(days=40) if name == "notifications" else NOW
    service = service_named(name)
    app = create_web(place.settings, [service], {name: database}, (person,), now=lambda: at)
    with TestClient(app, base_url=place.settings.public_url) as browser:
        enter_as(browser, person)
        for label, path in pages:
            on, off = _in_turn(database, lambda path=path: _ask(browser, path))  # type: ignore[misc]
            report(label, on, off, "ms", "rules off")


def _in_turn(database: Database, work: Callable[[], None]) -> tuple[float, float]:
    on, off = [], []
    for _ in range(ROUNDS):
        on.append(_milliseconds(work))
        with _rules_off(database):
            off.append(_milliseconds(work))
    return median(on), median(off)


def _milliseconds(work: Callable[[], None]) -> float:
    """The mean of LEAST_SECONDS of it, after one that is not counted: plans are made anew."""
    work()
    ends = [time.perf_counter()]
    while ends[-1] - ends[0] < LEAST_SECONDS:
        work()
        ends.append(time.perf_counter())
    return sum(later - earlier for earlier, later in pairwise(ends)) / (len(ends) - 1) * 1000


def _ask(browser: TestClient, path: str) -> None:
    if (status := browser.get(path).status_code) != 200:
        raise RuntimeError(f"{path} was answered {status}")


@contextmanager
def _rules_off(database: Database) -> Iterator[None]:
    with database.owner.connect() as connection:
        ruled = connection.scalars(text("SELECT relname FROM pg_class WHERE relrowsecurity")).all()
    if not ruled:
        raise RuntimeError(f"no rule stands in {database.name}")
    _turn(database, ruled, "DISABLE")
    try:
        yield
    finally:
        _turn(database, ruled, "ENABLE")


def _turn(database: Database, tables: Sequence[str], what: str) -> None:
    with database.owner.begin() as connection:
        for table in tables:
            place = sql.Identifier(table).as_string()
            connection.exec_driver_sql(f"ALTER TABLE {place} {what} ROW LEVEL SECURITY")
