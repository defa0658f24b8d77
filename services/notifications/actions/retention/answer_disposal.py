"""A second person approves a list of disposals, or refuses it with a reason."""

from sqlalchemy import insert

from services.notifications.domain.retention.disposal_list import DisposalList, check_answer
from services.notifications.queries.disposals import list_to_answer
from services.notifications.tables.disposals import disposal_answer, disposal_covered
from shared.people import Permission, check
from shared.storage import Transaction


def answer_disposal(
    tx: Transaction, *, list_id: str, approves: bool, reason: str = "", seen: str = ""
) -> None:
    """An approval is of what is open to who approves, no more; ``seen``: digest of what they looked at.

    Raises NotFound, ListAnswered, ListChanged, NotPermitted for whoever proposed it, OnlyLooking where broken
    glass alone opens a record of it, Invalid without a reason.
    """
    check(tx.person, Permission.APPROVE_DISPOSAL)
    listed = list_to_answer(tx, list_id)
    tx.check_may_act(*(each for item in listed.items for each in item.together))
    check_answer(listed, by=tx.person.id, approves=approves, reason=reason, seen=seen)
    answer = "approved" if approves else "refused"
    if approves:
        _cover(tx, listed)
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
    tx.audit("answer_disposal", subject=list_id, detail={"answer": answer})
    tx.audit_each("answer_disposal", cases=[item.case_reference for item in listed.items])


def _cover(tx: Transaction, listed: DisposalList) -> None:
    rows = [
        {"list_id": listed.list_id, "case_reference": each.case_reference, "record_type": each.record_type}
        for each in listed.items
    ]
    tx.session.execute(insert(disposal_covered), rows)
