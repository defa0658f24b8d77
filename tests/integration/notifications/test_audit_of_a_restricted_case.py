"""Who read a restricted case is shown to an auditor named for it, and hidden, counts and all, from others."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.notifications.app import SERVICE
from shared.people import Person, Role
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web
from tests.integration.notifications.conftest import MANAGER, a_payload
from tests.integration.notifications.test_breaking_the_glass import NOBODY, Desk
from tests.integration.web.conftest import token_in

NAMED = Person("robin", "Robin Named", frozenset({Role.AUDITOR}))
OTHER = Person("pat", "Pat Unnamed", frozenset({Role.AUDITOR}))


@pytest.fixture
def desk(database: Database, web: TestClient, token_of: Any, now: datetime) -> Desk:
    partner = Person("partner-system", "A partner's system", frozenset({Role.NOTIFIER}))
    desk = Desk(database, web, token_of(partner), now)
    for case in (desk.case, desk.other):
        desk.act(MANAGER, lambda tx, case=case: tx.audit("view_case", case=case, reading=True))
    desk.act(MANAGER, lambda tx: tx.audit("search_cases", reading=True, detail={"found": [desk.case]}))
    return desk


@pytest.fixture
def as_auditor(database: Database, settings: Settings, now: datetime) -> Iterator[Callable[..., Any]]:
    app = create_web(settings, [SERVICE], {"notifications": database}, (NAMED, OTHER), now=lambda: now)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:

        def ask(person: Person, path: str) -> Any:
            client.cookies.clear()
            token = token_in(client.get("/sign-in").text)
            client.post("/sign-in", data={"csrf_token": token, "persona": person.id})
            return client.get(f"/notifications/audit/{path}")

        yield ask


def name_the_auditor(desk: Desk) -> None:
    """As the list of those who may see it would say, had the office named the auditor too."""
    with desk.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE case_restriction DISABLE TRIGGER USER")
        connection.exec_driver_sql(
            'UPDATE case_restriction SET people = people || \'[{"id": "robin", "name": "Robin"}]\''
        )


@pytest.mark.parametrize("page", ["case", "case.csv"])
def test_for_who_is_not_named_it_is_as_if_there_were_no_such_case(
    desk: Desk, as_auditor: Callable[..., Any], page: str
) -> None:
    """Nor by what they leave behind: the page is asked for twice, and the whole audit shows what it noted."""
    asked = (page, page, "", "person")
    answers = [
        [
            as_auditor(OTHER, f"{each}?case={case}&person={OTHER.id if not each else ''}")
            .text.partition("<main")[2]
            .replace(case, "")
            for each in asked
        ]
        for case in (desk.case, NOBODY)
    ]
    assert answers[0] == answers[1]


def test_every_entry_of_the_auditors_own_says_the_same_of_both(
    desk: Desk, as_auditor: Callable[..., Any]
) -> None:
    for case in (desk.case, NOBODY):
        for page in ("case", "case.csv", "person", ""):
            as_auditor(OTHER, f"{page}?case={case}&person={OTHER.id}")
    own = as_auditor(OTHER, f"?person={OTHER.id}").text
    assert own.count("Read audit of case") == own.count("Export audit of case") == 2
    assert NOBODY not in own
    assert desk.case not in own


def test_what_a_person_read_of_it_is_not_counted_for_who_is_not_named(
    desk: Desk, as_auditor: Callable[..., Any]
) -> None:
    hidden = as_auditor(OTHER, f"person?person={MANAGER.id}").text
    assert desk.other in hidden
    assert desk.case not in hidden
    name_the_auditor(desk)
    shown = as_auditor(NAMED, f"person?person={MANAGER.id}").text
    assert shown.count(f">{desk.case}<") == 1
    for text, cases in ((hidden, 1), (shown, 2)):
        row = text.partition("15 June 2026</th>")[2]
        assert f'numeric">{cases}</td>' in row.partition("</tr>")[0].split("\n")[1]


def test_who_is_named_sees_who_read_it(desk: Desk, as_auditor: Callable[..., Any]) -> None:
    name_the_auditor(desk)
    shown = as_auditor(NAMED, f"case?case={desk.case}").text
    assert "The page of the case" in shown
    shown += (lists := as_auditor(NAMED, f"case?case={desk.case}&what=listing").text)
    assert "A search for cases" in lists
    assert a_payload()["child"]["family_name"] not in shown
