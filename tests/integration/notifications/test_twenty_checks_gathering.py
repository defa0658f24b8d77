"""Check 7 of what a CDR manager looks at first: who is asked, who answered, and who did not reply."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient

from services.notifications.app import SERVICE
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web

from .a_case import FRIDAY, MANAGER, RETURN, Make, accepted, events
from .test_gathering_pages import PREFIX, link_in, post, signed_in

PEOPLE = [
    {"role": "general_practitioner", "name": "Dr Priya Patel", "organisation": "Rosehill Surgery"},
    {"role": "teacher", "name": "Head teacher", "organisation": "Larchway School"},
    {"role": "health_visitor", "name": "Sinéad O’Neill", "organisation": "Community team"},
]
SIBLINGS = "A brother of four, at Larchway nursery, and a sister of nine"


class Clock:
    """What the web application takes for the time."""

    at = FRIDAY

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(database_for: Make) -> Database:
    return database_for(SERVICE)


@pytest.fixture
def office(database: Database, clock: Clock) -> Iterator[TestClient]:
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    settings = Settings(**urls, events_url="", secret_key="k" * 40, demo=True)
    app = create_web(settings, [SERVICE], {"notifications": database}, (MANAGER,), now=clock)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield signed_in(client, MANAGER)


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(page)))


def test_check_7_sibling_details_gp_and_school_become_requests_in_one_click_and_who_did_not_reply_is_seen(
    office: TestClient, database: Database, clock: Clock
) -> None:
    family = {"other_children": SIBLINGS}
    reference = accepted(
        database, professionals=PEOPLE, family=family, child=a_child_of_nine(), notified_at="2026-06-11T11:00"
    )
    gathering = f"{PREFIX}/cases/{reference}/gathering"
    assert SIBLINGS in unescape(office.get(f"{PREFIX}/cases/{reference}").text)

    shown = post(office, gathering, f"{gathering}/ask")
    requests = list(dict.fromkeys(re.findall(r'href="(/notifications/requests/\w+)"', shown)))
    assert len(requests) == 3
    assert {one["role"] for one in events(database, "form-requested")} == {
        "general_practitioner",
        "teacher",
        "health_visitor",
    }

    by_role = {re.search(r"Request to the ([\w ]+)<", office.get(each).text)[1]: each for each in requests}  # type: ignore[index]
    visitor, doctor = by_role["health visitor"], by_role["general practitioner"]
    said = post(office, visitor, f"{visitor}/nil-return", outcome="nil_return", reason="Moved away in 2021")
    assert "The nil return is recorded." in said
    link = link_in(office.get(doctor).text)
    assert "Received" in post(office, link, link, do="send", **RETURN)

    clock.at = FRIDAY + timedelta(days=25)
    signed_in(office, MANAGER)
    late = plain(office.get(gathering).text)
    assert "1 overdue" in late
    assert "1 returned" in late
    assert "1 nil return: nothing held" in late
    board = office.get(f"{PREFIX}/board").text
    assert "Teacher or head teacher" in board
    assert "Larchway School" in board
    assert "Health visitor" not in board
    school = by_role["teacher or head teacher"]
    assert "Recorded: send an overdue notice." in post(office, school, f"{school}/chase", do="chase")
    assert "Send an overdue notice, by Morgan Testerley" in plain(office.get(school).text)


def test_an_agency_sees_its_own_request_and_nothing_of_the_others(
    office: TestClient, database: Database
) -> None:
    reference = accepted(database, professionals=PEOPLE)
    gathering = f"{PREFIX}/cases/{reference}/gathering"
    shown = post(office, gathering, f"{gathering}/ask")
    requests = list(dict.fromkeys(re.findall(r'href="(/notifications/requests/\w+)"', shown)))
    link = link_in(office.get(requests[0]).text)
    office.cookies.clear()
    own = unescape(office.get(link).text)
    others = [row for row in PEOPLE if row["role"].replace("_", " ") not in own.casefold()]
    assert len(others) == 2
    assert not [row["name"] for row in PEOPLE if row["name"] in own]
    assert not [row["organisation"] for row in PEOPLE if row["organisation"] in own]
    for path in (gathering, f"{PREFIX}/board", f"{PREFIX}/messages", *requests):
        assert office.get(path, follow_redirects=False).status_code in (303, 401, 403)


def a_child_of_nine() -> dict[str, str]:
    return {
        "family_name": "Okafor",
        "given_names": "Amara Grace",
        "date_of_birth": "2017-03-02",
        "nhs_number": "9990000018",
        "sex": "female",
        "ethnic_category": "N",
    }
