"""What the panel decided on one case at one meeting: provisionally, or signed off by the chair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.panel.domain.quorum.sitting import Sitting
from services.panel.domain.refusals import (
    AnalysisNotAsRead,
    CaseNotListed,
    DecidedMeanwhile,
    MeetingNotBegun,
    PanelQuorate,
)


class DecisionKind(StrEnum):
    """``PROVISIONAL`` was taken without a quorum; ``SIGNED_OFF`` stands until the review is reopened."""

    PROVISIONAL = "provisional"
    SIGNED_OFF = "signed_off"


KIND_LABELS = {DecisionKind.PROVISIONAL: "Provisional decision", DecisionKind.SIGNED_OFF: "Signed off"}


@dataclass(frozen=True)
class ReviewDecision:
    """One decision, with the quorum as it was judged then; ``form_version``: the saved analysis it is about.

    ``missing``: what the quorum lacked. ``taking_part``: ids of those who took part.
    ``own_work_because``: why somebody signed what they had written themselves, "" where they had not.
    """

    case_reference: str
    review_version: int
    form_version: int
    kind: DecisionKind
    meeting_id: str
    rules_name: str
    missing: tuple[str, ...]
    taking_part: tuple[str, ...]
    reason: str
    own_work_because: str
    decided_by: str
    decided_by_name: str
    decided_at: datetime

    @property
    def label(self) -> str:
        return KIND_LABELS[self.kind]


@dataclass(frozen=True)
class ReadToDecide:
    """What was on the page of whoever decides: the saved analysis, and how many decisions there were."""

    form_version: int
    decisions: int


def check_read(read: ReadToDecide | None, form_version: int) -> None:
    """What is signed is what was read. Refuses AnalysisNotAsRead; None: nothing was read on a page."""
    if read is not None and read.form_version != form_version:
        raise AnalysisNotAsRead


def check_not_decided_since(read: ReadToDecide | None, decisions: Sequence[ReviewDecision]) -> None:
    """A page that is sent twice decides once. Refuses DecidedMeanwhile; None: nothing was read on a page."""
    if read is not None and read.decisions != len(decisions):
        raise DecidedMeanwhile


def check_lack_of_quorum(sitting: Sitting | None) -> Sitting:
    """The meeting that decides without a quorum. Refuses CaseNotListed, MeetingNotBegun and PanelQuorate."""
    if sitting is None:
        raise CaseNotListed("Put it on the agenda of a meeting first.")
    if not sitting.begun:
        raise MeetingNotBegun("Start the meeting first; the panel decides at the meeting or after it.")
    if sitting.quorum.quorate:
        raise PanelQuorate("The decision need not be provisional: it can be signed off.")
    return sitting


def in_force(decisions: Iterable[ReviewDecision], review_version: int) -> ReviewDecision | None:
    """The latest decision of one review, by the order in which they were taken; None if there is none."""
    of_review = [each for each in decisions if each.review_version == review_version]
    return of_review[-1] if of_review else None
