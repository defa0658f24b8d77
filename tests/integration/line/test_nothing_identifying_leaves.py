"""Canaries in every field of a notification and of a return: none is found outside notifications."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, create_engine, select
from starlette.testclient import TestClient

from deploy.host import Installation
from deploy.personas import PERSONAS
from deploy.serving import web
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.queries import gathering as queries_gathering
from shared.messaging.work import drain
from shared.storage import Transaction
from shared.web.tokens import issue_token

FAMILY, GIVEN, MOTHER, DOCTOR = "Quillfeatherstone", "Zephyrinella", "Marigoldina", "Thistlewoodby"
NHS_NUMBER, POSTCODE, STREET, PHONE = "9990000018", "LE1 9ZZ", "Larkspurling", "0116 496 0123"
SCHOOL, EMAIL = "Bramblewick Primary School", "someone@canary.example"
CANARIES = [
    FAMILY,
    GIVEN,
    MOTHER,
    DOCTOR,
    STREET,
    "Bramblewick",
    "canary.example",
    "4960123",
    "9990000018",
    "LE19ZZ",
]
BIRTH_AND_DEATH = ["2020-02-03", "3 February 2020", "03/02/2020", "2026-04-06", "6 April 2026", "6/4/26"]
STORY = (
    f"{GIVEN} {FAMILY} (NHS No. 999 000 0018), born 03/02/2020, of 4 {STREET} Road, {POSTCODE}, collapsed on "
    f"6 April 2026 at 07:40. Her mother {MOTHER} rang {PHONE} and {EMAIL}. Dr {DOCTOR} saw her. "
    f"{GIVEN}'s teacher at {SCHOOL} had no worries. There was no smoking at home. "
    "ZEPHYRINELLA died in hospital."
)
NOTIFICATION: dict[str, Any] = {
    "child": {
        "family_name": FAMILY,
        "given_names": GIVEN,
        "date_of_birth": "2020-02-03",
        "nhs_number": "999 000 0018",
        "sex": "female",
        "ethnic_category": "A",
    },
    "home": {"address": f"4 {STREET} Road", "postcode": POSTCODE, "local_authority": "Leicester"},
    "death": {
        "died_at": "2026-04-06T09:15",
        "aware_at": "2026-04-06T09:15",
        "place_of_death": "emergency_department",
        "expected": "no",
    },
    "circumstances": STORY,
    "notifier": {
        "name": f"Dr {DOCTOR}",
        "role": "Paediatrician",
        "organisation": "Canary Hospital",
        "sector": "acute_hospital",
        "email": EMAIL,
    },
    "notified_at": "2026-04-07T11:00",
    "professionals": [
        {
            "name": f"Dr {DOCTOR}",
            "role": "general_practitioner",
            "organisation": "Canary Surgery",
            "email": EMAIL,
        },
        {"name": f"Mrs {MOTHER}ham", "role": "teacher", "organisation": SCHOOL},
    ],
}


@pytest.fixture(scope="module")
def client(place: Installation) -> TestClient:
    return TestClient(web(place), base_url="http://127.0.0.1:8000", follow_redirects=True)


def bearer(place: Installation, persona: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(place.settings, PERSONAS[persona])}"}


def signed_in(place: Installation, persona: str) -> TestClient:
    """A browser in which this person has signed in: pages take no bearer token."""
    browser = TestClient(web(place), base_url="http://127.0.0.1:8000", follow_redirects=True)
    form = {"csrf_token": token_on(browser, "/sign-in"), "persona": PERSONAS[persona].id}
    answer = browser.post("/sign-in", data=form)
    assert answer.status_code == 200, answer.text
    return browser


def token_on(browser: TestClient, path: str) -> str:
    shown = browser.get(path).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', shown)
    assert found, shown
    return found[1]


@pytest.fixture(scope="module")
def reference(place: Installation, client: TestClient) -> str:
    """One case that has been through the whole of the notifications service."""
    answer = client.post(
        "/notifications/api/notifications", json=NOTIFICATION, headers=bearer(place, "partner-system")
    )
    assert answer.status_code == 201, answer.text
    made = str(answer.json()["case_reference"])
    with place.databases["notifications"].transaction(
        person=PERSONAS["cdr-manager"], at=datetime(2026, 4, 7, 12, tzinfo=UTC)
    ) as tx:
        accept_notification(tx, reference=made)
        request_reporting_forms(tx, case=made, key=place.settings.secret_key.get_secret_value())
        confirm_everything(tx, made)
    drain(place.all_jobs())
    return made


def confirm_everything(tx: Transaction, reference: str) -> None:
    for material in queries_gathering.materials_of(tx, reference):
        confirm_case_material(tx, material_id=material.material_id)


def everything_in(engine: Engine) -> str:
    """All rows of all tables as text."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return "\n".join(
            f"{table.name}: {json.dumps([str(value) for value in row])}"
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
        )


