"""What actions look up before they change something; the action has checked who may."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from services.theming.domain.themes.theme_confirmation import ThemeConfirmation
from services.theming.queries.restrictions import is_open, open_cases
from services.theming.tables import case_facts, case_text, recommendation_told, theme_confirmation
from shared.errors import NotFound
from shared.storage import Transaction


@dataclass(frozen=True)
class TextToTheme:
    id: int
    case_reference: str
    text: str


def newest_version(tx: Transaction, case: str, material_id: str) -> int:
    """The version of the material that is held; 0 if none is."""
    same = (case_text.c.case_reference == case) & (case_text.c.material_id == material_id)
    return tx.session.scalar(select(case_text.c.version).where(same).limit(1)) or 0


@dataclass(frozen=True)
class ReviewHeld:
    """The review that is held, if one is: its version, and the day of its first completion."""

    version: int | None
    reviewed_on: date | None


def review_held(tx: Transaction, case: str) -> ReviewHeld:
    columns = (case_facts.c.review_version, case_facts.c.reviewed_on)
    held = tx.session.execute(select(*columns).where(case_facts.c.case_reference == case)).one_or_none()
    return ReviewHeld(*held) if held else ReviewHeld(None, None)


def steps_told(tx: Transaction, case: str, review_version: int, number: int) -> int:
    """How many steps of an action are on record."""
    told = recommendation_told.c
    same = (told.case_reference == case) & (told.review_version == review_version) & (told.number == number)
    return tx.session.scalar(select(func.count()).where(same)) or 0


def case_is_known(tx: Transaction, case: str) -> bool:
    """Whether there is such a case, and who acts may see it."""
    same = (case_facts.c.case_reference == case) & open_cases(tx, case_facts.c.case_reference)
    return (
        case.isprintable() and tx.session.scalar(select(case_facts.c.case_reference).where(same)) is not None
    )


def texts_to_theme(tx: Transaction, *, codebook: str, limit: int) -> list[TextToTheme]:
    """The oldest texts that were never read, else the oldest read with another version of the codebook;
    locked until the transaction ends. What it costs does not grow with the texts that are read.
    """
    unread = _oldest(tx, case_text.c.themed_by.is_(None), limit)
    if unread:
        return unread
    others = [each for each in _versions_read_with(tx) if not each.endswith(f"+codebook-{codebook}")]
    return _oldest(tx, case_text.c.themed_by.in_(others), limit) if others else []


def _oldest(tx: Transaction, which: ColumnElement[bool], limit: int) -> list[TextToTheme]:
    rows = tx.session.execute(
        select(case_text.c.id, case_text.c.case_reference, case_text.c.text)
        .where(which, case_text.c.set_aside_because.is_(None))
        .order_by(case_text.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [TextToTheme(*row) for row in rows]


def _versions_read_with(tx: Transaction) -> list[str]:
    """Every version that some text was read with: from one to the next in the index, not by all texts."""
    by = case_text.c.themed_by
    version = select(func.min(by).label("name")).cte("version", recursive=True)
    following = select(func.min(by)).where(by > version.c.name).scalar_subquery()
    version = version.union_all(select(following).where(version.c.name.is_not(None)))
    found = tx.session.scalars(select(version.c.name))
    return [each for each in found if each is not None]


def confirmations_of(tx: Transaction, case: str) -> dict[str, ThemeConfirmation]:
    """How every theme of the case stands, by theme; locked until the transaction ends."""
    found = select(ThemeConfirmation).where(theme_confirmation.c.case_reference == case).with_for_update()
    return {each.theme: each for each in tx.session.scalars(found)}


def confirmation_for_change(tx: Transaction, case: str, theme: str) -> ThemeConfirmation:
    """One theme of one case, locked. Raises NotFound if it was never proposed, or the case is not open."""
    open_here = case.isprintable() and is_open(tx, case)
    found = confirmations_of(tx, case).get(theme) if open_here else None
    if found is None:
        raise NotFound("This theme has not been proposed for this case.")
    return found
