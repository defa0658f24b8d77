"""What the panel says is written down as it speaks; every save is kept."""

from dataclasses import replace
from uuid import uuid4

from services.panel.actions.analysis.keep_analysis import keep_analysis
from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.cases.case_status import CLOSED
from services.panel.domain.learning.agreed_action import identified
from services.panel.domain.refusals import AnalysisChangedMeanwhile, ReviewLocked
from services.panel.queries.analyses import newest_analysis
from services.panel.queries.cases import case_for_change
from services.panel.queries.relations import relations_to
from shared.people import Permission, check
from shared.storage import Transaction


def save_analysis(tx: Transaction, *, case_reference: str, form: AnalysisForm, version: int) -> int:
    """Save an unfinished analysis over ``version`` (0: nothing was saved yet); gives the new version.

    Refuses AnalysisChangedMeanwhile where somebody saved since, ReviewLocked once the case is closed.
    """
    check(tx.person, Permission.RECORD_ANALYSIS, relations_to(tx, case_reference))
    case = case_for_change(tx, case_reference)
    if case.status in CLOSED:
        raise ReviewLocked(f"The case is now “{case.status_label}”. A chair or the manager can reopen it.")
    saved = newest_analysis(tx, case_reference, case.review_version + 1)
    saved_version = saved.version if saved else 0
    actions = identified(form.actions, saved.form.actions if saved else (), lambda: str(uuid4()))
    form = replace(form, actions=actions)
    if saved_version != version:
        raise AnalysisChangedMeanwhile(saved_version)
    if saved and saved.form == form:
        return saved_version
    keep_analysis(tx, case_reference, case.review_version + 1, version + 1, form)
    tx.audit("save_analysis", case=case.reference, detail={"version": version + 1})
    return version + 1
