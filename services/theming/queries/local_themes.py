"""This panel's own themes, and every version of each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from services.theming.domain.discovery.local_theme import LocalTheme
from services.theming.domain.london_days import london_day
from services.theming.tables import local_theme
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def local_themes(tx: Transaction) -> tuple[LocalTheme, ...]:
    """The newest version of each, the withdrawn too, in the order in which they were first made. No case is
    shown by it.
    """
    rows = tx.session.execute(select(local_theme).order_by(local_theme.c.number))
    return tuple({row.id: _theme(row) for row in rows}.values())


def local_theme_of(tx: Transaction, theme: str) -> LocalTheme:
    """Raises NotFound."""
    found = next((each for each in local_themes(tx) if each.id == theme), None)
    if found is None:
        raise NotFound("There is no such theme of this panel.")
    return found


def versions_of_local_theme(tx: Transaction, theme: str) -> Sequence[Any]:
    """Rows of local_theme, newest first; none for a theme that is not this panel's own."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = select(local_theme).where(local_theme.c.id == theme)
    return tx.session.execute(mine.order_by(local_theme.c.version.desc())).all()


def changes_of_local_themes(tx: Transaction) -> int:
    """How often one of them was made, changed or withdrawn."""
    return tx.session.scalar(select(func.count()).select_from(local_theme)) or 0


def changes_after(tx: Transaction, changes: int) -> Sequence[Any]:
    """Rows of local_theme after the first so many, oldest first."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return tx.session.execute(select(local_theme).order_by(local_theme.c.number).offset(changes)).all()


def _theme(row: Any) -> LocalTheme:
    return LocalTheme(
        row.id,
        row.version,
        row.label,
        row.theme_group,
        row.definition,
        tuple(row.patterns),
        tuple(row.examples),
        london_day(row.made_at) if row.withdrawn else None,
        row.words_taken_out_at is not None,
    )
