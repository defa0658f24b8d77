"""The family has been given the panel's answer to its question."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.family.questions import FamilyQuestion
from services.notifications.domain.family.topics import PASSED_ON_FIELDS
from services.notifications.domain.records.record_form import Given, day_of, read_record, word
from services.notifications.queries.family import question_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def pass_answer_on(tx: Transaction, *, question_id: str, given: Given) -> FamilyQuestion:
    """Keep PASSED_ON_FIELDS. Raises QuestionCannotMove; Invalid names every fault."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    question = question_to_change(tx, question_id)
    read = read_record(PASSED_ON_FIELDS, given, today=today(tx))
    told_on = day_of(read, "told_on")
    assert told_on is not None
    question.pass_answer_on(
        told_on=told_on,
        by=word(read, "told_by"),
        how=word(read, "told_how"),
        words=word(read, "told_words"),
        on=today(tx),
    )
    tx.audit("pass_answer_on", case=question.case_reference, subject=question_id)
    return question
