"""The chair signs the review off: it is checked as a whole, locked, and told to the other services."""

from services.panel.actions.analysis.keep_analysis import keep_analysis
from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.analysis_faults import analysis_faults
from services.panel.domain.analysis.completion import check_quorum, review_completed
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.family.family_questions import open_question_faults
from services.panel.domain.london_days import london_day
from services.panel.queries.analyses import due_dates_agreed, newest_analysis
from services.panel.queries.cases import case_for_change
from services.panel.queries.family_questions import questions_of
from services.panel.queries.relations import relations_to, sitting_for
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def complete_review(tx: Transaction, *, case_reference: str) -> None:
    """Complete the review with the analysis as last saved; ReviewCompleted is published.

    Refuses CaseNotListed, PanelNotQuorate, MeetingNotBegun, CaseCannotMove, CaseHeld; Invalid names every
    fault of the form and every question of the family without a reply.
    """
    check(tx.person, Permission.COMPLETE_REVIEW, relations_to(tx, case_reference))
    case, on = case_for_change(tx, case_reference), london_day(tx.at)
    case.check_step(CaseStatus.COMPLETED)
    sitting = check_quorum(sitting_for(tx, case_reference))
    saved = newest_analysis(tx, case_reference, case.review_version + 1)
    form, version = (saved.form, saved.version) if saved else (AnalysisForm(), 0)
    faults = analysis_faults(form, on, due_dates_agreed(tx, case_reference, case.review_version))
    if faults := [*faults, *open_question_faults(questions_of(tx, case_reference))]:
        raise Invalid(faults)
    case.move_to(CaseStatus.COMPLETED, by=tx.person.id, at=tx.at)
    case.review_version += 1
    keep_analysis(
        tx,
        case_reference,
        case.review_version,
        version + 1,
        form,
        completed_on=on,
        meeting_id=sitting.meeting_id,
    )
    tx.publish(review_completed(case, form, on))
    detail = {"review_version": case.review_version, "category": form.category, "overridden": form.overridden}
    tx.audit("complete_review", case=case.reference, detail=detail)
