"""Something about a case has changed that the panel is told of by itself: facts, or who was involved."""

from sqlalchemy.dialects.postgresql import insert

from services.notifications.tables.projection import case_projection
from shared.storage import Transaction


def note_change(tx: Transaction, *, case: str) -> None:
    """The background step looks at the case again; where nothing is different it tells nothing."""
    tx.lock_case(case)
    noted = insert(case_projection).values(case_reference=case, due=True)
    tx.session.execute(noted.on_conflict_do_update(index_elements=["case_reference"], set_={"due": True}))
