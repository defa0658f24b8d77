"""This panel's own themes."""

from sqlalchemy import func, select

from services.theming.domain.discovery.local_theme import LocalTheme
from services.theming.tables import local_theme
from shared.storage import Transaction


def local_themes(tx: Transaction) -> tuple[LocalTheme, ...]:
    """The newest version of each, in the order in which they were first made. No case is shown by it."""
    rows = tx.session.execute(select(local_theme).order_by(local_theme.c.number))
    newest = {
        row.id: LocalTheme(
            row.id,
            row.version,
            row.label,
            row.theme_group,
            row.definition,
            tuple(row.patterns),
            tuple(row.examples),
        )
        for row in rows
    }
    return tuple(newest.values())


def changes_of_local_themes(tx: Transaction) -> int:
    """How often one of them was made or changed."""
    return tx.session.scalar(select(func.count()).select_from(local_theme)) or 0