def found_in(text: str, words: list[str]) -> list[str]:
    plain = re.sub(r"[\s-]", "", text).lower()
    return [word for word in words if re.sub(r"[\s-]", "", word).lower() in plain]


def test_no_canary_is_in_an_event_or_in_another_services_tables(place: Installation, reference: str) -> None:
    for name, engine in {
        "panel": place.databases["panel"].owner,
        "theming": place.databases["theming"].owner,
        "events": create_engine(place.settings.events_url),
    }.items():
        held = everything_in(engine)
        assert reference in held, f"{name} has not heard of the case"
        assert found_in(held, CANARIES) == [], name
        assert found_in(held, BIRTH_AND_DEATH) == [], name


def test_the_notifications_database_does_hold_them_so_that_the_search_means_something(
    place: Installation, reference: str
) -> None:
    held = everything_in(place.databases["notifications"].owner)
    assert found_in(held, CANARIES) == CANARIES


def test_what_the_panel_reads_still_tells_the_story(place: Installation, reference: str) -> None:
    held = everything_in(place.databases["panel"].owner)
    assert "collapsed" in held
    assert "07:40" in held


@pytest.mark.parametrize("persona", ["cdr-manager", "panel-chair", "public-health-analyst", "auditor"])
def test_no_canary_is_on_a_page_of_the_other_services(
    place: Installation, reference: str, persona: str
) -> None:
    browser = signed_in(place, persona)
    paths = [
        "/panel/cases",
        f"/panel/cases/{reference}",
        f"/panel/cases/{reference}/bundle",
        f"/panel/cases/{reference}/bundle/documents/1",
        "/panel/meetings",
    ]
    paths += ["/themes/", f"/themes/cases/{reference}", "/themes/statistics", "/panel/audit", "/themes/audit"]
    answers = {path: browser.get(path) for path in paths}
    assert 200 in {answer.status_code for answer in answers.values()}
    for path, answer in answers.items():
        assert found_in(answer.text, CANARIES) == [], path


def test_no_canary_is_in_a_log_line_or_an_error(
    place: Installation, client: TestClient, reference: str, capfd: pytest.CaptureFixture[str]
) -> None:
    accepted = client.post(
        "/notifications/api/notifications", json=NOTIFICATION, headers=bearer(place, "partner-system")
    )
    assert accepted.status_code == 201
    wrong = {**NOTIFICATION, "child": {**NOTIFICATION["child"], "date_of_birth": "2020-02-31", "sex": "?"}}
    refused = client.post(
        "/notifications/api/notifications", json=wrong, headers=bearer(place, "partner-system")
    )
    assert refused.status_code == 422
    assert {fault["field"] for fault in refused.json()["faults"]} >= {"child.date_of_birth", "child.sex"}
    written = capfd.readouterr()
    assert found_in(refused.text, CANARIES) == []
    assert found_in(written.out + written.err, CANARIES) == []
