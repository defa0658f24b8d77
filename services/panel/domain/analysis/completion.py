"""What the other services are told when a review is completed, and the quorum without which it is not."""

from datetime import date

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.quorum.sitting import Sitting
from services.panel.domain.refusals import CaseNotListed, MeetingNotBegun, PanelNotQuorate
from shared.contracts import ReviewCompleted


def check_quorum(sitting: Sitting | None) -> Sitting:
    """The meeting that decides the case.

    Refuses CaseNotListed, PanelNotQuorate naming what is missing, and MeetingNotBegun.
    """
    if sitting is None:
        raise CaseNotListed("Put it on the agenda of a meeting first.")
    if not sitting.quorum.quorate:
        raise PanelNotQuorate(sitting.quorum.missing)
    if not sitting.begun:
        raise MeetingNotBegun("Start the meeting first; a review is completed at the meeting or after it.")
    return sitting


def review_completed(case: ReviewCase, form: AnalysisForm, on: date) -> ReviewCompleted:
    """The event for a form without faults. Evidence, dissent and the day an owner was told stay here."""
    return ReviewCompleted.model_validate(
        {
            "case_reference": case.reference,
            "review_version": case.review_version,
            "completed_on": on,
            "category": form.category,
            "secondary_categories": form.secondary_categories,
            "category_scale": form.category_version,
            "overridden": form.overridden,
            "factors": [
                {"domain": one.domain, "factor": one.factor, "grade": one.grade, "modifiable": one.modifiable}
                for one in form.factors
            ],
            "modifiability": form.modifiability,
            "summary": form.summary,
            "learning": form.learning,
            "actions": [
                {"text": one.text, "owner": one.owner, "due_on": one.due_on, "level": one.level}
                for one in form.actions
            ],
        }
    )
