"""Reads of what was done for a family and of its questions, each starting from who is looking."""

from collections.abc import Iterable

from sqlalchemy import func, select

from services.notifications.domain.family.contact import FamilyEntry, KeyWorker
from services.notifications.domain.family.questions import FamilyQuestion
from services.notifications.tables.family import family_entry, family_question, key_worker
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def entries_of(tx: Transaction, reference: str) -> dict[str, list[FamilyEntry]]:
    """What was recorded about a family by topic, the latest entry first."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    columns = family_entry.c
    wanted = select(FamilyEntry).where(columns.case_reference == reference)
    found: dict[str, list[FamilyEntry]] = {}
    for entry in tx.session.scalars(wanted.order_by(columns.recorded_at.desc(), columns.entry_id)):
        found.setdefault(entry.topic, []).append(entry)
    return found


def latest_entries(tx: Transaction, references: Iterable[str]) -> dict[str, dict[str, dict[str, str]]]:
    """The latest answers of several cases: by case reference and topic. One query."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    columns = family_entry.c
    wanted = (
        select(columns.case_reference, columns.topic, columns.answers)
        .where(columns.case_reference.in_(list(references)))
        .order_by(columns.recorded_at)
    )
    found: dict[str, dict[str, dict[str, str]]] = {}
    for reference, topic, answers in tx.session.execute(wanted):
        found.setdefault(reference, {})[topic] = answers
    return found


def key_workers_of(tx: Transaction, reference: str) -> list[KeyWorker]:
    """The family's key workers, the present one or the latest first."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    columns = key_worker.c
    wanted = select(KeyWorker).where(columns.case_reference == reference)
    return list(tx.session.scalars(wanted.order_by(columns.until_on.desc().nulls_first(), columns.from_on)))


def key_worker_to_change(tx: Transaction, reference: str) -> KeyWorker | None:
    """The present key worker, locked until the transaction ends; None if there is nobody."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    columns = key_worker.c
    wanted = select(KeyWorker).where(columns.case_reference == reference, columns.until_on.is_(None))
    return tx.session.scalars(wanted.with_for_update()).first()


def questions_of(tx: Transaction, reference: str) -> list[FamilyQuestion]:
    """What the family has asked, in the order in which it was."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    columns = family_question.c
    wanted = select(FamilyQuestion).where(columns.case_reference == reference)
    return list(tx.session.scalars(wanted.order_by(columns.raised_on, columns.question_id)))


def question_to_change(tx: Transaction, question_id: str) -> FamilyQuestion:
    """One question, locked until the transaction ends. NotFound if there is none."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    wanted = select(FamilyQuestion).where(family_question.c.question_id == question_id)
    found = tx.session.scalars(wanted.with_for_update()).first()
    if found is None:
        raise NotFound("There is no such question.")
    return found


def cases_with_key_worker(tx: Transaction) -> set[str]:
    """The cases whose family has a key worker now."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    wanted = select(key_worker.c.case_reference).where(key_worker.c.until_on.is_(None))
    return set(tx.session.scalars(wanted))


def unprepared_questions(tx: Transaction) -> dict[str, int]:
    """How many questions of each family wait for this office to prepare them."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    columns = family_question.c
    waiting = select(columns.case_reference, func.count()).where(columns.status == "raised")
    rows = tx.session.execute(waiting.group_by(columns.case_reference))
    return {reference: int(count) for reference, count in rows}
