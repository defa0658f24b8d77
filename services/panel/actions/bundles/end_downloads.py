"""The manager ends an allowance before its time: from this moment nothing is downloaded under it."""

from services.panel.queries.downloads import allowance_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def end_downloads(tx: Transaction, *, allowance_id: str) -> None:
    """End it. Refuses AllowanceEnded the second time."""
    check(tx.person, Permission.ALLOW_DOWNLOADS)
    found = allowance_for_change(tx, allowance_id)
    found.end(by=tx.person.id, at=tx.at)
    tx.audit("end_downloads", subject=found.id)
