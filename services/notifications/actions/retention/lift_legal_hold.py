"""A hold has ended. The hold stays on record as it was placed."""

from sqlalchemy import insert

from services.notifications.domain.retention.holds import check_lifting
from services.notifications.queries.retention import hold_to_lift
from services.notifications.tables.retention import legal_hold_lifted
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction


def lift_legal_hold(tx: Transaction, *, hold_id: str, because: str) -> None:
    """Raises NotFound, Invalid without a reason, Conflict where it was lifted before."""
    check(tx.person, Permission.HOLD_RECORDS)
    hold = hold_to_lift(tx, hold_id)
    if not hold.stands:
        raise Conflict("This hold was lifted before.")
    check_lifting(because)
    tx.session.execute(
        insert(legal_hold_lifted).values(
            hold_id=hold_id,
            because=because.strip(),
            lifted_by=tx.person.id,
            lifted_by_name=tx.person.name,
            lifted_at=tx.at,
        )
    )
    case = hold.held.subject if hold.held.scope == "case" else None
    tx.audit("lift_legal_hold", case=case, subject=hold_id, detail={"kind": hold.kind})
