"""The manager allows bundles to be taken away as files, for a time and for a reason."""

from datetime import date
from uuid import uuid4

from services.panel.domain.bundles.downloads import allowance
from services.panel.domain.london_days import london_day
from shared.people import Permission, check
from shared.storage import Transaction


def allow_downloads(tx: Transaction, *, panel: str, reason: str, until: date | None) -> None:
    """Allow them for a type of panel ("": every one), to the end of ``until``. Invalid names every fault."""
    check(tx.person, Permission.ALLOW_DOWNLOADS)
    made = allowance(
        id=str(uuid4()),
        panel=panel,
        reason=reason,
        until=until,
        by=tx.person.id,
        by_name=tx.person.name,
        at=tx.at,
        on=london_day(tx.at),
    )
    tx.session.add(made)
    detail = {"panel": made.panel, "until": made.until.isoformat()}
    tx.audit("allow_downloads", subject=made.id, detail=detail)
