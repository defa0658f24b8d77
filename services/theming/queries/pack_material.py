"""What a learning pack is gathered from. A restricted case is in none of it, not even as a number."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from services.theming.queries.restrictions import cases_open_to_all
from services.theming.tables import (
    agreed_learning,
    case_facts,
    case_text,
    discovered_theme,
    recommendation,
    theme_confirmation,
    theme_mention,
)
from shared.people import Permission, check
from shared.periods import Period
from shared.storage import Transaction

_CASE = case_facts.c.case_reference
_STANDING = theme_confirmation.c


def reviewed_in(tx: Transaction, quarter: Period) -> Sequence[Any]:
    """The facts of the cases whose review was first completed in the quarter, by reference."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = select(case_facts).where(
        case_facts.c.reviewed_on.between(quarter.starts_on, quarter.ends_on), cases_open_to_all(_CASE)
    )
    return tx.session.execute(found.order_by(_CASE)).all()


def themes_confirmed(tx: Transaction, cases: Collection[str]) -> dict[str, list[str]]:
    """The cases that have each theme confirmed by a person, by theme."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = _STANDING.case_reference.in_(cases) & (_STANDING.status == "confirmed")
    rows = tx.session.execute(
        select(_STANDING.theme, _STANDING.case_reference).where(mine).order_by(_STANDING.case_reference)
    )
    found: dict[str, list[str]] = {}
    for theme, case in rows:
        found.setdefault(theme, []).append(case)
    return found


def quotes_of(tx: Transaction, cases: Collection[str]) -> dict[tuple[str, str], str]:
    """The first sentence of each case's review that affirms a theme, by case and theme."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    at, length = theme_mention.c.sentence_start, theme_mention.c.sentence_end - theme_mention.c.sentence_start
    found = (
        select(
            theme_mention.c.case_reference,
            theme_mention.c.theme,
            func.substr(case_text.c.text, at + 1, length),
        )
        .join(case_text, case_text.c.id == theme_mention.c.text_id)
        .where(
            theme_mention.c.case_reference.in_(cases),
            theme_mention.c.assertion == "affirmed",
            case_text.c.kind == "review",
        )
        .order_by(at.desc())
    )
    return {(case, theme): sentence for case, theme, sentence in tx.session.execute(found)}


def shown_otherwise(
    tx: Transaction, cases: Collection[str]
) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Case and theme of what a person added by hand, and of what a sentence of any text affirms."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    added = select(_STANDING.case_reference, _STANDING.theme).where(
        _STANDING.case_reference.in_(cases), _STANDING.by_hand
    )
    mentioned = select(theme_mention.c.case_reference, theme_mention.c.theme).where(
        theme_mention.c.case_reference.in_(cases), theme_mention.c.assertion == "affirmed"
    )
    by_hand, in_a_text = (
        frozenset((case, theme) for case, theme in tx.session.execute(found.distinct()))
        for found in (added, mentioned)
    )
    return by_hand, in_a_text


def not_yet_reviewed(tx: Transaction, *, until: date) -> Sequence[Any]:
    """Facts of notified cases without a review, each with a theme that is proposed or confirmed for it."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = (
        select(_CASE, case_facts.c.notified_on, case_facts.c.age_band, _STANDING.theme, _STANDING.status)
        .join(theme_confirmation, _STANDING.case_reference == _CASE)
        .where(
            case_facts.c.reviewed_on.is_(None),
            case_facts.c.notified_on <= until,
            _STANDING.status.in_(("proposed", "confirmed")),
            cases_open_to_all(_CASE),
        )
    )
    newest = (case_facts.c.notified_on.desc(), _CASE)
    return tx.session.execute(found.order_by(*newest)).all()


def recommendations_until(tx: Transaction, day: date) -> Sequence[Any]:
    """Every action of the newest version of a review that was agreed by this day, the newest first."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    holds = (recommendation.c.case_reference == _CASE) & (
        recommendation.c.review_version == case_facts.c.review_version
    )
    found = select(recommendation).join(case_facts, holds)
    newest = (
        recommendation.c.agreed_on.desc(),
        recommendation.c.case_reference,
        recommendation.c.number,
    )
    mine = (recommendation.c.agreed_on <= day) & cases_open_to_all(_CASE)
    return tx.session.execute(found.where(mine).order_by(*newest)).all()


def learning_of(tx: Transaction, cases: Collection[str]) -> Sequence[Any]:
    """The learning points of the newest version of these cases' reviews, those set aside left out."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    holds = (agreed_learning.c.case_reference == _CASE) & (
        agreed_learning.c.review_version == case_facts.c.review_version
    )
    found = select(agreed_learning).join(case_facts, holds)
    mine = _CASE.in_(cases) & agreed_learning.c.set_aside_because.is_(None)
    return tx.session.execute(
        found.where(mine).order_by(agreed_learning.c.case_reference, agreed_learning.c.number)
    ).all()


def signals_open(tx: Transaction) -> Sequence[Any]:
    """What discovery proposes and nobody has settled, best first."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = select(discovered_theme).where(discovered_theme.c.status == "proposed")
    return tx.session.execute(found.order_by(discovered_theme.c.rank, discovered_theme.c.id)).all()


def open_to_all(tx: Transaction, cases: Collection[str]) -> frozenset[str]:
    """Those of the cases that are not restricted."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = select(_CASE).where(_CASE.in_(cases), cases_open_to_all(_CASE))
    return frozenset(tx.session.scalars(found))
