"""Who a child is: links with a permission of their own, traced numbers, and what is caught up with later."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.actions.identity.catch_up_with_identity import compare_children_again
from services.notifications.actions.identity.confirm_trace import confirm_trace
from services.notifications.actions.identity.link_children import link_children
from services.notifications.actions.identity.unlink_children import unlink_children
from services.notifications.app import SERVICE
from services.notifications.queries import identity
from shared.errors import Invalid, NotPermitted
from shared.people import SYSTEM, Person, Role
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web
from tests.integration.notifications.conftest import MANAGER, SECRET, enter_as, token_on
from tests.integration.notifications.identity_builders import (
    NOW,
    WITHOUT_NUMBER,
    at_work,
    merged,
    stored,
    submitted,
    waiting,
)

ADMINISTRATOR = Person("cdop-administrator", "Sam Fictional", frozenset({Role.CDOP_ADMINISTRATOR}))


@pytest.fixture
def patients(tmp_path: Path) -> Path:
    file = tmp_path / "patients.csv"
    file.write_text(
        "nhs_number,family_name,given_names,date_of_birth,sex,postcode\n"
        "9990000018,Canaryfeather,Tilly,2026-05-31,female,LE1 5WW\n",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def tracing(database: Database, patients: Path, now: datetime) -> Iterator[TestClient]:
    """The office in an installation that has a file of patients."""
    settings = Settings(events_url="", secret_key=SECRET, demo=True, pds_file=str(patients))
    app = create_web(settings, [SERVICE], {"notifications": database}, (MANAGER,), now=lambda: now)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        enter_as(client, MANAGER)
        yield client


def sent(office: TestClient, reference: str, what: str, **typed: str) -> Any:
    page = f"/notifications/cases/{reference}/identity"
    token = token_on(office.get(page).text)
    return office.post(f"{page}/{what}", data={"csrf_token": token, **typed})


def linked(database: Database, one: str, other: str, kind: str = "same_event") -> str:
    with at_work(database) as tx:
        link_children(tx, reference=one, other=other, kind=kind, reason="The same fire")
    return str(stored(database, "SELECT link_id FROM child_link")[-1]["link_id"])


def test_a_link_is_shown_on_both_cases_and_follows_what_is_merged(
    web: TestClient, database: Database
) -> None:
    one, other, third = (
        submitted(database, child__nhs_number=n) for n in ("9990000018", "9990000026", "9990000034")
    )
    again = submitted(database, child__nhs_number="9990000026")
    linked(database, one, other)
    merged(database, other, into=again)
    enter_as(web, MANAGER)
    for case, shown in ((one, again), (again, one)):
        page = web.get(f"/notifications/cases/{case}/identity").text
        assert "They died in the same event" in page
        assert f">{shown}</a>: They died" in page
    assert "The same fire" not in web.get(f"/notifications/cases/{third}/identity").text


def test_whoever_may_not_know_of_links_sees_none_and_makes_none(
    database: Database, settings: Settings
) -> None:
    one, other = submitted(database), submitted(database, child__nhs_number="9990000026")
    linked(database, one, other)
    app = create_web(settings, [SERVICE], {"notifications": database}, (ADMINISTRATOR,), now=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1:8000") as office:
        enter_as(office, ADMINISTRATOR)
        for path in (f"triage/{one}", f"cases/{one}/identity"):
            page = office.get(f"/notifications/{path}").text
            assert "belong together" not in page
            assert "The same fire" not in page
        typed = {"link_with": other, "link_kind": "same_event", "link_reason": "A fire"}
        assert sent(office, one, "link", **typed).status_code == 403
    with pytest.raises(NotPermitted), at_work(database, ADMINISTRATOR) as tx:
        identity.links_of(tx, [one])


def test_a_link_taken_away_stays_in_the_history(database: Database) -> None:
    one, other = (submitted(database, **WITHOUT_NUMBER) for _ in range(2))
    link_id = linked(database, one, other, kind="same_birth")
    assert waiting(database, one) == {one: set()}
    with at_work(database) as tx:
        unlink_children(tx, link_id=link_id, reason="One child after all")
        (kept,) = identity.links_of(tx, [one])
    assert (kept["ended_by"], kept["ended_reason"]) == (MANAGER.name, "One child after all")
    assert waiting(database, one) == {one: {other}}


def test_a_link_names_every_gap_at_once_and_keeps_what_was_typed(web: TestClient, database: Database) -> None:
    reference = submitted(database)
    enter_as(web, MANAGER)
    refused = sent(web, reference, "link", link_with="LLR-2026-9999", link_reason=" ")
    assert refused.status_code == 422
    assert all(f'href="#{name}"' in refused.text for name in ("link_with", "link_kind", "link_reason"))
    assert "LLR-2026-9999" in refused.text
    assert stored(database, "SELECT 1 FROM child_link") == []


def test_a_child_is_not_linked_with_itself(database: Database) -> None:
    reference = submitted(database)
    with pytest.raises(Invalid, match="the case itself"):
        linked(database, reference, reference)


def test_a_traced_number_is_confirmed_by_a_person_and_finds_the_other_notification(
    tracing: TestClient, database: Database
) -> None:
    numbered = submitted(database, child__date_of_birth="2025-01-01", child__family_name="Otherly")
    plain = submitted(database, **WITHOUT_NUMBER)
    assert waiting(database, plain) == {plain: set()}
    found = sent(tracing, plain, "trace")
    assert "Found by: family name, first name, date of birth and sex" in found.text
    typed = {"traced_number": "9990000018", "trace_step": "exact", "trace_source": "file"}
    assert "Write how you know" in sent(tracing, plain, "trace/confirm", **typed).text
    shown = sent(tracing, plain, "trace/confirm", **typed, trace_reason="The mother confirmed it")
    assert "999 000 0018" in shown.text
    assert waiting(database, plain) == {plain: {numbered}}
    answers = stored(database, "SELECT answers FROM notification WHERE case_reference = :r", r=plain)
    assert "9990000018" not in str(answers)


def test_a_traced_number_can_be_taken_back(tracing: TestClient, database: Database) -> None:
    plain = submitted(database, **WITHOUT_NUMBER)
    typed = {"traced_number": "9990000018", "trace_step": "exact", "trace_source": "file"}
    sent(tracing, plain, "trace/confirm", **typed, trace_reason="The mother confirmed it")
    trace_id = stored(database, "SELECT trace_id FROM identity_trace")[0]["trace_id"]
    back = sent(tracing, plain, "trace/undo", trace_id=trace_id, untrace_reason="Another child")
    assert "Another child" in back.text
    assert stored(database, "SELECT nhs_number FROM child_identity") == [{"nhs_number": ""}]
    again = sent(tracing, plain, "trace/undo", trace_id=trace_id, untrace_reason="Again")
    assert again.status_code == 409


def test_without_a_file_nothing_is_traced(web: TestClient, database: Database) -> None:
    reference = submitted(database, **WITHOUT_NUMBER)
    enter_as(web, MANAGER)
    assert "Trace the NHS number" not in web.get(f"/notifications/cases/{reference}/identity").text
    assert sent(web, reference, "trace").status_code == 409


def test_a_number_that_cannot_be_is_not_confirmed(database: Database) -> None:
    reference = submitted(database, **WITHOUT_NUMBER)
    with pytest.raises(Invalid) as refused, at_work(database) as tx:
        confirm_trace(
            tx,
            reference=reference,
            nhs_number="9990000019",
            step="exact",
            source="file",
            reason="",
            demonstration=True,
        )
    assert [fault.field for fault in refused.value.faults] == ["traced_number", "trace_reason"]


def test_two_that_came_at_the_same_moment_are_found_a_little_later(database: Database) -> None:
    with database.engine.begin() as connection:
        first, second = submitted(database), submitted(database)
        connection.execute(text("DELETE FROM possible_duplicate"))
    assert waiting(database, second) == {second: set()}
    catch_up(database)
    assert waiting(database, second) == {second: {first}}


def test_children_stored_before_there_were_keys_are_found_once_another_comes(database: Database) -> None:
    first = submitted(database, **WITHOUT_NUMBER)
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM child_recognition"))
        connection.execute(text("DELETE FROM child_lookup_key"))
    second = submitted(database, **WITHOUT_NUMBER)
    assert waiting(database, second) == {second: set()}
    catch_up(database)
    assert waiting(database, second) == {second: {first}}


def catch_up(database: Database) -> None:
    """Until nothing is left; each call is a transaction, as in the background."""
    for _ in range(10):
        with database.transaction(person=SYSTEM, at=NOW) as tx:
            if not compare_children_again(tx):
                return
    raise AssertionError("there is always more to catch up with")


def test_looking_at_who_a_child_is_and_comparing_is_audited(web: TestClient, database: Database) -> None:
    one, other = submitted(database), submitted(database)
    enter_as(web, MANAGER)
    web.get(f"/notifications/cases/{one}/identity")
    web.get(f"/notifications/triage/{one}/compare/{other}")
    read = (
        "SELECT action, case_reference FROM audit_entry WHERE reading AND action = ANY(:actions) ORDER BY id"
    )
    actions = ["view_identity", "compare_notifications"]
    assert stored(database, read, actions=actions) == [
        {"action": "view_identity", "case_reference": one},
        {"action": "compare_notifications", "case_reference": one},
        {"action": "compare_notifications", "case_reference": other},
    ]
