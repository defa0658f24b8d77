"""Questions of the family: de-identified, put to the panel, answered in plain words or declined."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from services.panel.domain.refusals import QuestionWithdrawn
from shared.errors import Fault
from shared.identifier_patterns import identifiers_in


class Reply(StrEnum):
    """What the panel did about a question."""

    ANSWERED = "answered"
    DECLINED = "declined"


REPLY_LABELS = {Reply.ANSWERED: "Answered", Reply.DECLINED: "Declined, with the reason"}
OPEN, WITHDRAWN = "open", "withdrawn"
STATE_LABELS = {OPEN: "Needs an answer", WITHDRAWN: "Withdrawn by the family"} | {
    Reply.ANSWERED.value: "Answered",
    Reply.DECLINED.value: "Declined",
}
LONGEST_ANSWER = 4000
SHOWN_OF_A_QUESTION = 60


@dataclass(eq=False)
class FamilyAnswer:
    """One reply, who gave it and when (UTC). A later one replaces it; both are kept."""

    reply: str
    text: str
    by: str
    by_name: str
    at: datetime


@dataclass(eq=False)
class FamilyQuestion:
    """``text`` is de-identified and was confirmed by a person; ``version`` grows when it was corrected."""

    question_id: str
    case_reference: str
    text: str
    version: int
    raised_on: date
    arrived_at: datetime
    withdrawn_on: date | None = None
    answers: list[FamilyAnswer] = field(default_factory=list)

    @property
    def latest(self) -> FamilyAnswer | None:
        return self.answers[-1] if self.answers else None

    @property
    def state(self) -> str:
        """ "withdrawn", "open", or what the latest reply was."""
        if self.withdrawn_on is not None:
            return WITHDRAWN
        return self.latest.reply if self.latest else OPEN

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    def reply(self, kind: Reply, text: str, *, by: str, by_name: str, at: datetime) -> None:
        """Answer it, or decline it with the reason. Raises QuestionWithdrawn."""
        if self.withdrawn_on is not None:
            raise QuestionWithdrawn("The family no longer asks it.")
        self.answers.append(FamilyAnswer(kind.value, text.strip(), by, by_name, at.astimezone(UTC)))


def reply_faults(question_id: str, kind: str, text: str) -> list[Fault]:
    """What is wrong with a reply to be recorded: all of it. Its fields carry the question's id."""
    reply, words = f"reply-{question_id}", f"words-{question_id}"
    faults = [] if kind in set(Reply) else [Fault(reply, "Say whether the question is answered or declined")]
    if not text.strip():
        faults.append(Fault(words, "Write the answer, or why the panel does not give one"))
    if len(text) > LONGEST_ANSWER:
        faults.append(Fault(words, f"Use no more than {LONGEST_ANSWER:,} characters"))
    if found := identifiers_in(text):
        faults.append(Fault(words, f"Take out what may identify somebody: {', '.join(found)}"))
    return faults


def open_question_faults(questions: Iterable[FamilyQuestion]) -> list[Fault]:
    """Every open question, each named: a review is not signed off before the family has its reply."""
    return [
        Fault("family-questions", f"Answer or decline the family's question {number}: “{_short(each.text)}”")
        for number, each in enumerate(questions, start=1)
        if each.is_open
    ]


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN_OF_A_QUESTION else plain[:SHOWN_OF_A_QUESTION].rstrip() + "…"
