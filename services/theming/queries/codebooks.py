"""The codebook that texts are read with, the one that waits to be adopted, and what it would change."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, literal, select

from services.theming.domain.discovery.local_theme import changes_in, spoken_of, with_local
from services.theming.domain.themes.codebook import Codebook, Theme, load_codebook
from services.theming.domain.themes.codebook_contents import CodebookChange, Move, codebook_from
from services.theming.queries.judging import hidden_from
from services.theming.queries.local_themes import changes_after, changes_of_local_themes, local_themes
from services.theming.queries.restrictions import open_cases
from services.theming.queries.standing import TextToTheme
from services.theming.tables import (
    case_text,
    codebook_adoption,
    codebook_trial,
    theme_confirmation,
    theme_mention,
)
from shared.people import Permission, check
from shared.storage import Transaction

if TYPE_CHECKING:
    from services.theming.nlp.themer import Themer


def available_codebook(tx: Transaction) -> Codebook:
    """The shipped codebook with this panel's own themes: the newest, adopted or not."""
    changes = changes_of_local_themes(tx)
    return with_local(load_codebook(), local_themes(tx), changes) if changes else load_codebook()


def codebook_in_use(tx: Transaction) -> Codebook:
    """The codebook a person has adopted; the newest one where none has been adopted yet."""
    adopted = adopted_version(tx)
    if adopted is None or adopted.version == load_codebook().version:
        return load_codebook() if adopted else available_codebook(tx)
    newest = available_codebook(tx)
    return newest if adopted.version == newest.version else codebook_from(_contents(tx, adopted.number))


def themes_spoken_of(tx: Transaction) -> Mapping[str, Theme]:
    """The themes in use, and this panel's own that were withdrawn, by id: all that people decided on."""
    return spoken_of(codebook_in_use(tx), local_themes(tx))


def local_changes_waiting(tx: Transaction) -> Sequence[Any]:
    """Versions of this panel's own themes that the codebook in use has not got, oldest first."""
    return changes_after(tx, changes_in(codebook_in_use(tx).version))


def adopted_version(tx: Transaction) -> Any:
    """Number and version of the adoption that holds, or None."""
    columns = (codebook_adoption.c.number, codebook_adoption.c.version)
    newest = select(*columns).order_by(codebook_adoption.c.number.desc()).limit(1)
    return tx.session.execute(newest).one_or_none()


def themer_in_use(tx: Transaction) -> "Themer":
    """The pipeline for the codebook in use; made anew in each process when the codebook has changed."""
    from services.theming.nlp.themer import load_themer

    adopted = adopted_version(tx)
    if adopted and adopted.version == load_codebook().version:
        return load_themer()
    if adopted is None or adopted.version == available_codebook(tx).version:
        return themer_of_newest(tx)
    return _stored(adopted.version, _Given(_contents(tx, adopted.number)))


def themer_of_newest(tx: Transaction) -> "Themer":
    from services.theming.nlp.themer import load_themer

    newest = available_codebook(tx)
    if newest.version == load_codebook().version:
        return load_themer()
    standing = tuple(each for each in local_themes(tx) if not each.withdrawn_on)
    return _made(newest.version, standing)


class _Given(dict):  # type: ignore[type-arg]
    """Contents that do not take part in a cache's key: the version does."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Given)


@lru_cache(maxsize=2)
def _made(version: str, themes: tuple[Any, ...]) -> "Themer":
    from services.theming.nlp.themer import make_themer

    return make_themer(more=[each.as_file() for each in themes], version=version)


@lru_cache(maxsize=1)
def _stored(version: str, contents: _Given) -> "Themer":
    from services.theming.nlp.themer import make_themer

    return make_themer(None, contents["themes"], version)


def _contents(tx: Transaction, number: int) -> Any:
    return tx.session.scalar(select(codebook_adoption.c.contents).where(codebook_adoption.c.number == number))


def adoptions_with(tx: Transaction, theme: str) -> Sequence[tuple[int, Any]]:
    """Number and contents of each codebook that was adopted with a theme of this id."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    held = codebook_adoption.c.contents.contains({"themes": [{"id": theme}]})
    columns = (codebook_adoption.c.number, codebook_adoption.c.contents)
    return [(row[0], row[1]) for row in tx.session.execute(select(*columns).where(held))]


