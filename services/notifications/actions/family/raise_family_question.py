"""A family asks something: kept in its own words, and a text for the panel waits to be confirmed."""

from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.family.questions import FamilyQuestion
from services.notifications.domain.family.topics import QUESTION_FIELDS
from services.notifications.domain.gathering.refusals import CaseNotAccepted
from services.notifications.domain.material.case_material import FAMILY_QUESTION, CaseMaterial
from services.notifications.domain.notification import Status
from services.notifications.domain.records.record_form import Given, day_of, read_record, word
from services.notifications.queries.notifications import notification_of
from shared.people import Permission, check
from shared.storage import Transaction


def raise_family_question(tx: Transaction, *, case: str, given: Given) -> FamilyQuestion:
    """Keep QUESTION_FIELDS. Nothing leaves until a person has confirmed the de-identified text.

    Raises CaseNotAccepted, because there is no panel to ask yet; Invalid names every fault.
    """
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    if notification_of(tx, case).status is not Status.ACCEPTED:
        raise CaseNotAccepted()
    read = read_record(QUESTION_FIELDS, given, today=today(tx))
    raised_on = day_of(read, "raised_on")
    assert raised_on is not None
    question = FamilyQuestion(
        question_id=uuid4().hex,
        case_reference=case,
        raised_on=raised_on,
        status_since=today(tx),
        words=word(read, "words"),
        asked_by=word(read, "asked_by"),
        how=word(read, "how"),
        received_by=word(read, "received_by"),
    )
    tx.session.add(_text_for_panel(question))
    tx.session.flush()
    tx.session.add(question)
    tx.audit("raise_family_question", case=case, subject=question.question_id)
    return question


def _text_for_panel(question: FamilyQuestion) -> CaseMaterial:
    return CaseMaterial(
        material_id=question.question_id,
        case_reference=question.case_reference,
        source_id="",
        source_role="other",
        kind=FAMILY_QUESTION,
        title="Question from the family",
        original=question.words,
        received_on=question.raised_on,
    )
