"""The demonstration has reports to read: the annual one of the last full year, a board report in draft."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from deploy.seeding.made_reports import show_reports
from services.theming.app import SERVICE
from services.theming.domain.reports.report_run import ReportRun, ReportStatus
from services.theming.queries.reports import reports
from shared.service import Service
from shared.storage import Database
from tests.integration.theming.conftest import Theming, notified

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PANEL = "The panel of an invented county"


@pytest.fixture
def theming(database_for: Callable[[Service], Database]) -> Theming:
    made = Theming(database_for(SERVICE))
    made.at = NOW
    return made


def deaths(theming: Theming, first: date) -> None:
    for number in range(40):
        area, met = ("Leicester", "Leicestershire")[number % 2], number % 3 > 0
        day = first + timedelta(days=14 * number)
        theming.tell(notified(f"LLR-D-{number:04}", on=day, area=area, met=met))


def made(theming: Theming) -> dict[str, ReportRun]:
    return {each.id: each for each in theming.look(reports)}


def test_one_is_final_by_a_second_person_and_one_a_draft_and_another_seed_adds_none(theming: Theming) -> None:
    deaths(theming, date(2025, 4, 1))
    show_reports(theming.database, PANEL, NOW)
    found = made(theming)
    annual, board = found["annual-2025-26-publishable-1"], found["board-2026-27-h1-confidential-1"]
    assert (annual.status, board.status) == (ReportStatus.FINAL, ReportStatus.DRAFT)
    assert annual.final_by
    assert annual.final_by != annual.made_by
    show_reports(theming.database, PANEL, NOW + timedelta(days=1))
    assert made(theming).keys() == found.keys()


def test_no_report_is_made_of_a_period_that_is_held_in_part(theming: Theming) -> None:
    deaths(theming, date(2025, 6, 1))
    show_reports(theming.database, PANEL, NOW)
    assert list(made(theming)) == ["board-2026-27-h1-confidential-1"]
