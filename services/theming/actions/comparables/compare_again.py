"""A text of a case came or went: the case's words are to be taken again."""

from sqlalchemy.dialects.postgresql import insert

from services.theming.tables import case_to_compare
from shared.storage import Transaction


def compare_again(tx: Transaction, *, case: str) -> None:
    """Once is enough, however many of its texts changed."""
    waiting = insert(case_to_compare).values(case_reference=case)
    tx.session.execute(waiting.on_conflict_do_nothing())
