"""Closing a meeting: what was written of each case that is not signed off, and what becomes of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.sections import SECTIONS, sections_changed
from services.panel.domain.cases.case_status import CaseStatus
from shared.errors import Fault

# What becomes of a case that is listed when its meeting closes, by what was chosen for it.
OUTCOMES: dict[str, CaseStatus] = {"discussed": CaseStatus.REVIEWED, "not_reached": CaseStatus.DEFERRED}
OUTCOME_LABELS: dict[str, str] = {
    "discussed": "Discussed: sign-off follows",
    "not_reached": "Not reached: deferred, it can go on another agenda",
}
REASONS: dict[CaseStatus, str] = {
    CaseStatus.REVIEWED: "Discussed, sign-off to follow",
    CaseStatus.DEFERRED: "Not reached at the meeting",
}


class Written(StrEnum):
    """How far the analysis of a case has been written."""

    IN_FULL = "Analysis written in full, not signed off"
    BEGUN = "Analysis begun"
    NOTHING = "Nothing recorded"


@dataclass(frozen=True)
class CaseAtClosing:
    """A case without sign-off as its meeting closes. ``sections``: labels of those that hold something.

    ``written`` is None where the case is closed to whoever closes the meeting.
    """

    case_reference: str
    written: Written | None
    sections: tuple[str, ...] = ()
    lacking: int = 0


def at_closing(case_reference: str, form: AnalysisForm, lacking: int) -> CaseAtClosing:
    """How a case stands by its newest ``form``; ``lacking``: how many things keep it from being complete."""
    sections = tuple(SECTIONS[one].label for one in sections_changed(AnalysisForm(), form))
    if not sections:
        return CaseAtClosing(case_reference, Written.NOTHING)
    written = Written.BEGUN if lacking else Written.IN_FULL
    return CaseAtClosing(case_reference, written, sections, lacking)


def closing_faults(
    listed: Sequence[str], discussed: Collection[str], not_reached: Collection[str]
) -> list[Fault]:
    """One for each case of which nobody has said what becomes of it, or has said both."""
    return [
        Fault(f"outcome-{case}", f"{case}: say whether it was discussed or not reached")
        for case in listed
        if (case in discussed) == (case in not_reached)
    ]
