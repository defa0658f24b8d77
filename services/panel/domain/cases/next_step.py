"""What to do next with a case, and who does it: a line for each place where it can stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.readiness import OFFICE, missing_of
from services.panel.domain.cases.review_case import ReviewCase

S = CaseStatus


@dataclass(frozen=True)
class NextStep:
    """``who`` acts, and ``what`` they do."""

    who: str
    what: str


_BY_STATUS: Mapping[CaseStatus, NextStep] = {
    S.READY_FOR_PANEL: NextStep(OFFICE, "Put it on an agenda"),
    S.DEFERRED: NextStep(OFFICE, "Put it on an agenda again, or take it back to gathering"),
    S.LISTED: NextStep("Panel", "Discuss it at the meeting"),
    S.REVIEWED: NextStep("Chair", "Sign it off, or list it again"),
    S.COMPLETED: NextStep(OFFICE, "Finalise it for the national database"),
    S.FINALISED: NextStep("Nobody", "Nothing: it is finalised"),
    S.OUT_OF_SCOPE: NextStep("Nobody", "Nothing: it is not reviewed"),
    S.TRANSFERRED: NextStep("Nobody", "Nothing here: the other panel reviews it"),
    S.DUPLICATE: NextStep("Nobody", "Nothing: the other case is reviewed"),
}


def next_step(case: ReviewCase, on: date) -> NextStep:
    """The one thing to do next: what a hold waits for, else what is missing first, else by the status."""
    if held := case.holds_against(S.READY_FOR_PANEL):
        more = f" and {len(held) - 1} more" if len(held) > 1 else ""
        if case.status not in _BY_STATUS or case.status is S.DEFERRED:
            return NextStep(OFFICE, f"Follow up what the case waits for: {held[0].label.lower()}{more}")
    if case.provisional and case.status in (S.REVIEWED, S.DEFERRED):
        return NextStep(OFFICE, "Put it on the agenda of a quorate meeting: the decision is provisional")
    if case.status in _BY_STATUS:
        return _BY_STATUS[case.status]
    missing = missing_of(case, on)
    return NextStep(missing[0].whom, missing[0].words) if missing else NextStep(OFFICE, "Mark it ready")
