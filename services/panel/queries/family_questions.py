"""Reads of families' questions, each starting from who is looking."""

from collections.abc import Iterable

from sqlalchemy import exists, select

from services.panel.domain.family.family_questions import FamilyQuestion
from services.panel.queries.cases import cases_visible_to
from services.panel.tables.cases import review_case
from services.panel.tables.family_questions import family_answer, family_question
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def questions_of(tx: Transaction, case_reference: str) -> list[FamilyQuestion]:
    """A case's questions in the order they were raised; for a case that the caller may see."""
    return questions_by_case(tx, [case_reference])[case_reference]


def questions_by_case(tx: Transaction, references: Iterable[str]) -> dict[str, list[FamilyQuestion]]:
    """The questions of several cases that the caller may see, in the order they were raised."""
    found: dict[str, list[FamilyQuestion]] = {reference: [] for reference in references}
    columns = family_question.c
    wanted = select(FamilyQuestion).where(columns.case_reference.in_(found))
    for question in tx.session.scalars(wanted.order_by(columns.raised_on, columns.question_id)):
        found[question.case_reference].append(question)
    return found


def question_to_change(tx: Transaction, case_reference: str, question_id: str) -> FamilyQuestion:
    """One question of a case, locked until the transaction ends; the action checks who may change it."""
    columns = family_question.c
    wanted = select(FamilyQuestion).where(
        columns.question_id == question_id, columns.case_reference == case_reference
    )
    found = tx.session.scalars(wanted.with_for_update()).one_or_none()
    if found is None:
        raise NotFound("There is no such question in this case.")
    return found


def open_questions(tx: Transaction) -> list[FamilyQuestion]:
    """Every question nobody has answered or declined, of the cases the caller may see, the oldest first."""
    check(tx.person, Permission.ANSWER_FAMILY_QUESTION)
    columns = family_question.c
    replied = exists().where(family_answer.c.question_id == columns.question_id)
    visible = cases_visible_to(tx.person).with_only_columns(review_case.c.reference).order_by(None)
    wanted = select(FamilyQuestion).where(
        columns.withdrawn_on.is_(None), ~replied, columns.case_reference.in_(visible)
    )
    return list(tx.session.scalars(wanted.order_by(columns.raised_on, columns.question_id)))
