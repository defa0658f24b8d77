"""A family's question is answered in plain words, or declined with the reason."""

from services.panel.domain.family.family_questions import FamilyQuestion, Reply, reply_faults
from services.panel.queries.cases import case_for_change, visible_case
from services.panel.queries.family_questions import question_to_change
from services.panel.queries.relations import relations_to
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def reply_to_family_question(
    tx: Transaction, *, case_reference: str, question_id: str, reply: str, text: str
) -> FamilyQuestion:
    """Keep the reply, also after the review was completed. Refuses QuestionWithdrawn, and Invalid."""
    check(tx.person, Permission.ANSWER_FAMILY_QUESTION, relations_to(tx, case_reference))
    visible_case(tx, case_reference)
    case = case_for_change(tx, case_reference)
    question = question_to_change(tx, case.reference, question_id)
    if faults := reply_faults(question_id, reply, text):
        raise Invalid(faults)
    question.reply(Reply(reply), text, by=tx.person.id, by_name=tx.person.name, at=tx.at)
    tx.audit("reply_to_family_question", case=case.reference, subject=question_id, detail={"reply": reply})
    return question
