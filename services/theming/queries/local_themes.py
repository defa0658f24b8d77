"""This panel's own themes, and the codebook that is in use with them."""

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from services.theming.domain.discovery.local_theme import LocalTheme, with_local
from services.theming.domain.themes.codebook import Codebook, load_codebook
from services.theming.tables import local_theme
from shared.storage import Transaction

if TYPE_CHECKING:
    from services.theming.nlp.themer import Themer


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


def codebook_in_use(tx: Transaction) -> Codebook:
    """The shipped codebook with this panel's own themes."""
    changes = tx.session.scalar(select(func.count()).select_from(local_theme)) or 0
    return with_local(load_codebook(), local_themes(tx), changes) if changes else load_codebook()


def themer_in_use(tx: Transaction) -> "Themer":
    """The pipeline for the codebook in use; made anew in each process when the codebook has changed."""
    from services.theming.nlp.themer import load_themer

    codebook = codebook_in_use(tx)
    if codebook.version == load_codebook().version:
        return load_themer()
    return _made(codebook.version, local_themes(tx))


@lru_cache(maxsize=2)
def _made(version: str, themes: tuple[LocalTheme, ...]) -> "Themer":
    from services.theming.nlp.themer import make_themer

    return make_themer(more=[each.as_file() for each in themes], version=version)
