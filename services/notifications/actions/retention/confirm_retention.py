"""An area has decided how long a kind of record is kept: without this nothing of it is disposed of."""

from datetime import date

from sqlalchemy import insert

from services.notifications.domain.retention.schedule import check_confirmation, shipped
from services.notifications.tables.retention import retention_row
from shared.people import Permission, check
from shared.reference_lists import LOCAL_AUTHORITIES
from shared.storage import Transaction


def confirm_retention(
    tx: Transaction,
    *,
    record_type: str,
    area: str,
    starts_with: str,
    years: str,
    body: str,
    holds_from: date | None,
) -> None:
    """``body``: who decided it and where it is written down. Raises Invalid naming every fault."""
    check(tx.person, Permission.SETTLE_RETENTION)
    whole = check_confirmation(
        record_type, area, starts_with, years, body, holds_from, LOCAL_AUTHORITIES.codes()
    )
    row = {"record_type": record_type, "area": area, "starts_with": starts_with, "years": whole}
    tx.session.execute(
        insert(retention_row).values(
            **row,
            decided_by_body=body.strip(),
            holds_from=holds_from,
            shipped_version=shipped().version,
            confirmed_by=tx.person.id,
            confirmed_by_name=tx.person.name,
            confirmed_at=tx.at,
        )
    )
    tx.audit("confirm_retention", subject=record_type, detail=row)
