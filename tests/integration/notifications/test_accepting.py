"""Accepting a notification tells the panel, de-identified, once."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.notification import Status
from services.notifications.domain.refusals import NotificationTransitionRefused, OutOfScope
from shared.errors import NotPermitted
from shared.people import Person
from shared.storage import Database

from .conftest import ANALYST, MANAGER, a_payload


def submit(database: Database, now: datetime, **changes: Any) -> str:
    answers = read_form(flat(a_payload(**changes)), now=now, demonstration=True)
    with database.transaction(person=MANAGER, at=now) as tx:
        return submit_notification(tx, answers=answers, panel_code="LLR").case_reference


def accept(
    database: Database, now: datetime, reference: str, reason: str = "", by: Person = MANAGER
) -> Status:
    with database.transaction(person=by, at=now) as tx:
        return accept_notification(tx, reference=reference, reason=reason).status


def events(database: Database) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        return list(connection.scalars(text("SELECT envelope FROM outbox ORDER BY id")))


def test_accepting_publishes_the_death_without_naming_anybody(database: Database, now: datetime) -> None:
    reference = submit(database, now)
    assert accept(database, now, reference) is Status.ACCEPTED
    told = [
        each
        for each in events(database)
        if each["type"].startswith("uk.child-death-review.child-death-notified")
    ]
    assert len(told) == 1
    data = told[0]["data"]
    assert (data["case_reference"], data["died_in"], data["age_text"]) == (reference, "2026-06", "12 days")
    assert data["clocks"][0] == {"clock": "next_working_day", "met": True, "starts_from": "death"}
    for secret in (
        "Canaryfeather",
        "Tilly",
        "9990000018",
        "LE1 5WW",
        "2026-05-31",
        "2026-06-12",
        "Dr B Example",
    ):
        assert secret not in str(data)


def test_a_case_is_accepted_once(database: Database, now: datetime) -> None:
    reference = submit(database, now)
    accept(database, now, reference)
    with pytest.raises(NotificationTransitionRefused):
        accept(database, now, reference)


def test_what_the_scope_rule_does_not_say_yes_to_needs_a_reason(database: Database, now: datetime) -> None:
    reference = submit(database, now, home__local_authority="Nottingham")
    with pytest.raises(OutOfScope, match="not normally resident"):
        accept(database, now, reference)
    assert events(database) == []
    assert (
        accept(database, now, reference, reason="Agreed with the home panel that we lead") is Status.ACCEPTED
    )


def test_only_the_office_accepts(database: Database, now: datetime) -> None:
    reference = submit(database, now)
    with pytest.raises(NotPermitted):
        accept(database, now, reference, by=ANALYST)


def test_references_are_numbered_within_the_year_of_the_notification(
    database: Database, now: datetime
) -> None:
    last_year = submit(
        database,
        now,
        child__date_of_birth="2025-12-01",
        death__died_at="2025-12-30",
        death__aware_at=None,
        notified_at="2025-12-31T23:00",
    )
    assert (last_year, submit(database, now), submit(database, now)) == (
        "LLR-2025-0001",
        "LLR-2026-0001",
        "LLR-2026-0002",
    )


def test_the_reference_of_a_failed_submission_is_never_given_to_another_child(
    database: Database, now: datetime
) -> None:
    answers = read_form(flat(a_payload()), now=now, demonstration=True)
    with pytest.raises(RuntimeError), database.transaction(person=MANAGER, at=now) as tx:
        submit_notification(tx, answers=answers, panel_code="LLR")
        raise RuntimeError("the power went")
    assert submit(database, now) == "LLR-2026-0002"


def test_who_notifies_does_not_wait_for_who_notified_before(database: Database, now: datetime) -> None:
    answers = read_form(flat(a_payload()), now=now, demonstration=True)
    with database.transaction(person=MANAGER, at=now) as tx:
        first = submit_notification(tx, answers=answers, panel_code="LLR").case_reference
        # The first is not finished; before, this waited for its lock and then failed.
        assert (first, submit(database, now)) == ("LLR-2026-0001", "LLR-2026-0002")
