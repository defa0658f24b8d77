"""The board of open cases with 1,000 of them: one request, beside a plain query for the same rows."""

import os
from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.app import SERVICE
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web
from tests.benchmarks.measuring import load, note, report, seconds
from tests.integration.notifications.a_case import FRIDAY, KEY, MANAGER, accepted
from tests.integration.notifications.conftest import enter_as
from tests.integration.notifications.many_cases import copies

CASES = int(os.environ.get("CDOP_BENCH_BOARD_CASES", "1000"))
KINDS = 5  # children of several ages, so that not every case says the same
PLAIN = (
    "SELECT * FROM notification WHERE status = 'accepted'",
    "SELECT * FROM reporting_form_request",
)


def board(settings: Settings, database: Database) -> None:
    """A row of the table: seconds for the page, and for its rows alone."""
    fill(database)
    at = FRIDAY + timedelta(days=40)
    app = create_web(settings, [SERVICE], {"notifications": database}, (MANAGER,), now=lambda: at)
    with TestClient(app, base_url=settings.public_url) as office:
        enter_as(office, MANAGER)
        taken = seconds(lambda: _shown(office))
        size = len(_shown(office))
    plain = seconds(lambda: _rows(database))
    report(f"Board of {CASES} open cases", 1 / taken, 1 / plain, "pages/s", "its rows, no page")
    alone = f"its rows alone {plain * 1000:.0f} ms"
    note(f"  {taken * 1000:.0f} ms a page of {size / 1000:.0f} kB; {alone}, {load()}")


def fill(database: Database) -> None:
    """CASES open cases, whose agencies have been asked."""
    for number in range(KINDS):
        child = {
            "family_name": f"Benchley{number}",
            "given_names": "Sample",
            "date_of_birth": f"{2025 - 3 * number}-05-29",
            "nhs_number": "",
            "nhs_number_absent_reason": "not_currently_available",
            "sex": "female",
            "ethnic_category": "N",
        }
        reference = accepted(database, child=child)
        with database.transaction(person=MANAGER, at=FRIDAY) as tx:
            request_reporting_forms(tx, case=reference, key=KEY)
        copies(database, reference, CASES // KINDS - 1, f"LLR-{2030 + number}-")


def _shown(office: TestClient) -> bytes:
    answer = office.get("/notifications/board")
    if answer.status_code != 200 or answer.text.count('scope="row"') != CASES:
        raise RuntimeError(f"the board answered {answer.status_code}")
    return answer.content


def _rows(database: Database) -> None:
    with database.owner.connect() as connection:
        for statement in PLAIN:
            connection.execute(text(statement)).all()
