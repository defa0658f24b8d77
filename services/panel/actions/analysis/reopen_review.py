"""A completed review is opened again because something new came to light."""

from services.panel.actions.analysis.keep_analysis import keep_analysis
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.steps_by_hand import StepByHand, reopening_faults
from services.panel.queries.analyses import newest_analysis
from services.panel.queries.relations import relations_to
from services.panel.queries.rights import case_to_act_on
from shared.errors import Invalid
from shared.people import Permission, can
from shared.storage import Transaction


def reopen_review(
    tx: Transaction, *, case_reference: str, reason: str, ground: str = "other", authorised_by: str = ""
) -> None:
    """Reopen: the completed analysis is the start of the next version, and itself stays as it is.

    ``ground``: what came to light. A chair authorises it; somebody else says who did.
    """
    case, relations = case_to_act_on(tx, case_reference, "reopen_review"), relations_to(tx, case_reference)
    authorised = authorised_by.strip()
    if not authorised and can(tx.person, Permission.COMPLETE_REVIEW, relations):
        authorised = "the chair"
    if faults := reopening_faults(StepByHand(CaseStatus.REOPENED, reason, ground, "", authorised)):
        raise Invalid(faults)
    step = {"reason": reason.strip(), "ground": ground, "authorised_by": authorised}
    case.move_to(CaseStatus.REOPENED, by=tx.person.id, at=tx.at, **step)
    tx.session.flush()  # The database takes no analysis while the review stands as signed off.
    if completed := newest_analysis(tx, case_reference, case.review_version):
        keep_analysis(tx, case_reference, case.review_version + 1, 1, completed.form)
    detail = {"review_version": case.review_version, "ground": ground}
    tx.audit("reopen_review", case=case.reference, detail=detail)
