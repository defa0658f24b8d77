"""A person takes the words out of a withdrawn theme of this panel's own: a name typed by mistake.

Its id, its versions with their days, and what people decided with it remain.
"""

from sqlalchemy import update

from services.theming.actions.discovery.change_local_theme import check_is_newest
from services.theming.domain.discovery.local_theme import LocalTheme, without_words
from services.theming.domain.london_days import london_day
from services.theming.queries.codebooks import adoptions_with, codebook_in_use
from services.theming.queries.local_themes import local_theme_of
from services.theming.tables import codebook_adoption, local_theme
from shared.errors import TransitionRefused
from shared.people import Permission, check
from shared.storage import Transaction


def take_words_out_of_theme(tx: Transaction, *, theme: str, version: int) -> None:
    """From every version of it, its reasons too, and from every codebook that was in use with it.

    Raises NotFound, ThemeChangedMeanwhile where somebody has changed it since the person saw it, and
    TransitionRefused unless it is withdrawn and texts are no longer read with it.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    held = local_theme_of(tx, theme)
    check_is_newest(held, version)
    if theme in codebook_in_use(tx).themes:
        raise TransitionRefused("Texts are still read with this theme: use the codebook without it first.")
    after = without_words(held, london_day(tx.at))
    row = {"label": after.label, "definition": after.definition, "patterns": [], "examples": [], "reason": ""}
    by = {"words_taken_out_by": tx.person.id, "words_taken_out_by_name": tx.person.name}
    of_it = update(local_theme).where(local_theme.c.id == theme)
    tx.session.execute(of_it.values(**row, **by, words_taken_out_at=tx.at))
    _take_out_of_codebooks(tx, after)
    tx.audit("take_words_out_of_theme", subject=theme)


def _take_out_of_codebooks(tx: Transaction, theme: LocalTheme) -> None:
    """A codebook of the past keeps that it had a theme of this id."""
    for number, contents in adoptions_with(tx, theme.id):
        themes = [theme.as_file() if each["id"] == theme.id else each for each in contents["themes"]]
        changed = update(codebook_adoption).where(codebook_adoption.c.number == number)
        tx.session.execute(changed.values(contents={**contents, "themes": themes}))
