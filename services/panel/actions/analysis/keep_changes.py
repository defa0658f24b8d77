"""What every way of saving an analysis shares: the open case, and a new version for what changed in it."""

from dataclasses import replace
from uuid import uuid4

from services.panel.actions.analysis.keep_analysis import keep_analysis
from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.sections import sections_changed
from services.panel.domain.cases.case_status import CLOSED
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.learning.agreed_action import identified
from services.panel.domain.refusals import ReviewLocked
from services.panel.queries.analyses import newest_analysis
from services.panel.queries.cases import case_for_change
from services.panel.queries.relations import relations_to
from shared.people import Permission, check
from shared.storage import Transaction


def case_to_record(tx: Transaction, case_reference: str) -> ReviewCase:
    """The case, locked until the transaction ends. Refuses ReviewLocked once the case is closed."""
    check(tx.person, Permission.RECORD_ANALYSIS, relations_to(tx, case_reference))
    case = case_for_change(tx, case_reference)
    if case.status in CLOSED:
        raise ReviewLocked(f"The case is now “{case.status_label}”. A chair or the manager can reopen it.")
    return case


def saved_so_far(tx: Transaction, case: ReviewCase) -> tuple[AnalysisForm, int]:
    """The newest form of the review under way and its version; an empty one and 0 if nothing was saved."""
    saved = newest_analysis(tx, case.reference, case.review_version + 1)
    return (saved.form, saved.version) if saved else (AnalysisForm(), 0)


def keep_changes(tx: Transaction, case: ReviewCase, form: AnalysisForm) -> int:
    """Add a version if the form differs from what was saved; gives the version that holds it."""
    before, version = saved_so_far(tx, case)
    form = replace(form, actions=identified(form.actions, before.actions, lambda: str(uuid4())))
    if form == before:
        return version
    changed = sections_changed(before, form)
    keep_analysis(tx, case.reference, case.review_version + 1, version + 1, form, sections=changed)
    tx.audit("save_analysis", case=case.reference, detail={"version": version + 1, "sections": changed})
    return version + 1
