"""A completed review is opened again because something new came to light."""

from services.panel.actions.analysis.keep_analysis import keep_analysis
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.queries.analyses import newest_analysis
from services.panel.queries.cases import case_for_change
from services.panel.queries.relations import relations_to
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def reopen_review(tx: Transaction, *, case_reference: str, reason: str) -> None:
    """Reopen: the completed analysis is the start of the next version, and itself stays as it is."""
    check(tx.person, Permission.REOPEN_REVIEW, relations_to(tx, case_reference))
    if not reason.strip():
        raise Invalid([Fault("reason", "Give the reason for reopening the review")])
    case = case_for_change(tx, case_reference)
    case.move_to(CaseStatus.REOPENED, by=tx.person.id, at=tx.at, reason=reason.strip())
    if completed := newest_analysis(tx, case_reference, case.review_version):
        keep_analysis(tx, case_reference, case.review_version + 1, 1, completed.form)
    tx.audit("reopen_review", case=case.reference, detail={"review_version": case.review_version})
