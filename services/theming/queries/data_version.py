"""Whether anything that statistics count has changed, found out without counting it."""

from sqlalchemy import func, literal_column, select

from services.theming.tables import case_fact_version, theme_decision
from shared.people import Permission, check_any
from shared.storage import Transaction

# Both only grow, so as many rows are the same rows. Their highest number would not do: a transaction that
# took its number earlier can commit later.
_GROWN = select(
    select(func.count()).select_from(case_fact_version).scalar_subquery(),
    select(func.count()).select_from(theme_decision).scalar_subquery(),
    # A rebuild makes the tables anew: as many rows of another table need not be the same rows.
    literal_column("'case_fact_version'::regclass::oid::bigint"),
)
_READERS = (Permission.VIEW_STATISTICS, Permission.VIEW_SCORECARD)


def data_version(tx: Transaction) -> str:
    """Another text after every change of a fact, of a review or of a theme that a person decided."""
    check_any(tx.person, _READERS, "Your role does not allow this.")
    facts, decisions, made = tx.session.execute(_GROWN).one()
    return f"{facts}.{decisions}.{made}"
