"""The units that treated the child of a case, as the fingerprints that came by event."""

from collections.abc import Collection

from sqlalchemy import select

from services.panel.tables.interests import case_involvement
from shared.auditing.reading.unusual import Near
from shared.storage import Transaction


def near_cases(tx: Transaction, cases: Collection[str], key: bytes) -> Near:
    """What readers of these cases are compared with; fingerprints that came were made with the same key."""
    told = case_involvement.c
    rows = tx.session.execute(select(told.case_reference, told.units).where(told.case_reference.in_(cases)))
    return Near(units={row.case_reference: frozenset(row.units) for row in rows})
