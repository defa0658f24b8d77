"""Reads of texts that wait for a person, or waited; for a case the caller may see."""

from sqlalchemy import select

from services.panel.domain.analysis.kept_texts import KeptText
from services.panel.queries.analyses import FORM
from services.panel.tables.analyses import kept_text
from shared.errors import NotFound
from shared.storage import Transaction


def open_texts(tx: Transaction, case_reference: str, review_version: int) -> list[KeptText]:
    """The texts of one review for which nobody has chosen yet, the oldest first."""
    found = select(kept_text).where(
        kept_text.c.case_reference == case_reference,
        kept_text.c.review_version == review_version,
        kept_text.c.settled_at.is_(None),
    )
    rows = tx.session.execute(found.order_by(kept_text.c.kept_at, kept_text.c.id))
    return [_kept(dict(row._mapping)) for row in rows]


def text_kept(tx: Transaction, case_reference: str, text_id: str) -> KeptText:
    """One text of a case, settled or not, or NotFound."""
    wanted = (kept_text.c.id == text_id.replace("\0", ""), kept_text.c.case_reference == case_reference)
    row = tx.session.execute(select(kept_text).where(*wanted)).one_or_none()
    if row is None:
        raise NotFound("There is no such text of this case.")
    return _kept(dict(row._mapping))


def _kept(row: dict[str, object]) -> KeptText:
    return KeptText(**{**row, "form": FORM.validate_python(row["form"])})  # type: ignore[arg-type]
