"""Whoever sees a case by broken glass alone is told so on its pages, looks at it, and does nothing to it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from services.notifications.actions.restrictions.restrict_case import restrict_case
from services.notifications.actions.retention.answer_disposal import answer_disposal
from services.notifications.queries.disposals import disposal_list_of
from shared.errors import OnlyLooking
from shared.people import Person
from shared.restrictions.actions.break_the_glass import break_the_glass
from shared.restrictions.actions.end_break_glass import end_break_glass
from shared.storage import Database
from shared.storage.kernel_tables import audit_entry

from .a_case import FRIDAY, MANAGER, accepted, at_work
from .at_the_desk import at_the_desk
from .retention_cases import GUARDIAN, LATER, OFFICER, confirm, finalised
from .test_disposals import answered
from .test_disposals_of_restricted_cases import propose, restrict

SECOND = Person("caldicott-guardian", "Dr Jean Standin", GUARDIAN.roles)
PLACED = {"kind": "litigation", "scope": "case", "reason": "A claim is brought"}
ON_DAY = {"from_on-day": "12", "from_on-month": "6", "from_on-year": "2026"}
# Each by what is posted to which address, after the case's own; all of them right.
ACTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/retention/holds", {**PLACED, **ON_DAY, "case": "CASE"}),
    (
        "/cases/CASE/milestones",
        {
            "milestone": "child_death_review_meeting_held",
            "on-day": "11",
            "on-month": "6",
            "on-year": "2026",
        },
    ),
    ("/cases/CASE/gathering/pause", {"pause_reason": "The family has asked for it"}),
    (
        "/cases/CASE/family/key-worker",
        {
            "key_worker-name": "Sam Key",
            "key_worker-role": "Bereavement nurse",
            "key_worker-organisation": "A trust",
            "key_worker-telephone": "0116 496 0000",
            "key_worker-from_on-day": "11",
            "key_worker-from_on-month": "6",
            "key_worker-from_on-year": "2026",
        },
    ),
    ("/cases/CASE/clocks/judge", {"judge_because": "The time was corrected"}),
)


def break_glass(database: Database, case: str, person: Person, at: Any = FRIDAY) -> str:
    asked = {"reference": case, "reason": "The coroner asks for it today", "minutes": "30", "most": 60}
    with at_work(database, person, at) as tx:
        return break_the_glass(tx, told=("guardian@board.example",), link="https://x.example", **asked).id


@pytest.fixture
def case(database: Database) -> str:
    """Restricted to the manager and the guardian; the officer breaks the glass."""
    made = accepted(database)
    with at_work(database, MANAGER) as tx:
        restrict_case(tx, case=made, kind="other", reason="Known.", people={SECOND.id: SECOND.name})
    break_glass(database, made, OFFICER)
    return made


@pytest.fixture
def looking(database: Database, case: str) -> Iterator[tuple[TestClient, dict[str, str]]]:
    with at_the_desk(database, OFFICER, FRIDAY) as desk:
        yield desk


def acts_of(database: Database, person: Person) -> list[str]:
    entries = select(audit_entry.c.action).where(
        audit_entry.c.person_id == person.id, ~audit_entry.c.reading, audit_entry.c.action != "break_glass"
    )
    with database.engine.connect() as connection:
        return [each for each in connection.scalars(entries) if each != "queue_message"]


def send(desk: tuple[TestClient, dict[str, str]], case: str, path: str, typed: dict[str, str]) -> Any:
    web, right = desk
    filled = {name: value.replace("CASE", case) for name, value in typed.items()}
    return web.post(f"/notifications{path}".replace("CASE", case), data=right | filled)


@pytest.mark.parametrize(("path", "typed"), ACTIONS)
def test_what_somebody_named_does_is_refused_to_who_broke_the_glass(
    database: Database, case: str, looking: Any, path: str, typed: dict[str, str]
) -> None:
    before = acts_of(database, OFFICER)
    refused = send(looking, case, path, typed)
    assert refused.status_code == 403
    assert "You may look at this case, and not act on it" in refused.text
    assert acts_of(database, OFFICER) == before
    with at_the_desk(database, MANAGER, FRIDAY) as desk:
        assert send(desk, case, path, typed).status_code == 200


def test_every_page_of_the_case_says_how_it_is_seen(database: Database, case: str, looking: Any) -> None:
    for page in ("", "/clocks", "/family", "/documents", "/gathering"):
        shown = looking[0].get(f"/notifications/cases/{case}{page}").text
        assert "open to you until 12 June 2026, 12:00 pm" in shown, page
        assert "not act on it" in shown
    with at_the_desk(database, MANAGER, FRIDAY) as (web, _):
        shown = web.get(f"/notifications/cases/{case}").text
        assert "<strong>Restricted case.</strong>" in shown
        assert "open to you until" not in shown


def forms_of(page: str) -> list[str]:
    """Actions of the forms of its content that change something."""
    content = page.split("<main", 1)[1].split("</main>")[0]
    return re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', content)


def pages_from(web: TestClient, case: str) -> dict[str, str]:
    """The pages of the case, and those that they lead to."""
    begun = {at: web.get(at).text for at in (f"/notifications/cases/{case}{each}" for each in PAGES)}
    # Addresses of the cases own things alone; what everybody has in the header leads elsewhere.
    links = {at for page in begun.values() for at in re.findall(r'href="(/notifications/[^"#?]+)"', page)}
    others = {at for at in links if case in at or "/materials/" in at}
    shown = {at: web.get(at, follow_redirects=False) for at in others - begun.keys()}
    html = {at: each for at, each in shown.items() if "text/html" in each.headers.get("content-type", "")}
    return begun | {at: each.text for at, each in html.items() if each.status_code == 200}


PAGES = ("", "/clocks", "/family", "/documents", "/gathering")


def test_who_broke_the_glass_is_offered_nothing_that_would_be_refused(
    database: Database, case: str, looking: Any
) -> None:
    with at_the_desk(database, MANAGER, FRIDAY) as (web, _):
        named = pages_from(web, case)
    assert len([at for at, page in named.items() if forms_of(page)]) > len(PAGES)
    shown = pages_from(looking[0], case)
    assert set(PAGES) <= {at.removeprefix(f"/notifications/cases/{case}") for at in shown}
    assert {at: forms_of(page) for at, page in shown.items() if forms_of(page)} == {}
    assert any("/materials/" in at for at in shown), "a page whose address does not name the case"
    for at, page in shown.items():
        assert "not act on it" in page, at
    assert any("Somebody who is named for this case can act here." in page for page in shown.values())
    assert "Name the key worker" not in shown[f"/notifications/cases/{case}/family"]


def test_nothing_is_said_of_a_case_that_is_open_or_closed_to_who_looks(database: Database, case: str) -> None:
    other = accepted(database, child__given_names="Bola")
    with at_the_desk(database, MANAGER, FRIDAY) as (web, _):
        assert "Restricted case" not in web.get(f"/notifications/cases/{other}").text
    after = FRIDAY + timedelta(minutes=31)
    with at_the_desk(database, OFFICER, after) as (web, _):
        closed = web.get(f"/notifications/cases/{case}")
        assert closed.status_code == 404
        assert "Restricted case" not in closed.text


def test_a_list_of_disposals_is_not_answered_by_who_sees_some_of_it_by_broken_glass(
    database: Database,
) -> None:
    plain, closed = finalised(database), finalised(database, notified_at="2026-06-11T12:00")
    confirm(database)
    restrict(database, closed, OFFICER)
    list_id = propose(database)
    glass = break_glass(database, closed, GUARDIAN, LATER)
    with pytest.raises(OnlyLooking), at_work(database, GUARDIAN, LATER) as tx:
        seen = disposal_list_of(tx, list_id)
        assert {each.case_reference for each in seen.items} == {plain, closed}
        answer_disposal(tx, list_id=list_id, approves=True, seen=seen.digest)
    with at_work(database, GUARDIAN, LATER) as tx:
        end_break_glass(tx, glass_id=glass)
    answered(database, list_id)
