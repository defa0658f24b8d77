"""A person adopts a new version of the codebook: every text, of past cases too, is read with it."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Text, cast, delete, insert, literal
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.domain.discovery.local_theme import LocalTheme
from services.theming.domain.themes.codebook import Codebook, load_codebook
from services.theming.domain.themes.codebook_contents import contents_of
from services.theming.queries.codebooks import adopted_version, available_codebook, change_of_codebook
from services.theming.queries.local_themes import local_themes
from services.theming.tables import codebook_adoption, codebook_trial
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction


def adopt_codebook(tx: Transaction, *, version: str) -> None:
    """``version`` is the one whose changes were shown. Raises Conflict if it is not the newest, is in use, or
    has not been tried on every text. What people have decided stays.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    change = change_of_codebook(tx)
    if change is None or change.next != version:
        raise Conflict("This version is not waiting to be adopted: look at the page again.")
    if not change.ready:
        raise Conflict("This version is still being tried on the texts: wait until every text has been read.")
    moves = {theme: {"gained": gained, "lost": lost} for theme, (gained, lost) in change.counts().items()}
    _keep(tx, moves)
    tx.session.execute(delete(codebook_trial))
    tx.audit("adopt_codebook", subject=version, detail={"moves": moves})


def adopt_the_first(tx: Transaction) -> None:
    """Where no codebook has been adopted yet the newest is: there is nothing that it could change."""
    if adopted_version(tx) is None:
        _keep(tx, {})
        tx.audit("adopt_codebook", subject=available_codebook(tx).version, detail={"first": True})


def _keep(tx: Transaction, moves: dict[str, Any]) -> None:
    codebook = available_codebook(tx)
    contents = _shipped() if codebook is load_codebook() else _written(codebook, local_themes(tx))
    row = {
        "version": codebook.version,
        "contents": cast(literal(contents, Text), JSONB),
        "moves": moves,
        "adopted_by": tx.person.id,
        "adopted_by_name": tx.person.name,
        "adopted_at": tx.at,
    }
    tx.session.execute(insert(codebook_adoption).values(row))


@cache
def _shipped() -> str:
    return _written(load_codebook(), ())


def _written(codebook: Codebook, local: Iterable[LocalTheme]) -> str:
    """As JSON, with every rule and weight: some megabytes."""
    # Here and not above: the reader of theme files belongs to the text pipeline.
    from services.theming.nlp.rules import read_theme

    own = {each.id: each.as_file() for each in local}
    files = [own[theme] if theme in own else read_theme(theme) for theme in codebook.themes]
    return json.dumps(contents_of(codebook, files), default=str)
