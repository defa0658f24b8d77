"""The next case references of a year."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam
from sqlalchemy.dialects.postgresql import insert

from services.notifications.domain.notification import case_reference, year_of
from services.notifications.tables.notification import reference_counter
from shared.storage import Transaction

_MANY = bindparam("many", type_=Integer)
_TAKEN = (
    insert(reference_counter)
    .values(year=bindparam("year"), last=_MANY)
    .on_conflict_do_update(index_elements=["year"], set_={"last": reference_counter.c.last + _MANY})
    .returning(reference_counter.c.last)
)


def take_reference(tx: Transaction, panel_code: str, notified_at: datetime) -> str:
    """A reference nobody else gets, and taken for good: if ``tx`` fails, its number is left out.

    Were the number part of ``tx``, everybody who notifies would wait for everybody before.
    """
    return take_references(tx, panel_code, [notified_at])[0]


def take_references(tx: Transaction, panel_code: str, notified_at: Sequence[datetime]) -> list[str]:
    """A reference for each, in their order; those of a year are taken together."""
    years = [year_of(at) for at in notified_at]
    following = {}
    for year, many in Counter(years).items():
        last = tx.at_once(_TAKEN, {"year": year, "many": many})
        following[year] = iter(range(last - many + 1, last + 1))
    return [case_reference(panel_code, year, next(following[year])) for year in years]
