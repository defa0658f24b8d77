"""Whether anything that statistics count has changed, found out without counting it."""

from sqlalchemy import func, literal_column, select

from services.theming.tables import statistics_change
from shared.people import Permission, check_any
from shared.storage import Transaction

_CHANGED = select(
    func.coalesce(func.sum(statistics_change.c.changes), 0),
    # A rebuild makes the tables anew: as many changes of another table need not be the same changes.
    literal_column("'case_fact_version'::regclass::oid::bigint"),
)
_READERS = (Permission.VIEW_STATISTICS, Permission.VIEW_SCORECARD)


def data_version(tx: Transaction) -> str:
    """Another text after every change of a fact, of a review or of a theme that a person decided."""
    check_any(tx.person, _READERS, "Your role does not allow this.")
    changes, made = tx.session.execute(_CHANGED).one()
    return f"{changes}.{made}"
