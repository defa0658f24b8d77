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
    """A reference nobody else gets, and taken for good: if ``tx`` fails, its number is left out.

    Were the number part of ``tx``, everybody who notifies would wait for everybody before.
    """
    year = year_of(notified_at)
    return case_reference(panel_code, year, tx.at_once(_TAKEN, {"year": year}))
