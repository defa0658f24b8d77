"""Every step that people took on the themes of a case."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from services.theming.queries.restrictions import open_cases
from services.theming.tables import theme_decision
from shared.people import Permission, check
from shared.storage import Transaction

STEPS = {
    "confirmed": "Confirmed",
    "rejected": "Rejected",
    "added": "Added by hand",
    "renamed": "Changed to another theme",
}


def decisions_of(tx: Transaction, case: str) -> Sequence[Any]:
    """Newest first."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = (theme_decision.c.case_reference == case) & open_cases(tx, theme_decision.c.case_reference)
    return tx.session.execute(
        select(theme_decision).where(mine).order_by(theme_decision.c.number.desc())
    ).all()