def adoptions(tx: Transaction) -> list[Any]:
    """Every adoption, newest first, without what the codebook held."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    shown = [column for column in codebook_adoption.columns if column.name != "contents"]
    return list(tx.session.execute(select(*shown).order_by(codebook_adoption.c.number.desc())))


def texts_to_try(tx: Transaction, *, version: str, limit: int) -> list[TextToTheme]:
    """The next texts that the version has not been tried on."""
    columns = (case_text.c.id, case_text.c.case_reference, case_text.c.text)
    untried = select(*columns).where(~_tried(version), case_text.c.set_aside_because.is_(None))
    return [TextToTheme(*row) for row in tx.session.execute(untried.order_by(case_text.c.id).limit(limit))]


def still_held(tx: Transaction, numbers: Collection[int]) -> Sequence[int]:
    """Those of these texts that are held still, and are until the transaction ends."""
    there = select(case_text.c.id).where(case_text.c.id.in_(numbers))
    return tx.session.scalars(there.with_for_update(key_share=True)).all()


def tried_so_far(tx: Transaction, version: str) -> tuple[int, int]:
    """How many texts there are, and how many of them the version has been tried on."""
    kept = case_text.c.set_aside_because.is_(None)
    counted = select(func.count(), func.count().filter(_tried(version))).where(kept)
    row = tx.session.execute(counted).one()
    return row[0], row[1]


def _tried(version: str) -> ColumnElement[bool]:
    trial = codebook_trial.c
    return select(trial.number).where(trial.text_id == case_text.c.id, trial.version == version).exists()


def change_of_codebook(tx: Transaction) -> CodebookChange | None:
    """What adopting the newest codebook would change, in cases this person may see; None if it is in use."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    now, newest = codebook_in_use(tx).version, available_codebook(tx).version
    if now == newest:
        return None
    texts, read = tried_so_far(tx, newest)
    moves = [*_moves(tx, newest, gained=True), *_moves(tx, newest, gained=False)]
    ordered = sorted(moves, key=lambda move: (move.theme, not move.gained, move.case))
    return CodebookChange(now, newest, texts, read, tuple(ordered))


def _moves(tx: Transaction, version: str, *, gained: bool) -> list[Move]:
    proposed, tried = _proposed_now(), _proposed_by(version)
    moved = (tried.except_(proposed) if gained else proposed.except_(tried)).subquery()
    same = and_(
        theme_confirmation.c.case_reference == moved.c.case_reference,
        theme_confirmation.c.theme == moved.c.theme,
        theme_confirmation.c.status.in_(("confirmed", "rejected")),
    )
    # That somebody has decided is kept back from the second reader as well.
    hidden = hidden_from(tx, moved.c.case_reference)
    status = case((hidden, ""), else_=func.coalesce(cast(theme_confirmation.c.status, Text), ""))
    found = (
        select(
            moved.c.case_reference,
            moved.c.theme,
            literal(gained),
            status,
        )
        .outerjoin(theme_confirmation, same)
        .where(open_cases(tx, moved.c.case_reference))
    )
    if not gained:  # a theme may be told in the text that is read next
        found = found.where(~_waits(version, moved.c.case_reference))
    return [Move(*row) for row in tx.session.execute(found)]


def _waits(version: str, reference: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a text of this case has still to be tried."""
    untried = select(case_text.c.id).where(
        case_text.c.case_reference == reference, case_text.c.set_aside_because.is_(None), ~_tried(version)
    )
    return untried.exists()


def _proposed_now() -> Select[Any]:
    mention = theme_mention.c
    return select(mention.case_reference, mention.theme).where(mention.assertion == "affirmed").distinct()


def _proposed_by(version: str) -> Select[Any]:
    theme = func.jsonb_array_elements_text(codebook_trial.c.affirmed).label("theme")
    of_version = select(case_text.c.case_reference, theme).join(
        case_text, case_text.c.id == codebook_trial.c.text_id
    )
    return of_version.where(codebook_trial.c.version == version).distinct()
