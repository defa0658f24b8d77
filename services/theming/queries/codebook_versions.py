"""Which themes a version of the codebook had: nobody is taken to have denied what they could not choose."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import cast, func, literal, select
from sqlalchemy.dialects.postgresql import JSONPATH

from services.theming.domain.discovery.local_theme import changes_in
from services.theming.domain.themes.codebook import load_codebook
from services.theming.tables import codebook_adoption, local_theme
from shared.storage import Transaction

ThemesByVersion = Mapping[str, frozenset[str]]


def themes_of_versions(tx: Transaction, versions: Collection[str]) -> ThemesByVersion:
    """The ids of the themes of each of these versions. One that was in use before any was adopted is the
    shipped codebook with as many changes of this panel's own themes as its name says.
    """
    ids = func.jsonb_path_query_array(codebook_adoption.c.contents, cast(literal("$.themes[*].id"), JSONPATH))
    asked = select(codebook_adoption.c.version, ids).where(codebook_adoption.c.version.in_(set(versions)))
    adopted = {version: frozenset(themes) for version, themes in tx.session.execute(asked)}
    missing = set(versions) - adopted.keys()
    changes = _changes(tx) if missing else []
    return adopted | {version: _with_changes(version, changes) for version in missing}


def _with_changes(version: str, changes: list[Any]) -> frozenset[str]:
    newest = {row.id: row.withdrawn for row in changes[: changes_in(version)]}
    own = (theme for theme, withdrawn in newest.items() if not withdrawn)
    return frozenset([*load_codebook().themes, *own])


def _changes(tx: Transaction) -> list[Any]:
    found = select(local_theme.c.id, local_theme.c.withdrawn).order_by(local_theme.c.number)
    return list(tx.session.execute(found))
