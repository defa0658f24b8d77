"""A question that a family asks: on its way to the panel, and the answer's way back to the family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.errors import TransitionRefused


class QuestionStatus(StrEnum):
    """Where a family's question stands in this office."""

    RAISED = "raised"
    WITH_PANEL = "with_panel"
    ANSWER_PASSED_ON = "answer_passed_on"
    WITHDRAWN = "withdrawn"


# A confirmed text may be confirmed anew (a name was missed), and a family may ask on after an answer.
QUESTION_TRANSITIONS: Mapping[QuestionStatus, frozenset[QuestionStatus]] = {
    QuestionStatus.RAISED: frozenset({QuestionStatus.WITH_PANEL, QuestionStatus.WITHDRAWN}),
    QuestionStatus.WITH_PANEL: frozenset(
        {QuestionStatus.WITH_PANEL, QuestionStatus.ANSWER_PASSED_ON, QuestionStatus.WITHDRAWN}
    ),
    QuestionStatus.ANSWER_PASSED_ON: frozenset({QuestionStatus.WITH_PANEL}),
    QuestionStatus.WITHDRAWN: frozenset(),
}
QUESTION_LABELS: Mapping[QuestionStatus, str] = {
    QuestionStatus.RAISED: "To be prepared for the panel",
    QuestionStatus.WITH_PANEL: "With the panel",
    QuestionStatus.ANSWER_PASSED_ON: "Answer passed on to the family",
    QuestionStatus.WITHDRAWN: "Withdrawn by the family",
}


class QuestionCannotMove(TransitionRefused):
    title = "The question cannot take this step from where it stands"


@dataclass(eq=False)
class FamilyQuestion:
    """``question_id`` is also the id of its text in the case's material. ``words`` are the family's own.

    ``received_by`` is who the family told, ``how`` the way they did.
    """

    question_id: str
    case_reference: str
    words: str
    asked_by: str
    raised_on: date
    how: str
    received_by: str
    status: str = QuestionStatus.RAISED
    status_since: date | None = None
    withdrawn_because: str = ""
    told_on: date | None = None
    told_by: str = ""
    told_how: str = ""
    told_words: str = ""

    @property
    def label(self) -> str:
        return QUESTION_LABELS[QuestionStatus(self.status)]

    def give_to_panel(self, *, on: date) -> None:
        """Its de-identified text has been confirmed. Raises QuestionCannotMove."""
        self._move_to(QuestionStatus.WITH_PANEL, on)

    def withdraw(self, *, because: str, on: date) -> bool:
        """The family takes it back. True where the panel had been given it. Raises QuestionCannotMove."""
        with_panel = self.status == QuestionStatus.WITH_PANEL
        self._move_to(QuestionStatus.WITHDRAWN, on)
        self.withdrawn_because = because
        return with_panel

    def pass_answer_on(self, *, told_on: date, by: str, how: str, words: str, on: date) -> None:
        """The family has been given the panel's answer. Raises QuestionCannotMove."""
        self._move_to(QuestionStatus.ANSWER_PASSED_ON, on)
        self.told_on, self.told_by, self.told_how, self.told_words = told_on, by, how, words

    def may_become(self, status: QuestionStatus) -> bool:
        return status in QUESTION_TRANSITIONS[QuestionStatus(self.status)]

    def _move_to(self, status: QuestionStatus, on: date) -> None:
        if not self.may_become(status):
            raise QuestionCannotMove(f"It is now “{self.label}”.")
        self.status, self.status_since = status, on
