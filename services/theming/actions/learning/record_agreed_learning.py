"""A panel completed a review: its learning points are kept, for packs."""

from collections.abc import Sequence

from sqlalchemy.dialects.postgresql import insert

from services.theming.tables import agreed_learning
from shared.identifier_patterns import identifiers_in
from shared.storage import Transaction


def record_agreed_learning(tx: Transaction, *, case: str, review_version: int, points: Sequence[str]) -> None:
    """Words in which a pattern finds an identifier are not kept; blank points are none."""
    rows = [
        _row(case, review_version, number, point.strip())
        for number, point in enumerate(points)
        if point.strip()
    ]
    if rows:
        tx.session.execute(insert(agreed_learning).on_conflict_do_nothing(), rows)
    tx.audit("record_agreed_learning", case=case, detail={"points": len(rows)})


def _row(case: str, review_version: int, number: int, text: str) -> dict[str, object]:
    found = identifiers_in(text)
    because = f"It seems to show: {', '.join(found)}" if found else None
    kept = {"text": "" if found else text, "set_aside_because": because}
    return {"case_reference": case, "review_version": review_version, "number": number, **kept}
