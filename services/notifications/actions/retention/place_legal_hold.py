"""What an inquiry or a court needs is held: from now on none of it is disposed of."""

from datetime import date
from uuid import uuid4

from sqlalchemy import insert

from services.notifications.domain.retention.holds import HeldScope, check_hold
from services.notifications.domain.retention.schedule import shipped
from services.notifications.queries.retention import is_a_case
from services.notifications.tables.retention import legal_hold
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

LOCKED = "legal holds"


def place_legal_hold(
    tx: Transaction, *, kind: str, held: HeldScope, reason: str, from_on: date | None
) -> str:
    """The id of the hold. Raises Invalid naming every fault."""
    check(tx.person, Permission.HOLD_RECORDS)
    check_hold(kind, held, reason, from_on, [row.record_type for row in shipped().rows])
    if held.scope == "case" and not is_a_case(tx, held.subject):
        raise Invalid([Fault("case", "There is no case with this reference")])
    tx.lock_case(LOCKED)  # a disposal that is under way ends first, the next one sees the hold
    hold_id = uuid4().hex
    tx.session.execute(
        insert(legal_hold).values(
            hold_id=hold_id,
            kind=kind,
            scope=held.scope,
            subject=held.subject,
            first_day=held.first,
            last_day=held.last,
            reason=reason.strip(),
            from_on=from_on,
            placed_by=tx.person.id,
            placed_by_name=tx.person.name,
            placed_at=tx.at,
        )
    )
    case = held.subject if held.scope == "case" else None
    tx.audit("place_legal_hold", case=case, subject=hold_id, detail={"kind": kind, "scope": held.scope})
    return hold_id
