"""Which events a reader has dealt with: their ids, written in the transaction of their effect."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.storage.kernel_tables import inbox


def take_in(session: Session, envelopes: Iterable[Mapping[str, Any]], at: datetime) -> set[str]:
    """Note these events as dealt with; gives the ids that were not noted before.

    Whoever notes the same event at the same time waits for the other's transaction to end.
    """
    rows = [{"event_id": one["id"], "type": one["type"], "handled_at": at} for one in envelopes]
    if not rows:
        return set()
    noted = insert(inbox).values(rows).on_conflict_do_nothing().returning(inbox.c.event_id)
    return set(session.scalars(noted))


def take_out(session: Session, event_id: str) -> None:
    """The event has not been dealt with after all."""
    session.execute(delete(inbox).where(inbox.c.event_id == event_id))
