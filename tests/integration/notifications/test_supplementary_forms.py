"""An agency fills in the supplementary forms that its death asks for; a notifier saves and comes back."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.actions.forms.remove_notification_draft import remove_expired_drafts
from services.notifications.domain.forms.library import current
from shared.people import SYSTEM
from shared.storage import Database

from .a_case import RETURN
from .conftest import MANAGER, PARTNER, a_payload, enter_as, token_on
from .test_gathering_pages import link_in
from .test_notifying_without_an_account import PAGE, typed

SLEEP = "sudden-unexpected-death"


@pytest.fixture
def link(web: TestClient, token_of: Any) -> str:
    """The GP's link in a case of sudden unexpected death."""
    payload = a_payload(death__events=["sudden_unexpected_death"])
    sent = web.post("/notifications/api/notifications", json=payload, headers=token_of(PARTNER))
    case = f"/notifications/cases/{sent.json()['case_reference']}"
    enter_as(web, MANAGER)
    triage = case.replace("/cases/", "/triage/")
    assert (
        web.post(f"{triage}/accept", data={"csrf_token": token_on(web.get(triage).text)}).status_code == 200
    )
    asked = web.post(
        f"{case}/gathering/ask", data={"csrf_token": token_on(web.get(f"{case}/gathering").text)}
    )
    request = re.search(r'href="(/notifications/requests/\w+)"', asked.text)
    assert request
    found = link_in(web.get(request[1]).text)
    web.cookies.clear()
    return found


def press(web: TestClient, shown_at: str, to: str) -> Any:
    return web.post(to, data={"csrf_token": token_on(web.get(shown_at).text)})


def post(web: TestClient, at: str, **fields: Any) -> Any:
    named = {name.replace("__", "."): value for name, value in fields.items()}
    return web.post(at, data={"csrf_token": token_on(web.get(at).text), **named})


def one(database: Database, query: str) -> Any:
    with database.engine.connect() as connection:
        return connection.execute(text(query)).one()


def test_an_agency_sees_the_further_forms_its_death_asks_for_and_why(web: TestClient, link: str) -> None:
    shown = unescape(web.get(link).text)
    assert "Sudden unexpected death" in shown
    assert f'value="open:{SLEEP}"' in shown
    assert 'href="#section-c"' in shown
    assert web.get(f"{link}/forms/drowning").status_code == 404


def test_opening_a_further_form_saves_what_is_written_first(web: TestClient, link: str) -> None:
    opened = post(web, link, do=f"open:{SLEEP}", c_narrative="Half a sentence")
    assert str(opened.url).endswith(f"/forms/{SLEEP}")
    assert "Half a sentence" in web.get(link).text


def test_what_is_returned_on_a_further_form_reaches_the_panel_s_material(
    web: TestClient, link: str, database: Database
) -> None:
    form = f"{link}/forms/{SLEEP}"
    back = post(web, form, do="check", **{f"{SLEEP}.asleep": "yes", f"{SLEEP}.place_of_sleep": "sofa"})
    assert str(back.url).endswith(link)
    post(web, link, do="send", **RETURN)
    row = one(database, "SELECT form_name, form_version, answers, asked_for FROM supplementary_form_return")
    assert row.form_name == "Sudden unexpected death"
    assert row.form_version == current(SLEEP).version
    assert (row.answers, row.asked_for) == ({"asleep": "yes", "place_of_sleep": "sofa"}, True)
    material = one(database, "SELECT title, original FROM case_material WHERE kind = 'supplementary_form'")
    assert material.title == "Supplementary form: Sudden unexpected death"
    assert "Where was the child put down: Sofa or armchair." in material.original


def test_a_fault_of_a_further_form_is_told_where_it_is_and_again_before_sending(
    web: TestClient, link: str, database: Database
) -> None:
    form = f"{link}/forms/{SLEEP}"
    shown = post(web, form, do="check", **{f"{SLEEP}.room_temperature": "hot"})
    assert f'href="#{SLEEP}.room_temperature"' in shown.text
    assert 'value="hot"' in shown.text
    again = post(web, link, do="send", **RETURN)
    assert again.status_code == 422
    assert f'href="#form-{SLEEP}"' in again.text
    assert one(database, "SELECT count(*) FROM reporting_form_return")[0] == 0
    assert 'value="hot"' in web.get(form).text


