"""A second person approves a list of disposals, or refuses it with a reason."""

from sqlalchemy import insert

from services.notifications.domain.retention.disposal_list import check_answer
from services.notifications.queries.disposals import list_to_answer
from services.notifications.tables.disposals import disposal_answer
from shared.people import Permission, check
from shared.storage import Transaction


def answer_disposal(tx: Transaction, *, list_id: str, approves: bool, reason: str = "") -> None:
    """Raises NotFound, ListAnswered, NotPermitted for whoever proposed it, Invalid without a reason."""
    check(tx.person, Permission.APPROVE_DISPOSAL)
    listed = list_to_answer(tx, list_id)
    check_answer(listed, by=tx.person.id, approves=approves, reason=reason)
    answer = "approved" if approves else "refused"
    tx.session.execute(
        insert(disposal_answer).values(
            list_id=list_id,
            answer=answer,
            reason=reason.strip(),
            proposed_by=listed.proposed_by,
            answered_by=tx.person.id,
            answered_by_name=tx.person.name,
            answered_at=tx.at,
        )
    )
    tx.audit("answer_disposal", subject=list_id, detail={"answer": answer, "records": len(listed.items)})
