"""A notifier corrects the answers of a returned notification; what was there before is kept."""

from services.notifications.actions.identity.recognise_child import recognise_child
from services.notifications.actions.projection.note_change import note_change
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.intake.corrections import changed_names
from services.notifications.domain.intake.questions import NotifierQuestion
from services.notifications.queries import intake
from services.notifications.tables.intake import earlier_answers
from shared.people import Permission, check
from shared.storage import Transaction


def correct_answers(tx: Transaction, *, key: str, token: str, answers: Answers) -> NotifierQuestion:
    """``answers`` become the newest version; nothing is done where they are the same. Raises LinkNotValid."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    question, notification = intake.opened_question(tx, key=key, token=token, lock=True)
    changed = changed_names(notification.answers, answers)
    if not changed:
        return question
    reference, version = notification.case_reference, intake.earlier_versions(tx, notification.case_reference)
    tx.session.execute(
        earlier_answers.insert().values(
            case_reference=reference,
            version=version + 1,
            answers=notification.answers,
            replaced_at=tx.at,
            replaced_by=tx.person.name,
            question_id=question.question_id,
        )
    )
    notification.answers = answers
    question.changed = sorted({*question.changed, *changed})
    with tx.seen_by_the_system():  # compared with every other child, whom the notifier does not see
        recognise_child(tx, reference=reference, identity=answers.identity)
    note_change(tx, case=reference)
    tx.audit("correct_answers", case=reference, subject=question.question_id, detail={"changed": changed})
    return question
