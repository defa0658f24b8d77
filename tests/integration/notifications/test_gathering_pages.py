"""The office's and the agencies' pages, through the real web application."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, func, select, update

from services.notifications.app import SERVICE
from services.notifications.tables.facts import short_lived_settled
from services.notifications.tables.gathering import redaction_hit
from shared.people import Person, Role
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web

from .a_case import FRIDAY, MANAGER, MEMBER, RETURN, Make, accepted, audited, events

AUDITOR = Person("auditor", "Pat Proofwell", frozenset({Role.AUDITOR}))
SECRET = "a secret for tests that is long enough"
PREFIX = "/notifications"


@pytest.fixture
def database(database_for: Make) -> Database:
    return database_for(SERVICE)


@pytest.fixture
def web(database: Database) -> Iterator[TestClient]:
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    settings = Settings(**urls, events_url="", secret_key=SECRET, demo=True)
    people = (MANAGER, MEMBER, AUDITOR)
    app = create_web(settings, [SERVICE], {"notifications": database}, people, now=lambda: FRIDAY)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def office(web: TestClient) -> TestClient:
    return signed_in(web, MANAGER)


def signed_in(web: TestClient, person: Person) -> TestClient:
    post(web, "/sign-in", "/sign-in", persona=person.id)
    return web


def post(web: TestClient, shown_at: str, to: str, **fields: str) -> str:
    """Send a form of the page at `shown_at`; the text of the page that answers."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', web.get(shown_at).text)
    assert token, f"there is no form at {shown_at}"
    return unescape(web.post(to, data={"csrf_token": token[1], **fields}).text)


def link_in(text: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/notifications/respond/\S+)", unescape(text))
    assert found, "there is no link on the page"
    return found[1]


def ask_everybody(office: TestClient, reference: str) -> list[str]:
    """Press the button; the paths of the requests' pages."""
    gathering = f"{PREFIX}/cases/{reference}/gathering"
    shown = post(office, gathering, f"{gathering}/ask")
    return list(dict.fromkeys(re.findall(r'href="(/notifications/requests/\w+)"', shown)))


def responder_link(office: TestClient, database: Database, number: int = 0) -> str:
    return link_in(office.get(ask_everybody(office, accepted(database))[number]).text)


def test_one_click_asks_everybody_and_each_has_a_message_with_a_link(
    office: TestClient, database: Database
) -> None:
    reference = accepted(database)
    requests = ask_everybody(office, reference)
    links = {link_in(office.get(request).text) for request in requests}
    assert len(requests) == len(links) == 3
    assert "Not asked" not in office.get(f"{PREFIX}/cases/{reference}/gathering").text


def test_the_message_to_send_names_no_child(office: TestClient, database: Database) -> None:
    page = office.get(ask_everybody(office, accepted(database))[0]).text
    message = unescape(re.search(r'<div class="cdr-text">(.*?)</div>', page, re.DOTALL)[1])  # type: ignore[index]
    assert "Please answer by 3 July 2026" in message
    assert not {"Amara", "Okafor", "999 000 0018"} & set(re.findall(r"\w+", message))


def test_an_agency_answers_through_its_link_without_an_account(
    office: TestClient, web: TestClient, database: Database
) -> None:
    link = responder_link(office, database)
    web.cookies.clear()
    shown = web.get(link).text
    assert "Amara Grace Okafor" in shown
    assert "999 000 0018" in shown
    assert not {"Thistledown", "Chioma", "Moses"} & set(re.findall(r"\w+", shown))
    receipt = post(web, link, link, do="send", **RETURN)
    assert "Received" in receipt
    assert "Amara" not in receipt
    assert [one["outcome"] for one in events(database, "reporting-form-received")] == ["returned"]
    used = web.get(link)
    assert used.status_code == 404
    assert "Your form has been received" in used.text
    assert "Amara" not in used.text


def test_a_form_with_faults_is_shown_again_as_it_was_typed(
    office: TestClient, web: TestClient, database: Database
) -> None:
    link = responder_link(office, database)
    web.cookies.clear()
    again = post(web, link, link, do="send", **{**RETURN, "responder_name": "", "gestation_weeks": "lots"})
    assert "There is a problem" in again
    assert 'href="#responder_name"' in again
    assert 'href="#gestation_weeks"' in again
    assert 'value="lots"' in again
    assert RETURN["c_narrative"] in again
    assert events(database, "reporting-form-received") == []