def test_the_office_reads_every_returned_form_with_how_complete_it_is(
    web: TestClient, link: str, database: Database
) -> None:
    post(web, f"{link}/forms/{SLEEP}", do="save", **{f"{SLEEP}.dummy": "not_asked"})
    post(web, link, do="send", **RETURN)
    reference = one(database, "SELECT case_reference FROM notification").case_reference
    enter_as(web, MANAGER)
    shown = unescape(web.get(f"/notifications/cases/{reference}/answers").text)
    assert "General practitioner: Sudden unexpected death" in shown
    assert "Was a dummy used for this sleep?" in shown
    assert "Not asked" in shown


def saved(web: TestClient, **changes: str) -> str:
    kept = web.post(PAGE, data=typed(web, **changes) | {"do": "save"})
    found = re.search(r'href="(/notifications/notify/saved/[^"]+)"', kept.text)
    assert found, kept.text
    return found[1]


def test_a_notification_is_saved_without_an_account_and_gone_on_with_through_its_link(
    web: TestClient, database: Database
) -> None:
    link = saved(web, child__nhs_number="99", notifier__name="")
    assert "Canaryfeather" not in link
    assert one(database, "SELECT count(*) FROM notification")[0] == 0
    web.cookies.clear()
    shown = web.get(link).text
    for kept in (
        "Canaryfeather",
        'value="99"',
        "Found &lt;unresponsive&gt;.",
        "Dr B Example",
        'value="22.05"',
    ):
        assert kept in shown
    assert link not in shown.replace(f'action="{link}"', "")
    sent = post(
        web, link, **{name: value for name, value in typed(web).items() if name != "csrf_token"}, do="send"
    )
    assert "LLR-2026-0001" in sent.text
    assert one(database, "SELECT count(*) FROM notification_draft")[0] == 0
    assert web.get(link).status_code == 404


def test_saving_twice_from_one_page_is_one_draft(web: TestClient, database: Database) -> None:
    page = typed(web) | {"do": "save"}
    links = [
        re.findall(r'href="(/notifications/notify/saved/[^"]+)"', web.post(PAGE, data=page).text)
        for _ in "12"
    ]
    assert links[0] == links[1] != []
    assert one(database, "SELECT count(*) FROM notification_draft")[0] == 1
    assert web.post(PAGE, data=page | {"do": "send"}).status_code == 200
    assert one(database, "SELECT count(*) FROM notification_draft")[0] == 0


def test_a_draft_is_gone_after_fourteen_days_and_a_guessed_link_finds_nothing(
    web: TestClient, database: Database, now: datetime
) -> None:
    link = saved(web)
    assert web.get(f"{link[:-3]}abc").status_code == 404
    with database.transaction(person=SYSTEM, at=now + timedelta(days=13, hours=23)) as tx:
        assert not remove_expired_drafts(tx)
    with database.transaction(person=SYSTEM, at=now + timedelta(days=14)) as tx:
        assert remove_expired_drafts(tx)
    assert web.get(link).status_code == 404


def test_what_is_saved_can_be_deleted_by_whoever_has_the_link(web: TestClient, database: Database) -> None:
    link = saved(web)
    post(web, link, do="remove")
    assert one(database, "SELECT count(*) FROM notification_draft")[0] == 0


def test_what_was_typed_after_the_draft_was_deleted_can_still_be_sent(
    web: TestClient, database: Database
) -> None:
    link = saved(web)
    other_window = typed(web)
    deleted = post(web, link, do="remove")
    assert "What was saved has been deleted" in deleted.text
    kept = web.post(link, data=other_window | {"do": "send"})
    assert "has been sent or deleted" in kept.text
    assert "Canaryfeather" in kept.text
    assert f'action="{PAGE}"' in kept.text
    assert one(database, "SELECT count(*) FROM notification")[0] == 0


def test_the_forms_are_published_as_json_schema_in_every_version(web: TestClient) -> None:
    listed = web.get("/notifications/api/forms").json()
    assert len(listed) >= 22
    for each in listed:
        schema = web.get(each["schema"]).json()
        assert schema["title"] == f"{each['name']} {each['version']}"
    assert web.get("/notifications/api/forms/reporting-form/1999.1").status_code == 404
