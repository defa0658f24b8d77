"""Another panel leads: what is handed over, and that nobody forgets whether it arrived."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.app import SERVICE
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from shared.people import ANONYMOUS
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web

from .conftest import MANAGER, a_payload, enter_as, token_on
from .test_notify_links import Clock

TRIAGE, TRANSFERS, FIRST = "/notifications/triage", "/notifications/transfers", "LLR-2026-0001"
HANDOVER = {"transfer_panel": "nottinghamshire", "transfer_reason": "Lived in Nottingham"}


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def office(database: Database, settings: Settings, clock: Clock, now: datetime) -> Iterator[TestClient]:
    answers = read_form(flat(a_payload(home__local_authority="Nottingham")), now=now, demonstration=True)
    with database.transaction(person=ANONYMOUS, at=now) as tx:
        submit_notification(tx, answers=answers, panel_code="LLR")
    app = create_web(settings, [SERVICE], {"notifications": database}, (MANAGER,), now=clock)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        enter_as(client, MANAGER)
        yield client


def handed_over(office: TestClient, **given: str) -> Any:
    token = token_on(office.get(f"{TRIAGE}/{FIRST}").text)
    form = {"csrf_token": token, **HANDOVER, **given}
    return office.post(f"{TRIAGE}/{FIRST}/transfer", data=form)


def page_of(office: TestClient) -> str:
    """The path of the only transfer's page."""
    found = re.search(rf'href="({TRANSFERS}/[0-9a-f]+)"', office.get(TRANSFERS).text)
    assert found
    return found[1]


def link_of(office: TestClient) -> str:
    found = re.search(
        r"http://127\.0\.0\.1:8000(/notifications/transferred/\S+?)<", office.get(page_of(office)).text
    )
    assert found
    return found[1]


def one(database: Database, query: str) -> Any:
    with database.engine.connect() as connection:
        return connection.execute(text(query)).mappings().one()


def test_a_transfer_is_numbered_waits_for_its_receipt_and_reminds_the_office(
    office: TestClient, clock: Clock
) -> None:
    assert handed_over(office).status_code == 200
    shown = office.get(TRANSFERS).text
    assert f"{FIRST}-T1" in shown
    assert "Waiting for the receipt" in shown
    clock.at += timedelta(days=2)
    enter_as(office, MANAGER)
    assert "Ask again: no receipt yet" in office.get(TRANSFERS).text
    assert "1 without a receipt" in office.get(TRIAGE).text
    form = {"csrf_token": token_on(office.get(page_of(office)).text)}
    office.post(f"{page_of(office)}/remind", data=form)
    assert "Waiting for the receipt" in office.get(TRANSFERS).text


def test_the_other_panel_takes_it_by_link_confirms_and_then_sees_the_receipt_alone(
    office: TestClient, database: Database
) -> None:
    handed_over(office, transfer_email="office@panel.example")
    link = link_of(office)
    message = one(database, "SELECT * FROM message WHERE kind = 'transfer_receipt'")
    assert link in message["link"]
    page = office.get(link).text
    assert "Canaryfeather" in page
    assert "unresponsive" not in page
    assert "unresponsive" in office.get(f"{link}/copy").text
    form = {"csrf_token": token_on(page), "received_by": "P Sample, panel manager", "receipt": "NN-44"}
    confirmed = office.post(link, data=form)
    assert "knows since 15 June 2026" in confirmed.text
    assert "Canaryfeather" not in office.get(link).text
    assert office.get(f"{link}/copy").status_code == 409
    assert office.post(link, data=form).status_code == 409
    kept = one(database, "SELECT received_on, received_by, receipt, through FROM case_transfer")
    assert (str(kept["received_on"]), kept["receipt"], kept["through"]) == ("2026-06-15", "NN-44", "link")
    assert "NN-44" in office.get(TRANSFERS).text


def test_the_letter_says_which_child_it_is_and_no_more_and_its_slip_names_nobody(
    office: TestClient, database: Database
) -> None:
    handed_over(office)
    letter = office.get(f"{page_of(office)}/letter").text
    for needed in ("Canaryfeather", "31 May 2026", "999 000 0018", "Nottingham and Nottinghamshire"):
        assert needed in letter
    assert "unresponsive" not in letter
    assert "Canaryfeather" not in letter.split("<h2>Receipt</h2>")[1]
    audited = one(database, "SELECT reading FROM audit_entry WHERE action = 'print_transfer_letter'")
    assert audited["reading"]


def test_a_receipt_by_telephone_is_recorded_with_who_and_when(office: TestClient, database: Database) -> None:
    handed_over(office)
    path = page_of(office)
    gaps = {"csrf_token": token_on(office.get(path).text), "received_on-day": "16", "receipt": "NN-45"}
    refused = office.post(f"{path}/receipt", data=gaps)
    assert refused.status_code == 422
    assert 'href="#received_by"' in refused.text
    assert 'href="#received_on"' in refused.text
    assert 'value="NN-45"' in refused.text
    when = {"received_on-day": "15", "received_on-month": "6", "received_on-year": "2026"}
    office.post(f"{path}/receipt", data=gaps | when | {"received_by": "P Sample, by telephone"})
    assert one(database, "SELECT through FROM case_transfer")["through"] == "office"


def test_a_transfer_taken_back_needs_no_receipt_and_its_link_opens_nothing(office: TestClient) -> None:
    handed_over(office)
    link = link_of(office)
    token = token_on(office.get(f"{TRIAGE}/{FIRST}").text)
    office.post(f"{TRIAGE}/{FIRST}/undo", data={"csrf_token": token, "undo_reason": "They lived here"})
    assert office.get(link).status_code == 404
    assert "Taken back" in office.get(TRANSFERS).text
    handed_over(office)
    assert f"{FIRST}-T2" in office.get(TRANSFERS).text


def test_every_gap_of_a_transfer_is_named_at_once(office: TestClient) -> None:
    gaps = {"transfer_panel": "", "transfer_email": "x", "transfer_reason": ""}
    page = handed_over(office, **gaps).text
    for field in ("transfer_panel", "transfer_email", "transfer_reason"):
        assert f'href="#{field}"' in page


def test_a_panel_that_is_not_in_the_list_can_be_named(office: TestClient) -> None:
    handed_over(office, transfer_panel="", transfer_to="Somewhere Child Death Overview Panel")
    assert "Somewhere Child Death Overview Panel" in office.get(TRANSFERS).text
