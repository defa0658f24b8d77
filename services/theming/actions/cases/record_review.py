"""A review was completed: its facts and learning are kept, and its summary to be themed."""

from datetime import date

from sqlalchemy.dialects.postgresql import insert

from services.theming.actions.cases.keep_fact_version import keep_fact_version
from services.theming.actions.learning.record_agreed_learning import record_agreed_learning
from services.theming.actions.texts.keep_text import keep_text
from services.theming.queries.standing import review_held
from services.theming.tables import case_facts
from services.theming.tables.facts import REVIEWED
from shared.contracts import ReviewCompleted
from shared.storage import Transaction

REVIEW = "review"


def record_review(tx: Transaction, event: ReviewCompleted) -> None:
    """The newest version of a review counts. Its first completion decides the period it belongs to."""
    held = review_held(tx, event.case_reference)
    if held.version is not None and event.review_version <= held.version:
        return
    facts = _facts(event, held.reviewed_on or event.completed_on)
    row = insert(case_facts).values(case_reference=event.case_reference, **facts)
    tx.session.execute(row.on_conflict_do_update(index_elements=["case_reference"], set_=facts))
    version = {**facts, "completed_on": event.completed_on}
    keep_fact_version(tx, case=event.case_reference, source=REVIEWED, facts=version)
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


def _facts(event: ReviewCompleted, reviewed_on: date) -> dict[str, object]:
    """A closed period keeps its figures: a reopened review stays in the period of its first completion."""
    return {
        "reviewed_on": reviewed_on,
        "review_version": event.review_version,
        "category": event.category,
        "secondary_categories": list(event.secondary_categories),
        "modifiability": event.modifiability,
        "factors": [factor.model_dump(mode="json") for factor in event.factors],
    }
