"""The whole form is saved at once: those of its sections that were changed in it."""

from dataclasses import replace

from services.panel.actions.analysis.keep_changes import case_to_record, keep_changes, saved_so_far
from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.sections import content_of, sections_changed
from services.panel.domain.refusals import AnalysisChangedMeanwhile
from services.panel.queries.analyses import analysis_at
from shared.storage import Transaction


def save_analysis(tx: Transaction, *, case_reference: str, form: AnalysisForm, version: int) -> int:
    """Save an unfinished analysis over ``version`` (0: nothing was saved yet); gives the new version.

    A section changed by somebody else stays as they left it. Refuses AnalysisChangedMeanwhile where both
    changed the same section, ReviewLocked once the case is closed.
    """
    case = case_to_record(tx, case_reference)
    base = analysis_at(tx, case_reference, case.review_version + 1, version)
    saved, saved_version = saved_so_far(tx, case)
    theirs = {one: content_of(saved, one) for one in sections_changed(base, saved)}
    mine = sections_changed(base, form)
    if any(theirs[one] != content_of(form, one) for one in mine if one in theirs):
        raise AnalysisChangedMeanwhile(saved_version)
    kept = {name: value for one in theirs if one not in mine for name, value in theirs[one].items()}
    return keep_changes(tx, case, replace(form, **kept))
