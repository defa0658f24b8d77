"""A family takes a question back."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.family.questions import FamilyQuestion
from services.notifications.queries.family import question_to_change
from shared.contracts import FamilyQuestionWithdrawn
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

LONGEST_REASON = 1000


def withdraw_family_question(tx: Transaction, *, question_id: str, because: str) -> FamilyQuestion:
    """Withdraw it with the reason; the panel is told if it had been given it. Raises QuestionCannotMove."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    if not because.strip() or len(because) > LONGEST_REASON:
        raise Invalid([Fault(f"because-{question_id}", "Say what the family told you, in a few words")])
    question, on = question_to_change(tx, question_id), today(tx)
    if question.withdraw(because=because.strip(), on=on):
        tx.publish(
            FamilyQuestionWithdrawn(
                case_reference=question.case_reference, question_id=question_id, withdrawn_on=on
            )
        )
    tx.audit("withdraw_family_question", case=question.case_reference, subject=question_id)
    return question
