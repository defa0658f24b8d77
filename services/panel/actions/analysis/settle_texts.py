"""Texts for which a person has chosen no longer wait; they are kept."""

from collections.abc import Collection

from sqlalchemy import update

from services.panel.domain.analysis.kept_texts import KeptText
from services.panel.queries.relations import relations_to
from services.panel.tables.analyses import kept_text
from shared.people import Permission, check
from shared.storage import Transaction


def settle_texts(tx: Transaction, texts: Collection[KeptText], *, version: int | None = None) -> None:
    """Mark texts as settled; ``version`` of the form holds what was chosen, if one does."""
    for one in texts:
        check(tx.person, Permission.RECORD_ANALYSIS, relations_to(tx, one.case_reference))
        values = {"settled_at": tx.at, "settled_by": tx.person.id, "settled_in": version}
        tx.session.execute(
            update(kept_text).where(kept_text.c.id == one.id, kept_text.c.settled_at.is_(None)).values(values)
        )
        tx.audit("settle_text", case=one.case_reference, detail={"section": one.section})
