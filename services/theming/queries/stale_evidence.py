"""Confirmed themes whose words have gone: what they were confirmed on is in no text any more."""

from sqlalchemy import and_, exists, select

from services.theming.queries.passes import check_reads_themes
from services.theming.queries.restrictions import open_cases
from services.theming.tables import evidence_decision, theme_confirmation
from shared.storage import Transaction

_JUDGED = and_(
    evidence_decision.c.case_reference == theme_confirmation.c.case_reference,
    evidence_decision.c.theme == theme_confirmation.c.theme,
    evidence_decision.c.assertion == "affirmed",
)
_STALE = exists().where(_JUDGED, evidence_decision.c.stale_since.is_not(None))
_FRESH = exists().where(_JUDGED, evidence_decision.c.stale_since.is_(None))


def themes_with_stale_evidence(tx: Transaction, case: str = "") -> list[tuple[str, str]]:
    """Case and theme; of one case, or of every case that who is looking may see."""
    check_reads_themes(tx)
    standing = theme_confirmation.c
    found = select(standing.case_reference, standing.theme).where(
        standing.status == "confirmed", _STALE, ~_FRESH, open_cases(tx, standing.case_reference)
    )
    if case:
        found = found.where(standing.case_reference == case)
    rows = tx.session.execute(found.order_by(standing.case_reference, standing.theme))
    return [(row[0], row[1]) for row in rows]
