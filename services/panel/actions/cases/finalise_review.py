"""A completed review is finalised for the national database: from now on only reopening changes it."""

from sqlalchemy import insert

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.decisions.finalising import FinalisingBlocked, blocking
from services.panel.domain.london_days import london_day
from services.panel.queries.finalising import review_to_finalise
from services.panel.queries.rights import case_to_act_on
from services.panel.tables.decisions import review_finalising
from shared.storage import Transaction


def finalise_review(tx: Transaction, *, case_reference: str) -> None:
    """Finalise. Refuses FinalisingBlocked with everything that is in the way."""
    case = case_to_act_on(tx, case_reference, "finalise_review")
    review = review_to_finalise(tx, case_reference)
    if (found := blocking(review)) or review.form is None:
        raise FinalisingBlocked(found)
    case.move_to(CaseStatus.FINALISED, by=tx.person.id, at=tx.at)
    sent = {"mapping_version": review.form.mapping.version, "content_hash": review.form.hash}
    by = {"finalised_by": tx.person.id, "finalised_by_name": tx.person.name, "finalised_at": tx.at}
    row = {"case_reference": case.reference, "review_version": case.review_version, **by, **sent}
    tx.session.execute(insert(review_finalising).values(**row, finalised_on=london_day(tx.at)))
    tx.audit("finalise_review", case=case.reference, detail={**sent, "review_version": case.review_version})
