"""The figures of local practice that notifications show, each by its id, on a real database and its pages."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from shared.storage import Database

from .a_case import at_work
from .conftest import MANAGER, a_payload, enter_as
from .many_cases import copies

MONDAY = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
LATE = {"death__died_at": "2026-06-08T22:00", "death__aware_at": None}
ROAD = {"death__events": ["road_traffic_collision"], "death__place_of_death": "public_place"}


def submitted(database: Database, at: datetime = MONDAY, **changes: Any) -> str:
    with at_work(database, at=at) as tx:
        answers = read_form(flat(a_payload(**changes)), now=at, demonstration=True)
        return submit_notification(tx, answers=answers, panel_code="LLR").case_reference


def accepted(database: Database, at: datetime = MONDAY, **changes: Any) -> str:
    reference = submitted(database, at, **changes)
    with at_work(database, at=at) as tx:
        accept_notification(tx, reference=reference, reason="Agreed")
    return reference


def words_on(web: TestClient, path: str) -> str:
    """What a page says, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", web.get(f"/notifications/{path}").text)).split())


@pytest.fixture
def office(web: TestClient) -> TestClient:
    enter_as(web, MANAGER)
    return web


@pytest.fixture
def half_year(database: Database) -> None:
    """107 notifications: 72 in time, of which three of children killed on the road, and 35 late."""
    for number, given in ((69, {}), (3, ROAD), (35, LATE)):
        reference = accepted(database, child__nhs_number=f"99900000{18 + 8 * (number % 3)}", **given)
        copies(database, reference, number - 1, f"LLR-2026-9{number}")


@pytest.mark.usefixtures("half_year")
def test_figure_a1_107_notifications_received_and_72_within_agreed_timeframe(office: TestClient) -> None:
    page = words_on(office, "timeliness?period=2026-27-H1")
    for said in (
        "107 notifications received. 72 within agreed timeframe.",
        "107 72 67.3% 35 32.7% 0",
        "1 April 2026 to 30 September 2026",
        "Half Year",
        "Never annualised",
    ):
        assert said in page


@pytest.mark.usefixtures("half_year")
def test_figure_a3_three_children_killed_on_the_road_are_llr_reporting_only(office: TestClient) -> None:
    page = words_on(office, "timeliness?period=2026-27-H1")
    assert re.search(r"LLR reporting only.{0,40}\b3\b", page)


def test_figure_a12_a_death_on_the_18th_birthday_is_not_a_child_death(
    office: TestClient, database: Database
) -> None:
    born = {"child__date_of_birth": "2008-06-12", "death__died_at": "2026-06-12T22:00"}
    page = words_on(office, f"triage/{submitted(database, **born)}")
    assert "Out of scope The death was on or after the 18th birthday." in page


@pytest.mark.parametrize(
    ("figure", "died_on", "due"),
    [
        ("a15", "2011-04-28", "Tuesday 3 May 2011, 23:59"),
        ("a16", "2011-12-23", "Wednesday 28 December 2011, 23:59"),
        ("a19", "2012-03-31", "Monday 2 April 2012, 23:59"),
    ],
    ids=lambda value: value if value.startswith("a") else "",
)
def test_figures_a15_a16_a19_the_next_working_day_around_easter_christmas_and_the_end_of_the_year(
    office: TestClient, database: Database, figure: str, died_on: str, due: str
) -> None:
    moment = f"{died_on}T10:00"
    given = {"child__date_of_birth": "2011-04-01", "notified_at": f"{died_on}T12:00"}
    reference = accepted(database, **given, death__died_at=moment, death__aware_at=moment)
    assert due in words_on(office, f"cases/{reference}"), figure


def test_figure_a21_a_body_found_later_cannot_be_judged_and_has_a_column_of_its_own(
    office: TestClient, database: Database
) -> None:
    unknown = {"death__died_at": "not_known", "death__aware_at": None}
    accepted(database, **unknown)
    page = words_on(office, "timeliness?period=2026-27-H1")
    assert "Cannot be judged" in page
    assert "1 notification received. 0 within agreed timeframe." in page
    assert re.search(r"\b1 0 N/A 0 N/A 1\b", page)


def test_figure_b18_a_share_of_nothing_is_not_applicable_and_d2_nobody_is_shown_as_0(
    office: TestClient, database: Database
) -> None:
    accepted(database)
    assert "Education 0 0 N/A 0 N/A 0" in words_on(office, "timeliness?period=2026-27-H1")
