"""A question of the family has come: the panel owes it an answer, before or after the review."""

from services.panel.domain.family.family_questions import FamilyQuestion
from services.panel.queries.cases import case_for_change
from services.panel.queries.family_questions import questions_of
from shared.contracts import FamilyQuestionConfirmed
from shared.storage import Transaction


def receive_family_question(tx: Transaction, event: FamilyQuestionConfirmed) -> None:
    """Keep the question; a corrected text replaces the earlier one, and its replies stay."""
    case = case_for_change(tx, event.case_reference)
    known = {each.question_id: each for each in questions_of(tx, case.reference)}
    question = known.get(event.question_id)
    if question is None:
        question = FamilyQuestion(
            event.question_id, case.reference, event.text, event.version, event.raised_on, tx.at
        )
        tx.session.add(question)
    elif event.version > question.version:
        question.text, question.version = event.text, event.version
    detail = {"version": event.version}
    tx.audit("receive_family_question", case=case.reference, subject=event.question_id, detail=detail)
