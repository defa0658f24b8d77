"""The next case reference of a year."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from services.notifications.domain.notification import case_reference, year_of
from services.notifications.tables.notification import reference_counter
from shared.storage import Transaction

_TAKEN = (
    insert(reference_counter)
    .values(year=bindparam("year"), last=1)
    .on_conflict_do_update(index_elements=["year"], set_={"last": reference_counter.c.last + 1})
    .returning(reference_counter.c.last)
)


def take_reference(tx: Transaction, panel_code: str, notified_at: datetime) -> str:
    """A reference nobody else gets: the year's row stays locked until this transaction ends."""
    year = year_of(notified_at)
    return case_reference(panel_code, year, tx.session.execute(_TAKEN, {"year": year}).scalar_one())
