"""The de-identified text of a family's question has been confirmed by a person: the panel is asked it."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.queries.family import question_to_change
from shared.contracts import FamilyQuestionConfirmed
from shared.people import Permission, check
from shared.storage import Transaction


def give_question_to_panel(tx: Transaction, *, material: CaseMaterial, text: str) -> None:
    """Publish FamilyQuestionConfirmed with ``text``. Raises QuestionCannotMove where it was withdrawn."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    question = question_to_change(tx, material.material_id)
    question.give_to_panel(on=today(tx))
    tx.publish(
        FamilyQuestionConfirmed(
            case_reference=question.case_reference,
            question_id=question.question_id,
            text=text,
            version=material.version,
            raised_on=question.raised_on,
        )
    )
    tx.audit("give_question_to_panel", case=question.case_reference, subject=question.question_id)
