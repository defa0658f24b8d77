"""Feedback as it was recorded before the log had its whole life: four kinds of it. Read, never written."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.panel.domain.learning.action_log import ActionRecord
from services.panel.domain.learning.action_steps import ActionStep
from services.panel.domain.london_days import london_day


class FeedbackKind(StrEnum):
    """What a piece of feedback said of its action."""

    UNDER_WAY = "under_way"
    DONE = "done"
    CHECKED = "checked"
    NOT_DONE = "not_done"


# "Done" was recorded when the office had signed it off: who had reported it was not kept.
STEP_OF: dict[FeedbackKind, ActionStep] = {
    FeedbackKind.UNDER_WAY: ActionStep.PROGRESS,
    FeedbackKind.DONE: ActionStep.SIGNED_OFF,
    FeedbackKind.CHECKED: ActionStep.CHECKED,
    FeedbackKind.NOT_DONE: ActionStep.NOT_DONE,
}


@dataclass(eq=False)
class ActionFeedback:
    """One report on one action; ``number`` is the place of the action on the form, from 0."""

    id: str
    case_reference: str
    review_version: int
    number: int
    kind: FeedbackKind
    words: str
    by: str
    by_name: str
    at: datetime

    @property
    def as_record(self) -> ActionRecord:
        return ActionRecord(
            id=self.id,
            case_reference=self.case_reference,
            review_version=self.review_version,
            number=self.number,
            step=STEP_OF[self.kind],
            words=self.words,
            by=self.by,
            by_name=self.by_name,
            at=self.at,
            on=london_day(self.at),
        )
