"""The report on timeliness over real notifications: who counts, as of when, on the page and as a file."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.notifications.actions.clocks.record_breach_reason import record_breach_reason
from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.timeliness.report import Report, report_on
from services.notifications.domain.timeliness.spans import read_span
from services.notifications.queries.notifications import notification_to_change
from services.notifications.queries.timeliness import deaths_notified
from services.notifications.tables.intake import earlier_answers
from shared.storage import Database
from tests.integration.notifications.a_case import at_work
from tests.integration.notifications.conftest import ANALYST, MANAGER, a_payload, enter_as

MONDAY = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
SPAN = read_span("2026-27-H1", None, None)


def submitted(database: Database, at: datetime = MONDAY, **changes: Any) -> str:
    with at_work(database, at=at) as tx:
        answers = read_form(flat(a_payload(**changes)), now=at, demonstration=True)
        return submit_notification(tx, answers=answers, panel_code="LLR").case_reference


def accepted(database: Database, at: datetime = MONDAY, **changes: Any) -> str:
    reference = submitted(database, at, **changes)
    with at_work(database, at=at) as tx:
        accept_notification(tx, reference=reference, reason="Agreed")
    return reference


def transferred(database: Database, **changes: Any) -> str:
    reference = submitted(database, **changes)
    with at_work(database, at=MONDAY) as tx:
        handed_over = notification_to_change(tx, reference)
        handed_over.transfer_to("Nottingham", by=MANAGER.name, at=MONDAY, reason="Lived there")
    return reference


def report(database: Database, as_of: date = MONDAY.date()) -> Report:
    with at_work(database, at=MONDAY) as tx:
        return report_on(deaths_notified(tx, SPAN, as_of=as_of), SPAN, as_of=as_of)


LATE = {"death__died_at": "2026-06-08T22:00", "death__aware_at": None, "child__nhs_number": "9990000026"}


def test_check_5_a_child_of_nottingham_is_kept_out_of_our_figures_and_said(database: Database) -> None:
    accepted(database)
    transferred(database, home__local_authority="Other", child__nhs_number="9990000034")
    submitted(database, child__nhs_number="9990000042")
    found = report(database)
    assert found.total.timeliness.received == 1
    assert found.not_counted_in_words == "1 transferred, 1 waiting for a decision"


def test_check_6_a_death_heard_of_later_counts_from_when_it_was_heard_of(database: Database) -> None:
    accepted(
        database,
        death__died_at="2026-05-20T10:00",
        death__aware_at="2026-06-12T22:00",
        child__date_of_birth="2026-05-01",
    )
    assert report(database).total.timeliness.in_time == 1
    assert report(database).total.hours.median == 59.0


def test_a_closed_period_is_the_same_when_it_is_run_again_as_of_the_day(database: Database) -> None:
    accepted(database)
    before = report(database)
    accepted(database, at=MONDAY + timedelta(days=3), **LATE)
    assert report(database, as_of=MONDAY.date()) == before
    assert report(database, as_of=MONDAY.date() + timedelta(days=3)).total.timeliness.received == 2


def test_what_was_corrected_later_changes_no_report_of_the_day_before(database: Database) -> None:
    reference = accepted(database)
    before = report(database)
    tuesday = MONDAY + timedelta(days=1)
    with at_work(database, at=tuesday) as tx:
        given = flat(a_payload(death__died_at="2026-06-08T22:00", death__aware_at=None))
        answers = read_form(given, now=tuesday, demonstration=True)
        corrected = notification_to_change(tx, reference)
        was = {"case_reference": reference, "version": 1, "answers": corrected.answers}
        tx.session.execute(earlier_answers.insert(), was | {"replaced_at": tuesday, "replaced_by": "Morgan"})
        corrected.answers = answers
    assert report(database, as_of=MONDAY.date()) == before
    assert report(database, as_of=tuesday.date()).total.timeliness.late == 1


def test_a_breach_is_counted_with_its_reason(database: Database) -> None:
    reference = accepted(database, **LATE)
    with at_work(database, at=MONDAY) as tx:
        record_breach_reason(
            tx, case=reference, clock_id="next_working_day", reason="office_closed", words="At night"
        )
    assert [(code, number) for code, _, number in report(database).reasons] == [
        ("office_closed", 1),
        ("no_reason_recorded", 0),
    ]


@pytest.fixture
def office(web: TestClient) -> TestClient:
    enter_as(web, MANAGER)
    return web


def test_the_page_shows_the_block_with_its_period_and_every_value(
    office: TestClient, database: Database
) -> None:
    accepted(database)
    accepted(database, **LATE)
    page = office.get("/notifications/timeliness?period=2026-27-H1").text
    for text in (
        "2 notifications received. 1 within agreed timeframe.",
        "1 April 2026 to 30 September 2026 (not over yet: figures so far)",
        "50.0%",
        "Half Year",
        "LLR reporting only",
        "Education",
        "Never annualised",
    ):
        assert text in page
    assert "Canaryfeather" not in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_report_can_be_taken_away(kind: str, office: TestClient, database: Database) -> None:
    accepted(database)
    file = office.get(f"/notifications/timeliness/report.{kind}?period=2026-27-H1")
    assert file.status_code == 200
    assert (
        file.headers["Content-Disposition"] == f'attachment; filename="timeliness-2026-27-h1-office.{kind}"'
    )
    if kind == "csv":
        written = csv.reader(io.StringIO(file.text.removeprefix("\ufeff")))
        rows = {row[0]: row[1:] for row in written if row}
        assert rows["Not counted"] == ["none"]
        assert rows["All"][0] == "1"


def test_a_boards_version_hides_what_is_small_and_is_made_for_half_years(
    office: TestClient, database: Database
) -> None:
    accepted(database)
    page = office.get("/notifications/timeliness?period=2026-27-H1&version=restricted_board").text
    assert "* notifications received. * within agreed timeframe." in page
    assert "Organisation of the notifier" not in page
    refused = office.get("/notifications/timeliness?period=2026-27-Q1&version=restricted_board")
    assert refused.status_code == 422
    assert "made for half-years alone" in refused.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("period=2026-13", "is not a financial year"),
        ("first=2026-05-01&last=2026-04-01", "The last day is before the first day"),
        ("first=yesterday", "Write the day as year, month and day"),
        ("as_of=2030-01-01", "must not be in the future"),
        ("clock=moon&version=all", "Choose one of the clocks"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_with_what_was_typed(
    query: str, said: str, office: TestClient
) -> None:
    answer = office.get(f"/notifications/timeliness?{query}")
    assert answer.status_code == 422
    assert said in answer.text
    file = office.get(f"/notifications/timeliness/report.csv?{query}")
    assert file.status_code == 422


def test_nothing_at_all_is_a_report_too(office: TestClient) -> None:
    page = office.get("/notifications/timeliness")
    assert page.status_code == 200
    assert "0 notifications received. 0 within agreed timeframe." in page.text
    assert "N/A" in page.text


def test_only_the_office_sees_the_report(web: TestClient) -> None:
    enter_as(web, ANALYST)
    assert web.get("/notifications/timeliness").status_code == 403
