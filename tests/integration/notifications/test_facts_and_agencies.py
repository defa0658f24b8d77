"""Facts that sources give differently, agencies by the name of their day, messages, short-lived records."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from services.notifications.actions.gathering.choose_fact import choose_fact
from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.app import SERVICE
from services.notifications.queries.facts import choices_of, facts_of_case
from shared.errors import Invalid, NotFound
from shared.messages.queue_message import queue_message
from shared.messages.send_messages import send_messages
from shared.messaging.work import _errand
from shared.sending import Letter, NotSent
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web

from .a_case import (
    FRIDAY,
    KEY,
    MANAGER,
    RETURN,
    Make,
    accepted,
    asked,
    at_work,
    audited,
    responding,
    token_of,
)
from .test_gathering_pages import PREFIX, post, signed_in


@pytest.fixture
def database(database_for: Make) -> Database:
    return database_for(SERVICE)


@pytest.fixture
def office(database: Database) -> Iterator[TestClient]:
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    settings = Settings(**urls, events_url="", secret_key="k" * 40, demo=True)
    app = create_web(settings, [SERVICE], {"notifications": database}, (MANAGER,), now=lambda: FRIDAY)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield signed_in(client, MANAGER)


def two_returns(database: Database, **visitor: str) -> str:
    """Notification: parents not related. Doctor: related. Health visitor: as given."""
    reference, ids = asked(database, family={"parents_related": "no"}, birth={"gestation_weeks": 39})
    forms = {
        "general_practitioner": {**RETURN, "parents_related": "yes", "gestation_weeks": "39"},
        "health_visitor": {**RETURN, **visitor},
    }
    for role, given in forms.items():
        form = {name: value for name, value in given.items() if name != "d_not_held"}
        with responding(database) as tx:
            receive_reporting_form(tx, key=KEY, token=token_of(database, reference, ids[role]), given=form)
    return reference


def facts(database: Database, reference: str) -> dict[str, tuple[list[str], bool]]:
    with at_work(database) as tx:
        found = facts_of_case(tx, reference)
    return {fact.id: ([one.said for one in fact.answers], fact.differs) for fact in found}


def test_the_notification_and_the_returns_stand_side_by_side(database: Database) -> None:
    found = facts(database, two_returns(database, parents_related="not_known", gestation_weeks="38"))
    assert found["parents_related"] == (["No", "Yes", "Not known"], True)
    assert found["gestation_weeks"][1] is True


def test_not_known_contradicts_nobody_and_the_same_number_is_the_same(database: Database) -> None:
    found = facts(database, two_returns(database, gestation_weeks="39.0"))
    assert found["breastfed"] == (["Not known", "Not known"], False)
    assert found["gestation_weeks"][1] is False


def test_one_is_chosen_with_a_reason_the_others_stay_and_the_choice_can_be_taken_back(
    database: Database,
) -> None:
    reference = two_returns(database)
    with pytest.raises(Invalid) as refused, at_work(database) as tx:
        choose_fact(tx, case=reference, fact="parents_related", source="nobody", reason="")
    assert [fault.field for fault in refused.value.faults] == ["source", "reason"]
    with at_work(database) as tx:
        choose_fact(tx, case=reference, fact="parents_related", source="notification", reason="Asked again")
        choose_fact(tx, case=reference, fact="parents_related", source="", reason="Not so sure")
    with at_work(database) as tx:
        kept = [(row["answer"], row["reason"]) for row in choices_of(tx, reference)["parents_related"]]
    assert kept == [("", "Not so sure"), ("No", "Asked again")]
    assert facts(database, reference)["parents_related"][0] == ["No", "Yes"]
    with pytest.raises(NotFound), at_work(database) as tx:
        choose_fact(tx, case=reference, fact="shoe_size", source="notification", reason="x")


def test_the_page_shows_the_difference_and_keeps_what_was_typed(
    database: Database, office: TestClient
) -> None:
    reference = two_returns(database)
    path = f"{PREFIX}/cases/{reference}/facts"
    again = post(
        office, path, path, fact="parents_related", do="choose", **{"reason-parents_related": "Because"}
    )
    assert "Choose one of the sources that have answered" in again
    assert "Because" in again
    chosen = {"source-parents_related": "notification", "reason-parents_related": "The parents said so"}
    said = post(office, path, path, fact="parents_related", do="choose", **chosen)
    assert "Chosen. The other answers stay." in said
    assert "The parents said so" in said
    assert ("view_facts", MANAGER.id, True) in audited(database)
    assert "1 fact on which sources differ" not in unescape(office.get(f"{PREFIX}/board").text)
    gathering = unescape(office.get(f"{PREFIX}/cases/{reference}/gathering").text)
    assert "on which sources differ" in gathering


def test_the_meter_tells_answered_from_not_known_not_asked_and_not_held(
    database: Database, office: TestClient
) -> None:
    reference, ids = asked(database)
    with responding(database) as tx:
        token = token_of(database, reference, ids["general_practitioner"])
        receive_reporting_form(tx, key=KEY, token=token, given=RETURN)
    page = unescape(office.get(f"{PREFIX}/cases/{reference}/gathering").text)
    row = re.search(
        r"(\d+) answered, (\d+) not known after asking, (\d+) does not apply, (\d+) source did not ask", page
    )
    assert row
    assert [int(number) for number in row.groups()] == [1, 1, 1, 1]
    assert re.search(r"\d+ not held", page)


def test_who_is_usual_at_the_age_and_not_named_is_shown(database: Database, office: TestClient) -> None:
    reference = accepted(database)  # a boy or girl of 13 days
    page = unescape(office.get(f"{PREFIX}/cases/{reference}/gathering").text)
    gaps = page.split('id="gaps"')[1].split("</ul>")[0]
    assert "Midwife" in gaps
    assert "School" not in gaps
    assert "Health visitor" not in gaps


def test_a_record_that_is_deleted_early_has_a_day_to_ask_by_until_it_is_settled(
    database: Database, office: TestClient
) -> None:
    reference = accepted(database)
    path = f"{PREFIX}/cases/{reference}/gathering"
    page = unescape(office.get(path).text)
    assert "Recording of the 999 call (ambulance)" in page
    assert "9 September 2026" in page
    said = post(office, path, f"{path}/record", record="emergency_call", outcome="asked")
    assert "Recording of the 999 call (ambulance): asked for, to be kept" in said
    assert "Choose one of the records" in post(office, path, f"{path}/record", record="x", outcome="asked")


def agency(**given: str) -> dict[str, str]:
    first = {"valid_from-day": "1", "valid_from-month": "4", "valid_from-year": "2024"}
    return {"name": "Rosehill Surgery", "sector": "primary_care", **first, **given}


def test_the_directory_names_every_fault_at_once_and_keeps_what_was_typed(office: TestClient) -> None:
    path = f"{PREFIX}/agencies"
    wrong = agency(name="", sector="moon", escalation_email="a b", due_after="none", predecessor_id="x")
    again = post(office, path, path, **{**wrong, "valid_from-month": "13"})
    for words in (
        "Write the agency's name",
        "Choose the sector",
        "Write one e-mail address",
        "not a day in the calendar",
        "working days from 1 to 90",
        "another agency of the directory",
    ):
        assert words in again
    assert 'value="a b"' in again
    assert 'value="13"' in again


def test_an_agency_that_ends_is_followed_by_its_successor(office: TestClient, database: Database) -> None:
    path = f"{PREFIX}/agencies"
    last = {"valid_to-day": "31", "valid_to-month": "3", "valid_to-year": "2026"}
    post(office, path, path, **agency(**last))
    old = re.search(r'href="(/notifications/agencies/(\w+))"', office.get(path).text)
    assert old
    new = {"valid_from-day": "1", "valid_from-month": "4", "valid_from-year": "2026"}
    shown = post(office, path, path, **agency(name="Hillside Practice", predecessor_id=old[2], **new))
    assert "after Rosehill Surgery" in shown
    assert "Names that have ended" in shown
    assert "The directory is up to date." in post(office, old[1], old[1], **agency(**last))


class Refusing:
    def send(self, letter: Letter) -> str:
        raise NotSent("The mail server refused the address (550)", for_good=True)


def test_a_message_that_failed_is_shown_first_and_sent_again_to_the_right_address(
    office: TestClient, database: Database
) -> None:
    with at_work(database) as tx:
        message_id = queue_message(tx, kind="reminder", to="gone@agency.example", link="https://x.example/a")
    _errand(send_messages(Refusing(), "A panel"), database, lambda: FRIDAY)()
    path = f"{PREFIX}/messages"
    page = office.get(path).text
    assert "refused the address (550)" in page
    assert "Not sent: no mail is set up" in page
    assert "could not be sent" in office.get(f"{PREFIX}/board").text
    again = f"{path}/{message_id}/again"
    assert "Write one e-mail address" in post(office, path, again, **{f"email-{message_id}": "nobody"})
    said = post(office, path, again, **{f"email-{message_id}": "there@agency.example"})
    assert "in line to be sent again" in said
    assert "there@agency.example" in said