def test_what_was_saved_is_there_when_the_responder_comes_back(
    office: TestClient, web: TestClient, database: Database
) -> None:
    link = responder_link(office, database)
    web.cookies.clear()
    post(web, link, link, do="save", c_narrative="Half a sentence", breastfed="not_asked")
    web.cookies.clear()
    shown = web.get(link).text
    assert "Half a sentence" in shown
    assert "Nothing has been sent yet" in shown


def test_nothing_held_is_one_answer_with_a_reason(
    office: TestClient, web: TestClient, database: Database
) -> None:
    link = responder_link(office, database, 1)
    web.cookies.clear()
    assert "Write why there is nothing" in post(web, link, f"{link}/nothing-held", nil_reason="")
    assert "Received" in post(web, link, f"{link}/nothing-held", nil_reason="Not on our caseload")
    assert [one["outcome"] for one in events(database, "reporting-form-received")] == ["nil_return"]


@pytest.mark.parametrize("person", [MEMBER, AUDITOR])
def test_only_the_office_sees_gathering_and_originals(
    web: TestClient, database: Database, person: Person
) -> None:
    reference = accepted(database)
    signed_in(web, person)
    assert web.get(f"{PREFIX}/cases/{reference}/gathering").status_code == 403


def test_a_document_is_read_marked_and_confirmed_on_its_page(office: TestClient, database: Database) -> None:
    reference = accepted(
        database, circumstances="Amara was seen beside Wibblethorpe. Uncle Bolt drove her mother Chioma."
    )
    gathering = office.get(f"{PREFIX}/cases/{reference}/gathering").text
    path = re.search(r'href="(/notifications/materials/\w+)"', gathering)[1]  # type: ignore[index]
    shown = office.get(path).text
    assert "Person named in this case" in shown
    assert "Capital letter, and no word of the language" in shown
    post(office, path, f"{path}/remove", words="drove")
    start = "Amara was seen beside Wibblethorpe. Uncle ".__len__()
    post(office, path, f"{path}/keep", start=str(start), end=str(start + 4), rule="person")
    assert "Confirmed." in post(office, path, f"{path}/confirm", looked_at_words="yes")
    assert events(database, "case-material-confirmed")[0]["text"] == (
        "The child was seen beside [name]. Uncle Bolt [removed] her mother [name]."
    )
    written = [action for action, who, reading in audited(database) if who == MANAGER.id and not reading]
    assert written[-3:] == ["mark_words_to_remove", "put_back_word", "confirm_case_material"]


def test_a_text_confirmed_with_earlier_rules_says_what_the_panel_can_still_read(
    office: TestClient, database: Database
) -> None:
    reference = accepted(database)
    gathering = office.get(f"{PREFIX}/cases/{reference}/gathering").text
    path = re.search(r'href="(/notifications/materials/\w+)"', gathering)[1]  # type: ignore[index]
    post(office, path, f"{path}/confirm")
    assert "What the panel is given" in office.get(path).text
    assert "Confirmed with earlier rules" not in office.get(f"{PREFIX}/materials").text
    with database.session() as session:
        session.execute(update(redaction_hit).values(rules_version="2020.1"))
        session.execute(delete(redaction_hit).where(redaction_hit.c.number == 2))
        session.commit()
    shown = office.get(path).text
    assert "1 piece of it would be taken out today" in shown
    assert "What the panel would be given today" in shown
    assert "What the panel is given" not in shown
    listed = office.get(f"{PREFIX}/materials").text
    assert "Confirmed with earlier rules" in listed
    assert f'{path}"' in listed


def test_looking_at_identifying_text_is_audited(
    office: TestClient, web: TestClient, database: Database
) -> None:
    link = responder_link(office, database)
    web.cookies.clear()
    web.get(link)
    reads = [(action, who) for action, who, reading in audited(database) if reading]
    assert ("view_gathering", MANAGER.id) in reads
    assert ("view_reporting_form_request", MANAGER.id) in reads
    assert reads[-1] == ("view_own_request", "agency-responder")


def test_an_address_that_is_no_link_is_refused_without_a_word_about_a_child(web: TestClient) -> None:
    answer = web.get(f"{PREFIX}/respond/not-a-link")
    assert answer.status_code == 404
    assert "This link cannot be used" in answer.text


