"""The second person has seen who opened a restricted case, and why."""

from sqlalchemy import update

from shared.errors import Conflict, NotFound
from shared.restrictions.queries import glass_to_change, may_acknowledge
from shared.restrictions.tables import break_glass
from shared.storage import Transaction


def acknowledge_break_glass(tx: Transaction, *, glass_id: str) -> None:
    """Raises NotFound for one that is not theirs to acknowledge, their own included; Conflict if it was."""
    glass = glass_to_change(tx, glass_id)
    if glass is None or not may_acknowledge(tx, glass):
        raise NotFound("There is nothing to acknowledge under this number.")
    if glass.acknowledged_at:
        raise Conflict(f"{glass.acknowledged_by_name} has acknowledged this already.")
    by = {"acknowledged_by": tx.person.id, "acknowledged_by_name": tx.person.name, "acknowledged_at": tx.at}
    tx.session.execute(update(break_glass).where(break_glass.c.id == glass.id).values(**by))
    case = glass.case_reference if glass.opened else None
    tx.audit("acknowledge_break_glass", case=case, subject=glass.id)
