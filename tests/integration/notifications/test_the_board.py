"""The board: every open case on one page, by consequence, in a fixed number of queries."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.gathering.chase_all_due import due_chases
from services.notifications.actions.gathering.close_without_form import record_refusal
from services.notifications.actions.gathering.pause_chasing import pause_chasing
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.actions.gathering.settle_short_lived import settle_short_lived
from services.notifications.app import SERVICE
from services.notifications.queries.board import board
from services.notifications.queries.gathering import open_requests
from shared.errors import NotPermitted
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web

from .a_case import FRIDAY, KEY, MANAGER, MEMBER, Make, accepted, audited
from .many_cases import copies
from .test_gathering_pages import post, signed_in

BOARD = "/notifications/board"
LATER = FRIDAY + timedelta(days=40)  # five weeks and more after everybody was asked


@pytest.fixture
def database(database_for: Make) -> Database:
    return database_for(SERVICE)


@pytest.fixture
def office(database: Database) -> Iterator[TestClient]:
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    settings = Settings(**urls, events_url="", secret_key="k" * 40, demo=True)
    app = create_web(settings, [SERVICE], {"notifications": database}, (MANAGER, MEMBER), now=lambda: LATER)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield signed_in(client, MANAGER)


def case(database: Database, number: int = 0, *, asked: bool = True) -> str:
    """A case with three requests, each child another."""
    reference = accepted(
        database,
        child={
            "family_name": f"Okafor{number}",
            "given_names": f"Amara {number}",
            "date_of_birth": str(date(2026, 5, 29) - timedelta(days=40 * number)),
            "nhs_number": "",
            "nhs_number_absent_reason": "not_currently_available",
            "sex": "female",
            "ethnic_category": "N",
        },
    )
    if asked:
        with database.transaction(person=MANAGER, at=FRIDAY) as tx:
            request_reporting_forms(tx, case=reference, key=KEY)
    return reference


def queries_of(database: Database, cases: int) -> int:
    """How many statements the board takes with so many cases."""
    said: list[str] = []
    listener = lambda *given: said.append(given[2])  # noqa: E731 (the engine calls it with six things)
    with database.transaction(person=MANAGER, at=LATER) as tx:
        event.listen(database.application, "before_cursor_execute", listener)
        try:
            found = board(tx)
        finally:
            event.remove(database.application, "before_cursor_execute", listener)
    assert len(found.cases) == cases
    return len(said)


def test_the_board_takes_as_many_queries_for_a_hundred_cases_as_for_ten(database: Database) -> None:
    reference = case(database)
    copies(database, reference, 9, "LLR-2027-")
    ten = queries_of(database, 10)
    copies(database, reference, 90, "LLR-2028-")
    assert queries_of(database, 100) == ten
    assert ten <= 15  # one of them tells the database who acts


def test_what_weighs_most_comes_first(database: Database) -> None:
    quiet, refused, late = case(database, 1, asked=False), case(database, 2), case(database, 3)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE reporting_form_request SET due_on = '2026-12-01' WHERE case_reference <> %s", (late,)
        )
    with database.transaction(person=MANAGER, at=FRIDAY) as tx:
        request_id = next(one.request_id for one in open_requests(tx) if one.case_reference == refused)
        record_refusal(tx, request_id=request_id, reason="Their solicitor says so")
    with database.transaction(person=MANAGER, at=LATER) as tx:
        found = board(tx).cases
    ranks = [each.items[0].consequence.rank for each in found]
    assert ranks == sorted(ranks)
    ids = {each.reference: {item.consequence.id for item in each.items} for each in found}
    assert "refused" in ids[refused]
    assert "request_overdue" in ids[late]
    assert "nobody_asked" in ids[quiet]


def test_every_open_request_of_every_case_is_on_one_page(database: Database, office: TestClient) -> None:
    references = [case(database, number) for number in range(3)]
    page = unescape(office.get(BOARD).text)
    assert all(reference in page for reference in references)
    assert page.count("General practitioner</a>") == 3
    assert "Rosehill Surgery" in page
    assert "Okafor" not in page
    assert "Amara" not in page


def test_one_click_chases_from_the_row(database: Database, office: TestClient) -> None:
    case(database)
    page = office.get(BOARD).text
    request_id = re.findall(r'name="request" value="(\w+)"', page)[0]
    said = post(office, BOARD, f"{BOARD}/chase", request=request_id)
    assert "Done: escalate to the agency's lead." in said
    assert f'value="{request_id}"' not in said
    assert ("chase_reporting_form", MANAGER.id, False) in audited(database)


def test_all_that_are_due_are_chased_at_once_and_then_none_is(database: Database, office: TestClient) -> None:
    for number in range(2):
        case(database, number)
    assert "6 chases recorded." in post(office, BOARD, f"{BOARD}/chase-all")
    assert "Nobody was due to be chased." in post(office, BOARD, f"{BOARD}/chase-all")


def test_the_board_can_be_narrowed_to_one_agency_and_to_a_stage(
    database: Database, office: TestClient
) -> None:
    case(database)
    page = unescape(office.get(BOARD).text)
    key = re.search(r'<option value="(\w{10})"[^>]*>Rosehill Surgery \(1\)', page)
    assert key
    theirs = unescape(office.get(f"{BOARD}?agency={key[1]}").text)
    assert "Rosehill Surgery" in theirs
    assert "Health visitor</a>" not in theirs
    assert "No open case is like that" in office.get(f"{BOARD}?stage=finalising").text
    assert "No open case is like that" not in office.get(f"{BOARD}?stage=gathering").text
    assert office.get(f"{BOARD}?agency=nonsense&stage=%00").status_code == 200


def test_a_paused_case_is_shown_and_nobody_in_it_is_chased(database: Database, office: TestClient) -> None:
    reference = case(database)
    with database.transaction(person=MANAGER, at=LATER) as tx:
        pause_chasing(tx, case=reference, reason="The police asked for it")
    page = office.get(BOARD).text
    assert "Chasing paused" in page
    assert 'name="request"' not in page
    assert "Nobody was due to be chased." in post(office, BOARD, f"{BOARD}/chase-all")


def test_today_says_what_there_is_to_do(database: Database, office: TestClient) -> None:
    case(database)
    page = re.sub(r"<[^>]+>|\s+", " ", unescape(office.get(BOARD).text))
    assert re.search(r"3\s+chases due", page)
    assert "Nothing is due today" not in page


def test_today_names_a_record_before_its_holder_deletes_it(database: Database) -> None:
    reference = case(database)  # a death on 11 June, at home
    with database.transaction(person=MANAGER, at=datetime(2026, 7, 10, 9, tzinfo=UTC)) as tx:
        records = board(tx).today.records
    assert records == [
        (reference, "Phone and app data that the family or an agency may still hold", date(2026, 7, 11)),
        (reference, "Body-worn video", date(2026, 7, 12)),
    ]
    with database.transaction(person=MANAGER, at=datetime(2026, 7, 10, 9, tzinfo=UTC)) as tx:
        settle_short_lived(tx, case=reference, record="phone_data", outcome="secured")
        assert [label for _, label, _ in board(tx).today.records] == ["Body-worn video"]


def test_the_page_says_by_which_rule_it_is_ordered(office: TestClient) -> None:
    page = office.get(BOARD).text
    assert page.index("a time limit of the review has passed") < page.index("a request is past its due date")


def test_only_the_office_sees_the_board_and_looking_is_audited(
    database: Database, office: TestClient
) -> None:
    office.get(BOARD)
    assert ("view_board", MANAGER.id, True) in audited(database)
    with pytest.raises(NotPermitted), database.transaction(person=MEMBER, at=datetime.now(UTC)) as tx:
        board(tx)


def test_nobody_is_late_or_chased_for_a_case_that_the_panel_has_reviewed(
    database: Database, office: TestClient
) -> None:
    """What is left is to be closed: it still keeps the case from being finalised."""
    waiting, reviewed = case(database, 1), case(database, 2)
    with database.transaction(person=MANAGER, at=LATER) as tx:
        for kind in ("child_death_review_meeting_held", "draft_analysis_received", "panel_reviewed"):
            record_milestone(tx, case=reviewed, kind=kind, on=LATER.date())
    with database.transaction(person=MANAGER, at=LATER) as tx:
        found = {each.reference: each for each in board(tx).cases}
        assert {one.case_reference for one in due_chases(tx)} == {waiting}
    items = [item for item in found[reviewed].items if item.request_id]
    assert {(item.consequence.id, item.late, item.chase) for item in items} == {("request_left", 0, "")}
    assert len(items) == 3
    assert "request_overdue" in {item.consequence.id for item in found[waiting].items}
    shown = unescape(office.get(f"/notifications/cases/{reviewed}").text)
    assert "working days overdue" not in shown
    assert "not answered before the panel reviewed the case" in shown
    listed = office.get("/notifications/cases").text
    assert waiting in listed
    assert reviewed not in listed
