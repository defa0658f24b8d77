"""A question of the office to whoever notified a death, and the answer that came back."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.notifications.domain.gathering.refusals import LinkNotValid
from services.notifications.domain.intake.signed_links import NO_SUCH_LINK, fingerprint, token_for

PURPOSE = "question"
DAYS_TO_ANSWER = 5  # working days, so that a child's name or home does not wait for weeks
VALID_FOR = timedelta(days=30)
LONGEST = 10_000


@dataclass
class NotifierQuestion:
    """``changed``: names of the form's questions whose answers the notifier corrected with the answer."""

    question_id: str
    case_reference: str
    number: int
    question: str
    asked_at: datetime
    asked_by: str
    email: str
    due_on: date
    fingerprint: str
    expires_at: datetime
    answer: str = ""
    changed: list[str] = field(default_factory=list)
    answered_at: datetime | None = None

    def check_usable(self, *, token: str, at: datetime) -> None:
        """Raises LinkNotValid, saying why in words that name no child."""
        if self.fingerprint != fingerprint(token):
            raise LinkNotValid(NO_SUCH_LINK)
        if self.answered_at:
            raise LinkNotValid("Your answer has been received. Thank you: you need not do anything more.")
        if at >= self.expires_at:
            raise LinkNotValid("This link is too old. Ask the child death review office for a new one.")

    def take_answer(self, answer: str, *, changed: list[str], at: datetime) -> None:
        self.answer, self.changed, self.answered_at = answer, changed, at


def new_question(
    *, question_id: str, case: str, number: int, text: str, email: str, due_on: date, key: str, by: str,
    at: datetime,
) -> NotifierQuestion:  # fmt: skip
    """A question whose link works for VALID_FOR and opens this one question. ``key`` signs it."""
    return NotifierQuestion(
        question_id=question_id,
        case_reference=case,
        number=number,
        question=text,
        asked_at=at,
        asked_by=by,
        email=email,
        due_on=due_on,
        fingerprint=fingerprint(token_for(key, PURPOSE, question_id)),
        expires_at=at + VALID_FOR,
    )
