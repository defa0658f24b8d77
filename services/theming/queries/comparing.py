"""What comparing cases needs of each: its themes, a few facts, its text."""

from sqlalchemy import ColumnElement, func, select

from services.theming.similarity import CaseProfile
from services.theming.tables import case_facts, case_text, theme_confirmation
from shared.people import Permission, check
from shared.storage import Transaction


def profiles_not_reviewed(tx: Transaction) -> list[CaseProfile]:
    """Every notified case that no panel has reviewed yet."""
    return _profiles(tx, case_facts.c.reviewed_on.is_(None))


def profiles(tx: Transaction, references: list[str]) -> list[CaseProfile]:
    """The named cases, whether reviewed or not."""
    return _profiles(tx, case_facts.c.case_reference.in_(references))


def _profiles(tx: Transaction, which: ColumnElement[bool]) -> list[CaseProfile]:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    texts = (
        select(case_text.c.case_reference, func.string_agg(case_text.c.text, "\n").label("text"))
        .group_by(case_text.c.case_reference)
        .subquery()
    )
    standing = (
        select(
            theme_confirmation.c.case_reference,
            func.array_agg(theme_confirmation.c.theme).label("themes"),
        )
        .where(theme_confirmation.c.status.in_(("proposed", "confirmed")))
        .group_by(theme_confirmation.c.case_reference)
        .subquery()
    )
    reference = case_facts.c.case_reference
    facts = (case_facts.c.notified_on, case_facts.c.age_band, case_facts.c.place_of_death)
    found = (
        select(reference, *facts, standing.c.themes, texts.c.text)
        .outerjoin(standing, standing.c.case_reference == reference)
        .outerjoin(texts, texts.c.case_reference == reference)
        .where(which)
        .order_by(reference)
    )
    return [
        CaseProfile(
            row.case_reference,
            row.notified_on,
            row.age_band or "",
            row.place_of_death or "",
            frozenset(row.themes or ()),
            row.text or "",
        )
        for row in tx.session.execute(found)
    ]
