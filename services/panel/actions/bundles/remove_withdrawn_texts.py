"""The texts of a document that came before it was withheld are removed: they may be about another child."""

from sqlalchemy import case, func, update

from services.panel.domain.bundles.bundle import DOCUMENT_KINDS
from services.panel.queries.bundles import DIGEST, versions_withdrawn
from services.panel.tables.bundles import bundle_part
from shared.storage import Transaction


def remove_withdrawn_texts(tx: Transaction, *, case_reference: str, material_id: str) -> int:
    """How many parts lost their words. What came, when, and the digest of each stay. Its action audits it."""
    part = bundle_part.c
    gone = versions_withdrawn(tx, case_reference, material_id)
    if not gone:
        return 0
    title = case(DOCUMENT_KINDS, value=part.kind, else_=DOCUMENT_KINDS["document"])
    emptied = (
        update(bundle_part)
        .where(part.case_reference == case_reference, part.material_id == material_id)
        .where(part.version.in_(gone), func.length(part.text) > 0)
        .values(text="", title=title, digest=DIGEST)
    )
    return len(tx.session.scalars(emptied.returning(part.id)).all())
