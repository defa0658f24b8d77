"""A family has withdrawn a question: it needs no answer any more, and stays to be read."""

from services.panel.queries.cases import case_for_change
from services.panel.queries.family_questions import question_to_change
from shared.contracts import FamilyQuestionWithdrawn
from shared.storage import Transaction


def withdraw_family_question(tx: Transaction, event: FamilyQuestionWithdrawn) -> None:
    """Mark it withdrawn."""
    case = case_for_change(tx, event.case_reference)
    question_to_change(tx, case.reference, event.question_id).withdrawn_on = event.withdrawn_on
    tx.audit("withdraw_family_question", case=case.reference, subject=event.question_id)
