"""Reads about holds that the office tells of."""

from datetime import date

from sqlalchemy import select

from services.panel.tables.cases import early_release
from shared.storage import Transaction


def early_release_of(tx: Transaction, hold_id: str) -> date | None:
    """The day on which a hold was released, if that was told before the hold; for the event's action."""
    wanted = select(early_release.c.lifted_on).where(early_release.c.hold_id == hold_id)
    found: date | None = tx.session.scalar(wanted)
    return found
