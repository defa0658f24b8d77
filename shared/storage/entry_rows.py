"""A row of the audit, with its mark, as it is written."""

from datetime import UTC, datetime
from os import urandom
from typing import Any

from shared.auditing.entries import NONCE_BYTES, MarkingKeys, said_by
from shared.people import Person


def entry_row(
    person: Person,
    at: datetime,
    action: str,
    marking: MarkingKeys | None,
    *,
    case: str | None = None,
    subject: str = "",
    reading: bool = False,
    detail: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Columns of ``audit_entry``; without ``marking`` the entry bears no mark."""
    entry: dict[str, Any] = {
        "at": at.astimezone(UTC),
        "person_id": person.id,
        "person_name": person.name,
        "action": action,
        "case_reference": case,
        "subject": subject,
        "reading": reading,
        "detail": detail or {},
    }
    if marking:
        entry["mark"] = marking.mark(said_by(entry), urandom(NONCE_BYTES))
    return entry
