"""The audit entries somebody may see, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from shared.auditing.changes import CHANGES
from shared.auditing.reading.changed import Changed, changed_by
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.kernel_tables import audit_entry
from shared.storage.told_changes import stands_alone
from shared.web.formats import coded

PAGE = 50


@dataclass(frozen=True)
class AuditFilter:
    """What to look for; "" means any. ``only`` is "reading", "changing" or ""."""

    case: str = ""
    person: str = ""
    only: str = ""


@dataclass(frozen=True)
class AuditLine:
    """Who did or read what, when (UTC), and which rows that changed."""

    id: int
    at: datetime
    person_id: str
    person_name: str
    action: str
    case_reference: str | None
    subject: str
    reading: bool
    detail: dict[str, Any]
    changed: Changed | None = None

    @property
    def words(self) -> str:
        """The action as a phrase: "accepted_notification" is "Accepted notification"."""
        return coded(self.action)


def audit_visible_to(tx: Transaction, wanted: AuditFilter, number: int) -> tuple[Sequence[AuditLine], int]:
    """One page of lines (``number`` from 1) and how many lines there are. Raises NotPermitted."""
    check(tx.person, Permission.VIEW_AUDIT)
    found = _matching(wanted)
    total = tx.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    newest = found.order_by(audit_entry.c.id.desc()).limit(PAGE).offset((number - 1) * PAGE)
    lines = tx.session.execute(newest).mappings().all()
    changes = changed_by(tx, [row["id"] for row in lines])
    return [_line(row, changes.get(row["id"])) for row in lines], total


def _line(row: RowMapping, changed: Changed | None) -> AuditLine:
    """An entry that tells of changes alone says nothing beside them."""
    detail = {} if row["action"] == CHANGES else row["detail"]
    return AuditLine(**{**row, "detail": detail}, changed=changed)


def _matching(wanted: AuditFilter) -> Select[Any]:
    columns = [column for column in audit_entry.c if column.name != "mark"]
    statement = select(*columns).where(stands_alone())
    if wanted.case:
        statement = statement.where(audit_entry.c.case_reference == wanted.case)
    if wanted.person:
        statement = statement.where(audit_entry.c.person_id == wanted.person)
    if wanted.only in ("reading", "changing"):
        statement = statement.where(audit_entry.c.reading.is_(wanted.only == "reading"))
    return statement
