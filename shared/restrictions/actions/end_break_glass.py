"""Whoever broke the glass closes the case again before its time."""

from sqlalchemy import update

from shared.errors import NotFound
from shared.people import Permission, check
from shared.restrictions.queries import glass_to_change
from shared.restrictions.tables import break_glass
from shared.storage import Transaction
from shared.storage.case_scope import ask_again


def end_break_glass(tx: Transaction, *, glass_id: str) -> None:
    """Raises NotFound for one that is not theirs or has ended."""
    check(tx.person, Permission.BREAK_GLASS)
    glass = glass_to_change(tx, glass_id)
    if glass is None or glass.person_id != tx.person.id or not glass.is_open(tx.at):
        raise NotFound("Nothing is open to you under this number.")
    tx.audit("end_break_glass", case=glass.case_reference, subject=glass.id)
    tx.session.execute(update(break_glass).where(break_glass.c.id == glass.id).values(ended_at=tx.at))
    ask_again(tx)
