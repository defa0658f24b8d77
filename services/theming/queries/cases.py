"""Cases with their themes and texts, for those who may theme them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, false, func, select

from services.theming.domain.themes.theme_confirmation import ThemeConfirmation
from services.theming.queries.judging import hidden_from
from services.theming.queries.passes import check_reads_themes, reads_themes
from services.theming.queries.restrictions import open_cases
from services.theming.tables import case_facts, case_text, theme_confirmation, theme_mention
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

_STATUSES = ("proposed", "confirmed", "rejected")


@dataclass(frozen=True)
class QueuedCase:
    """A case and how many of its themes stand how. ``reviewed_on`` is None until a panel has reviewed it."""

    case_reference: str
    notified_on: date | None
    reviewed_on: date | None
    age_band: str | None
    area: str | None
    proposed: int
    confirmed: int
    rejected: int


NOT_READ = "It could not be read for themes. It is kept, and read again with the next codebook"


@dataclass(frozen=True)
class SetAside:
    case_reference: str
    kind: str
    because: str


def cases_visible_to(tx: Transaction) -> Select[Any]:
    """Facts of the cases whose themes who is looking may see: all but those restricted to others, or none."""
    if not reads_themes(tx):
        return select(case_facts).where(false())
    return select(case_facts).where(open_cases(tx, case_facts.c.case_reference))


def queue(tx: Transaction, *, only: str, limit: int, offset: int) -> tuple[list[QueuedCase], int]:
    """A page of cases and how many there are; reviewed ones with undecided themes first, oldest first.

    ``only``: "waiting" (reviewed, with undecided themes), "reviewed", "open" (not reviewed) or "" for all.
    """
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    counted = [
        func.count(case((theme_confirmation.c.status == status, 1))).label(status) for status in _STATUSES
    ]
    facts = cases_visible_to(tx).subquery()
    proposed = counted[0]
    found = (
        select(
            facts.c.case_reference,
            facts.c.notified_on,
            facts.c.reviewed_on,
            facts.c.age_band,
            facts.c.area,
            *counted,
        )
        .outerjoin(theme_confirmation, theme_confirmation.c.case_reference == facts.c.case_reference)
        .group_by(
            *[facts.c[name] for name in ("case_reference", "notified_on", "reviewed_on", "age_band", "area")]
        )
    )
    if only in ("waiting", "reviewed"):
        found = found.where(facts.c.reviewed_on.is_not(None))
    if only == "open":
        found = found.where(facts.c.reviewed_on.is_(None))
    if only == "waiting":
        found = found.having(proposed > 0)
    total = tx.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    order = (
        facts.c.reviewed_on.is_(None),
        proposed == 0,
        facts.c.reviewed_on,
        facts.c.notified_on,
        facts.c.case_reference,
    )
    rows = tx.session.execute(found.order_by(*order).limit(limit).offset(offset))
    return [QueuedCase(*row) for row in rows], total


def texts_set_aside(tx: Transaction) -> list[SetAside]:
    """Texts that show no theme, newest first: they still seem to identify somebody, or cannot be read."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    not_read, identifies = case_text.c.not_themed_because.is_not(None), case_text.c.set_aside_because
    because = case((not_read, NOT_READ), else_=identifies)
    found = select(case_text.c.case_reference, case_text.c.kind, because)
    mine = open_cases(tx, case_text.c.case_reference)
    newest = found.where(not_read | identifies.is_not(None), mine).order_by(case_text.c.id.desc())
    return [SetAside(*row) for row in tx.session.execute(newest)]


def waiting_to_be_read(tx: Transaction) -> int:
    """How many texts have arrived and are not yet themed."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    unread = case_text.c.themed_by.is_(None) & case_text.c.set_aside_because.is_(None)
    unread &= open_cases(tx, case_text.c.case_reference)
    return tx.session.scalar(select(func.count()).select_from(case_text).where(unread)) or 0


def facts_of(tx: Transaction, reference: str) -> Any:
    """The facts of one case. Raises NotPermitted, or NotFound if there is none."""
    check_reads_themes(tx)
    if not reference.isprintable():
        raise NotFound("There is no case with this reference.")
    found = tx.session.execute(
        cases_visible_to(tx).where(case_facts.c.case_reference == reference)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no case with this reference.")
    return found


def texts_of(tx: Transaction, reference: str) -> Sequence[Any]:
    """Every text of the case that is kept: the review first, then in order of arrival."""
    check_reads_themes(tx)
    found = select(case_text).where(
        case_text.c.case_reference == reference, open_cases(tx, case_text.c.case_reference)
    )
    return tx.session.execute(found.order_by(case_text.c.kind != "review", case_text.c.id)).all()


def mentions_of(tx: Transaction, reference: str) -> Sequence[Any]:
    """Every mention of a theme in the texts of the case, in the order of the text."""
    check_reads_themes(tx)
    found = select(theme_mention).where(
        theme_mention.c.case_reference == reference, open_cases(tx, theme_mention.c.case_reference)
    )
    return tx.session.execute(found.order_by(theme_mention.c.text_id, theme_mention.c.start)).all()


def themes_of(tx: Transaction, reference: str) -> dict[str, ThemeConfirmation]:
    """How every theme of the case stands, by theme."""
    check_reads_themes(tx)
    found = select(ThemeConfirmation).where(
        theme_confirmation.c.case_reference == reference,
        open_cases(tx, theme_confirmation.c.case_reference),
    )
    return {each.theme: each for each in tx.session.scalars(found)}


def theme_standings(tx: Transaction) -> dict[str, dict[str, int]]:
    """For every theme: how many reviewed cases have it confirmed, and how many wait for a decision.

    What is kept from who is looking until a second person has read the case is not counted either.
    """
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    reviewed = case_facts.c.reviewed_on.is_not(None)
    standing = theme_confirmation.c
    found = (
        select(
            standing.theme,
            func.count(case((reviewed & (standing.status == "confirmed"), 1))).label("confirmed"),
            func.count(case((reviewed & (standing.status == "proposed"), 1))).label("waiting"),
            func.count(case((~reviewed & standing.status.in_(("proposed", "confirmed")), 1))).label("open"),
        )
        .join(case_facts, case_facts.c.case_reference == standing.case_reference)
        .where(open_cases(tx, standing.case_reference), ~hidden_from(tx, standing.case_reference))
        .group_by(standing.theme)
    )
    return {
        row.theme: {"confirmed": row.confirmed, "waiting": row.waiting, "open": row.open}
        for row in tx.session.execute(found)
    }


def cases_of_theme(tx: Transaction, theme: str) -> Sequence[Any]:
    """Every case with the theme proposed or confirmed, with its facts and the standing of the theme."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    if not theme.isprintable():
        return []
    found = (
        select(case_facts, theme_confirmation.c.status)
        .join(theme_confirmation, theme_confirmation.c.case_reference == case_facts.c.case_reference)
        .where(
            theme_confirmation.c.theme == theme,
            theme_confirmation.c.status.in_(("proposed", "confirmed")),
            open_cases(tx, case_facts.c.case_reference),
        )
        .order_by(case_facts.c.reviewed_on, case_facts.c.notified_on, case_facts.c.case_reference)
    )
    return tx.session.execute(found).all()
