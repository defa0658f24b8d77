"""The auditor says what came of a finding."""

from uuid import UUID

from sqlalchemy import insert

from shared.auditing.reading.finding_queries import finding_of, number_of, reviews_of
from shared.auditing.reading.review import ReviewedMeanwhile, check_review
from shared.auditing.reading.tables import unusual_reading_review
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

NO_FINDING = "There is no such finding, or it is not open to you."


def review_reading(
    tx: Transaction, *, finding: UUID, answer: str, words: str, seen: int | None = None
) -> None:
    """Add what was found out; what was said before stays. ``seen``: how many reviews who adds this one had
    read. Raises NotFound, OwnReading, Invalid; ReviewedMeanwhile where there are others now.
    """
    check(tx.person, Permission.VIEW_AUDIT)
    found = finding_of(tx, finding)
    if found is None:
        raise NotFound(NO_FINDING)
    check_review(reader=found.person_id, reviewer=tx.person.id, answer=answer, words=words)
    tx.lock_case(str(finding))
    if seen is not None and seen != len(reviews_of(tx, finding)):
        raise ReviewedMeanwhile("Read it before you add to it.")
    said = {
        "finding_id": number_of(tx, finding),
        "person_id": found.person_id,
        "case_reference": found.case,
        "answer": answer,
        "words": words,
        "reviewed_by": tx.person.id,
        "reviewed_by_name": tx.person.name,
        "reviewed_at": tx.at,
    }
    tx.session.execute(insert(unusual_reading_review).values(**said))
    detail = {"answer": answer, "of_person": found.person_id}
    tx.audit("review_reading", case=found.case, subject=str(finding), detail=detail)
