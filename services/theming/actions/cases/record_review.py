"""A review was completed: its facts and learning are kept, and its summary to be themed."""

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from services.theming.actions.learning.record_agreed_learning import record_agreed_learning
from services.theming.actions.texts.keep_text import keep_text
from services.theming.queries.standing import review_version
from services.theming.tables import case_facts
from shared.contracts import ReviewCompleted
from shared.storage import Transaction

REVIEW = "review"


def record_review(tx: Transaction, event: ReviewCompleted) -> None:
    """The newest version of a review counts. Its first completion decides the period it belongs to."""
    held = review_version(tx, event.case_reference)
    if held is not None and event.review_version <= held:
        return
    facts: dict[str, object] = {
        "review_version": event.review_version,
        "category": event.category,
        "modifiability": event.modifiability,
    }
    row = insert(case_facts).values(
        case_reference=event.case_reference, reviewed_on=event.completed_on, **facts
    )
    tx.session.execute(row.on_conflict_do_update(index_elements=["case_reference"], set_=_kept(facts, event)))
    tx.audit("record_review", case=event.case_reference, detail={"review_version": event.review_version})
    record_agreed_learning(
        tx, case=event.case_reference, review_version=event.review_version, points=event.learning
    )
    keep_text(
        tx,
        case=event.case_reference,
        material_id=REVIEW,
        version=event.review_version,
        kind=REVIEW,
        title="Summary of the review",
        text=event.summary,
    )


def _kept(facts: dict[str, object], event: ReviewCompleted) -> dict[str, object]:
    """A closed period keeps its figures: a reopened review stays in the period of its first completion."""
    return {**facts, "reviewed_on": func.coalesce(case_facts.c.reviewed_on, event.completed_on)}
