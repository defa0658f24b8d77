"""Every step that people took on the themes of a case, as a whole and sentence by sentence."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select

from services.theming.queries.restrictions import open_cases
from services.theming.tables import evidence_decision, theme_decision
from shared.people import Permission, check
from shared.storage import Transaction


def decisions_of(tx: Transaction, case: str) -> Sequence[Any]:
    """On a theme as a whole, newest first: rows of theme_decision."""
    return _of_case(tx, theme_decision, case)


def sentence_decisions_of(tx: Transaction, case: str) -> Sequence[Any]:
    """On single sentences, newest first: rows of evidence_decision."""
    return _of_case(tx, evidence_decision, case)


def _of_case(tx: Transaction, table: Table, case: str) -> Sequence[Any]:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = (table.c.case_reference == case) & open_cases(tx, table.c.case_reference)
    return tx.session.execute(select(table).where(mine).order_by(table.c.number.desc())).all()
