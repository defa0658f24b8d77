"""The office records what became of an agreed action."""

from uuid import uuid4

from services.panel.domain.london_days import london_day
from services.panel.queries.action_log import logged_action
from shared.people import Permission, check
from shared.storage import Transaction


def report_on_action(
    tx: Transaction, *, case_reference: str, review_version: int, number: int, kind: str, words: str
) -> None:
    """Add feedback; ``kind`` is a value of FeedbackKind that may follow now. Invalid names every fault."""
    check(tx.person, Permission.PREPARE_MEETING)
    action = logged_action(tx, case_reference, review_version, number)
    feedback = action.report(
        id=str(uuid4()),
        kind=kind,
        words=words,
        by=tx.person.id,
        by_name=tx.person.name,
        at=tx.at,
        on=london_day(tx.at),
    )
    tx.session.add(feedback)
    detail = {"review_version": review_version, "action": number + 1, "kind": kind}
    tx.audit("report_on_action", case=case_reference, subject=feedback.id, detail=detail)
