"""How many of each theme's proposals people confirmed."""

from sqlalchemy import func, select

from services.theming.domain.confirming.precision import Precision
from services.theming.queries.passes import check_reads_themes
from services.theming.queries.restrictions import cases_open_to_all
from services.theming.tables import theme_confirmation
from shared.storage import Transaction


def precision_of_themes(tx: Transaction) -> dict[str, Precision]:
    """By theme: proposals that a person decided, of cases open to all. What was added by hand is none."""
    check_reads_themes(tx)
    standing = theme_confirmation.c
    confirmed = func.count().filter(standing.status == "confirmed")
    found = (
        select(standing.theme, confirmed, func.count())
        .where(
            ~standing.by_hand,
            standing.status.in_(("confirmed", "rejected")),
            cases_open_to_all(standing.case_reference),
        )
        .group_by(standing.theme)
    )
    return {row[0]: Precision(*row) for row in tx.session.execute(found)}


def advisory_themes(tx: Transaction) -> frozenset[str]:
    """Themes whose proposals are too often wrong to be more than a hint."""
    return frozenset(theme for theme, each in precision_of_themes(tx).items() if each.advisory)
