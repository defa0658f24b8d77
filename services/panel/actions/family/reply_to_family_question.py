"""A family's question is answered in plain words, or declined with the reason."""

from services.panel.domain.family.family_questions import FamilyQuestion, Reply, reply_faults
from services.panel.domain.nobody_named import naming_faults, said_of
from services.panel.queries.cases import case_for_change, visible_case
from services.panel.queries.family_questions import question_to_change
from services.panel.queries.relations import relations_to
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def reply_to_family_question(
    tx: Transaction, *, case_reference: str, question_id: str, reply: str, text: str, nobody_in: str = ""
) -> FamilyQuestion:
    """Keep the reply, also after the review was completed. Refuses QuestionWithdrawn, and Invalid.

    ``nobody_in``: the tick that it names nobody.
    """
    check(tx.person, Permission.ANSWER_FAMILY_QUESTION, relations_to(tx, case_reference))
    visible_case(tx, case_reference)
    case = case_for_change(tx, case_reference)
    question = question_to_change(tx, case.reference, question_id)
    typed = {f"words-{question_id}": text}
    if faults := [*reply_faults(question_id, reply, text), *naming_faults(typed, nobody_in)]:
        raise Invalid(faults)
    question.reply(Reply(reply), text, by=tx.person.id, by_name=tx.person.name, at=tx.at)
    detail = {"reply": reply} | ({"names_nobody": ["words"]} if said_of(typed, nobody_in) else {})
    tx.audit("reply_to_family_question", case=case.reference, subject=question_id, detail=detail)
    return question
