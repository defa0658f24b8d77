"""Builders: cases that may be disposed of, and a schedule that an area has confirmed."""

from datetime import UTC, date, datetime
from typing import Any

from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.retention.confirm_retention import confirm_retention
from shared.people import Person, Role
from shared.storage import Database

from .a_case import MANAGER, accepted, at_work

GUARDIAN = Person("caldicott-guardian", "Dr Jean Standin", frozenset({Role.CALDICOTT_GUARDIAN}))
OFFICER = Person("cdop-administrator", "Ash Sampleford", frozenset({Role.CDOP_ADMINISTRATOR}))
FINALISED_ON = date(2026, 10, 1)
NOVEMBER = datetime(2026, 11, 4, 12, tzinfo=UTC)
LATER = datetime(2033, 11, 4, 12, tzinfo=UTC)
BODY = "The partners’ board, 4 November 2026, item 6"


def finalised(database: Database, **changes: Any) -> str:
    """An accepted case that was finalised in the national database on FINALISED_ON."""
    reference = accepted(database, **changes)
    with at_work(database, at=NOVEMBER) as tx:
        record_milestone(
            tx, case=reference, kind="national_database_finalised", on=FINALISED_ON, source="national_return"
        )
    return reference


def confirm(database: Database, **changes: Any) -> None:
    """Six years after a case was finalised, in every area."""
    given = {"record_type": "case_record", "area": "all", "starts_with": "finalised", "years": "6"}
    with at_work(database, MANAGER, NOVEMBER) as tx:
        confirm_retention(tx, **{**given, "body": BODY, "holds_from": NOVEMBER.date(), **changes})
