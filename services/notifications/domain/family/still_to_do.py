"""What is still to do for a family, from what was recorded: a table of checks, in the order of urgency."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.notifications.domain.family.topics import interpreter_state

Answers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class FamilyRecord:
    """What is known of one family: the latest answers by topic, its key worker, questions not prepared."""

    answers: Answers
    has_key_worker: bool
    unprepared_questions: int


@dataclass(frozen=True)
class FamilyCheck:
    """One thing to see to. ``applies`` says whether it is still to do."""

    id: str
    says: str
    applies: Callable[[FamilyRecord], bool]


def _interpreter(state: str) -> Callable[[FamilyRecord], bool]:
    return lambda record: interpreter_state(record.answers.get("interpreter", {})) == state


FAMILY_CHECKS: tuple[FamilyCheck, ...] = (
    FamilyCheck(
        "question", "A question waits to be prepared for the panel", lambda r: r.unprepared_questions > 0
    ),
    FamilyCheck("key_worker", "No key worker", lambda record: not record.has_key_worker),
    FamilyCheck(
        "told",
        "Not recorded that the family was told about the review",
        lambda record: record.answers.get("told_of_review", {}).get("told") != "yes",
    ),
    FamilyCheck("interpreter_unmet", "Interpreter required, not available", _interpreter("not_met")),
    FamilyCheck("interpreter_incomplete", "Interpreter: incomplete", _interpreter("incomplete")),
    FamilyCheck(
        "genetic_counselling",
        "Not recorded whether the family was made aware of genetic counselling",
        lambda record: (
            record.answers.get("genetic_counselling", {}).get("made_aware", "not_asked")
            in ("not_asked", "not_known")
        ),
    ),
    FamilyCheck(
        "bereavement_support",
        "Not recorded whether bereavement support was offered",
        lambda record: (
            record.answers.get("bereavement_support", {}).get("offered", "not_asked")
            in ("not_asked", "not_known")
        ),
    ),
)


def still_to_do(record: FamilyRecord) -> list[FamilyCheck]:
    """The checks that apply, in the order of the table."""
    return [check for check in FAMILY_CHECKS if check.applies(record)]
