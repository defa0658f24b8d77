"""What became of the agreed actions: feedback, signing off what is really done, checking it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from services.panel.domain.learning.agreed_action import AgreedAction
from shared.errors import Fault, Invalid


class FeedbackKind(StrEnum):
    """What a piece of feedback says of its action."""

    UNDER_WAY = "under_way"
    DONE = "done"
    CHECKED = "checked"
    NOT_DONE = "not_done"


class ActionState(StrEnum):
    """Where an action stands on a day. ``OVERDUE``: its date has passed and nobody has said anything."""

    OVERDUE = "overdue"
    NOT_DUE = "not_due"
    UNDER_WAY = "under_way"
    DONE = "done"
    CHECKED = "checked"


FEEDBACK_LABELS: dict[FeedbackKind, str] = {
    FeedbackKind.UNDER_WAY: "Under way",
    FeedbackKind.DONE: "Done, signed off",
    FeedbackKind.CHECKED: "Checked a second time: it is really done",
    FeedbackKind.NOT_DONE: "Checked a second time: it is not done",
}
STATE_LABELS: dict[ActionState, str] = {
    ActionState.OVERDUE: "Overdue, no feedback",
    ActionState.NOT_DUE: "Not due yet",
    ActionState.UNDER_WAY: "Under way",
    ActionState.DONE: "Done, to be checked",
    ActionState.CHECKED: "Done and checked",
}
STATE_AFTER: dict[FeedbackKind, ActionState] = {
    FeedbackKind.UNDER_WAY: ActionState.UNDER_WAY,
    FeedbackKind.DONE: ActionState.DONE,
    FeedbackKind.CHECKED: ActionState.CHECKED,
    FeedbackKind.NOT_DONE: ActionState.UNDER_WAY,
}
MAY_FOLLOW: dict[ActionState, tuple[FeedbackKind, ...]] = {
    ActionState.OVERDUE: (FeedbackKind.UNDER_WAY, FeedbackKind.DONE),
    ActionState.NOT_DUE: (FeedbackKind.UNDER_WAY, FeedbackKind.DONE),
    ActionState.UNDER_WAY: (FeedbackKind.UNDER_WAY, FeedbackKind.DONE),
    ActionState.DONE: (FeedbackKind.CHECKED, FeedbackKind.NOT_DONE),
    ActionState.CHECKED: (FeedbackKind.NOT_DONE,),
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


@dataclass(frozen=True)
class LoggedAction:
    """An action of a completed review with its feedback, the oldest first."""

    case_reference: str
    review_version: int
    number: int
    action: AgreedAction
    agreed_on: date
    feedback: tuple[ActionFeedback, ...] = ()

    def state(self, on: date) -> ActionState:
        """Where it stands on day ``on``; an action is overdue from the day after its date."""
        if self.feedback:
            return STATE_AFTER[self.feedback[-1].kind]
        late = self.action.due_on is not None and self.action.due_on < on
        return ActionState.OVERDUE if late else ActionState.NOT_DUE

    def may_follow(self, on: date) -> tuple[FeedbackKind, ...]:
        return MAY_FOLLOW[self.state(on)]

    def report(
        self, *, id: str, kind: str, words: str, by: str, by_name: str, at: datetime, on: date
    ) -> ActionFeedback:
        """New feedback. Invalid names every fault: the kind must be possible now, and be said in words."""
        possible = {each.value for each in self.may_follow(on)}
        faults = [Fault("kind", "Choose what is reported")] if kind not in possible else []
        if not words.strip():
            faults.append(Fault("words", "Say what was done, or how it was checked"))
        if faults:
            raise Invalid(faults)
        place = (self.case_reference, self.review_version, self.number)
        return ActionFeedback(id, *place, FeedbackKind(kind), words.strip(), by, by_name, at.astimezone(UTC))


def overdue(actions: Sequence[LoggedAction], on: date) -> list[LoggedAction]:
    """Those overdue on day ``on``, the longest overdue first."""
    late = [one for one in actions if one.state(on) is ActionState.OVERDUE]
    return sorted(late, key=lambda one: (one.action.due_on or on, one.case_reference, one.number))
