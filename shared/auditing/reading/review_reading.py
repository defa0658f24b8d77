"""The auditor says what came of a finding."""

from uuid import UUID

from sqlalchemy import insert

from shared.auditing.reading.finding_queries import finding_of, number_of
from shared.auditing.reading.review import check_review
from shared.auditing.reading.tables import unusual_reading_review
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

NO_FINDING = "There is no such finding, or it is not open to you."


def review_reading(tx: Transaction, *, finding: UUID, answer: str, words: str) -> None:
    """Add what was found out; what was said before stays. Raises NotFound, OwnReading, Invalid."""
    check(tx.person, Permission.VIEW_AUDIT)
    found = finding_of(tx, finding)
    if found is None:
        raise NotFound(NO_FINDING)
    check_review(reader=found.person_id, reviewer=tx.person.id, answer=answer, words=words)
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
