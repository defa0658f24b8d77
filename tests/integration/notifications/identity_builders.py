"""Builders: notifications of invented children, decided about by the office."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from services.notifications.actions.identity.merge_notifications import merge_notifications
from services.notifications.actions.identity.undo_merge import undo_merge
from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.queries import identity
from shared.people import ANONYMOUS, Person
from shared.storage import Database, Transaction
from tests.integration.notifications.conftest import MANAGER, a_payload

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
WITHOUT_NUMBER = {"child__nhs_number": None, "child__nhs_number_absent_reason": "not_currently_available"}


def at_work(database: Database, person: Person = MANAGER) -> AbstractContextManager[Transaction]:
    return database.transaction(person=person, at=NOW)


def submitted(database: Database, person: Person = ANONYMOUS, channel: str = "form", **changes: Any) -> str:
    """The reference of a notification that waits in the inbox."""
    answers = read_form(flat(a_payload(**changes)), now=NOW, demonstration=True)
    with at_work(database, person) as tx:
        return submit_notification(tx, answers=answers, panel_code="LLR", channel=channel).case_reference


def accepted(database: Database, reference: str, reason: str = "") -> str:
    with at_work(database) as tx:
        accept_notification(tx, reference=reference, reason=reason)
    return reference


def merged(database: Database, reference: str, into: str) -> None:
    with at_work(database) as tx:
        merge_notifications(tx, reference=reference, into=into, reason="One death, two notifiers")


def unmerged(database: Database, reference: str) -> None:
    with at_work(database) as tx:
        undo_merge(tx, reference=reference, reason="They are twins")


def waiting(database: Database, *references: str) -> dict[str, set[str]]:
    """The possible duplicates about which nobody has decided."""
    with at_work(database) as tx:
        return identity.duplicates_waiting(tx, references)


def stored(database: Database, query: str, **values: Any) -> list[Mapping[str, Any]]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query), values).mappings()]


def everything_about(database: Database, *references: str) -> list[Any]:
    """What the notifications are, to be compared with what they were: their history grows, all else not."""
    rows = stored(
        database,
        "SELECT case_reference, status, merged_into, transferred_to, scope_rule, answers, notified_at "
        "FROM notification WHERE case_reference = ANY(:references) ORDER BY case_reference",
        references=list(references),
    )
    pairs = "SELECT case_reference, other_reference, score, decision FROM possible_duplicate ORDER BY 1, 2"
    return [*rows, *stored(database, pairs)]
