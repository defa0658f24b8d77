"""A case is restricted to people: a program is nobody, and an account that nobody is known by is refused."""

from typing import Any

import pytest

from services.notifications.queries.notifications import notification_of
from shared.people import Person, Role
from shared.restrictions.queries import people_who_work_here, restriction_of
from shared.storage import Database

from .a_case import MANAGER, accepted, at_work
from .at_the_desk import at_the_desk
from .retention_cases import GUARDIAN

PARTNER = Person("partner-system", "A partner's system", frozenset({Role.NOTIFIER}))
LINK = Person("gp-with-a-request", "Somebody with a link", frozenset({Role.AGENCY_RESPONDER}))
GIVEN = {"kind": "other", "reason": "A colleague’s family"}


@pytest.fixture
def case(database: Database) -> str:
    """The guardian has read here, a partner's system and an agency have written."""
    made = accepted(database)
    for person in (PARTNER, LINK):
        with at_work(database, person) as tx:
            tx.audit("submit_notification", case=made)
    with at_the_desk(database, GUARDIAN) as (web, _):
        assert web.get("/notifications/retention").status_code == 200
    return made


def restricted_to(database: Database, case: str, **named: Any) -> tuple[int, str]:
    with at_the_desk(database, MANAGER) as (web, right):
        answer = web.post(f"/notifications/cases/{case}/restriction", data={**right, **GIVEN, **named})
    return answer.status_code, answer.text


def held(database: Database, case: str) -> set[str]:
    with at_work(database, MANAGER) as tx:
        found = restriction_of(tx, case)
        assert notification_of(tx, case)
    return {each["id"] for each in found.people} if found else set()


@pytest.mark.parametrize("account", [PARTNER.id, LINK.id, "nobody.of-this-name", "system", "anonymous"])
@pytest.mark.parametrize("field", ["people", "another"])
def test_who_is_no_person_is_named_and_refused(
    database: Database, case: str, account: str, field: str
) -> None:
    for others in ({}, {"people": [GUARDIAN.id]} if field == "another" else {"another": GUARDIAN.id}):
        status, said = restricted_to(database, case, **{field: account, **others})
        assert status == 422
        assert f"Nobody who could see a case is known as {account}" in said
        assert ("Name at least one other person" in said) == (not others)
        assert held(database, case) == set()


def test_only_people_are_offered_and_each_can_be_named(database: Database, case: str) -> None:
    with at_work(database, MANAGER) as tx:
        assert people_who_work_here(tx) == [(GUARDIAN.id, "Dr Jean Standin (demo)")]
    assert restricted_to(database, case, people=[GUARDIAN.id], another="panel-chair")[0] == 200
    assert held(database, case) == {MANAGER.id, GUARDIAN.id, "panel-chair"}
    status, said = restricted_to(database, case, another=MANAGER.id)
    assert status == 422
    assert "Name at least one other person" in said