def test_somebody_the_notification_did_not_name_can_be_added_and_asked(
    office: TestClient, database: Database
) -> None:
    reference = accepted(database)
    path = f"{PREFIX}/cases/{reference}/gathering"
    refused = post(office, path, f"{path}/professional", role="", name="", email="kept@example.org")
    assert "Choose the professional's role" in refused
    assert "Write a name, or the organisation" in refused
    assert "kept@example.org" in refused
    post(
        office, path, f"{path}/professional", role="school_nurse", name="Lee Sampleton", organisation="School"
    )
    assert len(ask_everybody(office, reference)) == 4
    assert events(database, "reporting-form-requested")[-1]["source_id"] == "s4"


def test_a_text_that_came_by_post_is_redacted_and_waits_like_any_other(
    office: TestClient, database: Database
) -> None:
    reference = accepted(database)
    path = f"{PREFIX}/cases/{reference}/gathering"
    assert "Paste the text" in post(office, path, f"{path}/text", text_role="coroners_officer", text="")
    shown = post(
        office, path, f"{path}/text", text_role="coroners_officer", text="Inquest into Amara Okafor."
    )
    assert "Further information: coroner's officer" in shown
    assert "Inquest into" in shown
    assert events(database, "case-material-confirmed") == []


def test_what_a_responder_sends_from_a_lapsed_page_is_shown_again_and_not_lost(
    office: TestClient, web: TestClient, database: Database
) -> None:
    link = responder_link(office, database)
    web.cookies.clear()
    token = re.search(r'name="csrf_token" value="([^"]+)"', web.get(link).text)
    assert token
    for to, typed in ((link, "c_narrative"), (f"{link}/nothing-held", "nil_reason")):
        web.cookies.clear()
        shown = web.post(to, data={"csrf_token": token[1], "do": "save", typed: "A long account"})
        assert shown.status_code == 422
        assert "A long account" in shown.text
    assert "A long account" not in web.get(link).text
    assert events(database, "reporting-form-received") == []


def test_words_that_are_not_in_the_text_are_not_said_to_be_removed(
    office: TestClient, database: Database
) -> None:
    gathering = office.get(f"{PREFIX}/cases/{accepted(database)}/gathering").text
    material = re.search(r'href="(/notifications/materials/\w+)"', gathering)
    assert material
    shown = post(office, material[1], f"{material[1]}/remove", words="Zebrastone")
    assert "do not stand in the text" in shown
    assert "Removed wherever it stands" not in shown
    assert 'value="Zebrastone"' in shown


def test_a_made_up_position_puts_nothing_back(office: TestClient, database: Database) -> None:
    gathering = office.get(f"{PREFIX}/cases/{accepted(database)}/gathering").text
    material = re.search(r'href="(/notifications/materials/\w+)"', gathering)
    assert material
    kept = post(office, material[1], f"{material[1]}/keep", start="abc", end="9" * 30, rule="known_name")
    assert "What the panel is given" in kept


def test_a_professional_is_named_once_and_with_an_address_that_can_be_written_to(
    office: TestClient, database: Database
) -> None:
    here = f"{PREFIX}/cases/{accepted(database)}/gathering"
    visitor = {"role": "health_visitor", "name": "Hetty Visiter", "organisation": "Wreake Community Health"}

    def name(**fields: str) -> str:
        return post(office, here, f"{here}/professional", **visitor | fields)

    assert "Write one e-mail address" in name(email="not an address")
    assert "Added. They can be asked now." in name(email="hetty@wreake.example")
    assert "They are on the list already" in name(name="hetty VISITER")


def test_what_was_done_about_a_record_has_to_be_chosen_and_is_never_noted_as_asked_by_itself(
    database: Database, office: TestClient
) -> None:
    here = f"{PREFIX}/cases/{accepted(database)}/gathering"
    shown = office.get(here).text
    choice = re.search(r'<select[^>]*id="outcome-phone_data".*?</select>', shown, re.DOTALL)
    assert choice
    assert '<option value="">Choose</option><option value="asked">' in choice[0]
    assert "selected" not in choice[0]
    missing = post(office, here, f"{here}/record", record="phone_data", outcome="")
    assert missing.count("Choose what was done about it") == 2
    assert 'href="#outcome-phone_data"' in missing
    assert "Noted." not in missing
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(short_lived_settled)) == 0
    assert "Noted." in post(office, here, f"{here}/record", record="phone_data", outcome="asked")
