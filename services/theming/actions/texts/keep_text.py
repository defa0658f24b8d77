"""Keep one part of a case's de-identified text, to be themed; or set it aside if it still identifies."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from services.theming.actions.comparables.compare_again import compare_again
from services.theming.actions.confirming.flag_stale_evidence import flag_stale_evidence
from services.theming.actions.themes.let_proposals_lapse import let_proposals_lapse
from services.theming.queries.standing import newest_version
from services.theming.tables import case_text
from shared.identifier_patterns import identifiers_in
from shared.storage import Transaction


def keep_text(
    tx: Transaction,
    *,
    case: str,
    material_id: str,
    version: int,
    kind: str,
    title: str,
    text: str,
    part: int = 1,
    parts: int = 1,
) -> None:
    """A newer version takes the place of an older one, an older one that comes late changes nothing.

    A text in which a pattern finds an identifier fails closed: it is listed with the reason and not kept.
    """
    newest = newest_version(tx, case, material_id)
    if version < newest:
        return
    if version > newest:
        _remove(tx, case, material_id)
    found = identifiers_in(f"{title}\n{text}")
    because = f"It seems to show: {', '.join(found)}" if found else None
    row = {"version": version, "part": part, "parts": parts, "kind": kind, "set_aside_because": because}
    kept = {"title": "Set aside", "text": ""} if found else {"title": title, "text": text}
    about = {"case_reference": case, "material_id": material_id, "arrived_at": tx.at}
    tx.session.execute(insert(case_text).values(**about, **row, **kept).on_conflict_do_nothing())
    if found:  # a text that is kept is read, and its themes settled then
        compare_again(tx, case=case)
        flag_stale_evidence(tx, case=case, withdrawn=True)
        let_proposals_lapse(tx, case=case)
    tx.audit(
        "set_text_aside" if found else "keep_text",
        case=case,
        subject=kind,
        detail=_detail(version, part, found),
    )


def _remove(tx: Transaction, case: str, material_id: str) -> None:
    same = (case_text.c.case_reference == case) & (case_text.c.material_id == material_id)
    tx.session.execute(delete(case_text).where(same))


def _detail(version: int, part: int, found: tuple[str, ...]) -> dict[str, object]:
    return {"version": version, "part": part, **({"shows": list(found)} if found else {})}
