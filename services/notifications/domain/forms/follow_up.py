"""What a notification left open: questions the office asks afterwards, each by a date.

First comes what is known at the bedside; a question of the rest that was left blank becomes a follow-up
question. "Not known" was an answer: it is listed too, as somebody may know by now, and has no date.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.notifications.domain.age import completed_years
from services.notifications.domain.forms.allowed_answers import NOT_KNOWN
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.new_version import brought_forward
from services.notifications.domain.forms.notification_form import contradictions
from services.notifications.domain.forms.questions import FormDefinition, Question, Section
from services.notifications.domain.forms.reading import Given, read
from shared.errors import Fault, Invalid
from shared.working_days import add_working_days


@dataclass(frozen=True)
class FollowUpPolicy:
    """A question left open is asked within ``due_after`` working days of the notification."""

    name: str
    version: str
    starts_on: date
    source: str
    due_after: int


POLICIES = (
    FollowUpPolicy(
        "Follow-up questions", "2026.1", date(2009, 2, 1), "Local policy; there is no national one", 5
    ),
)


@dataclass(frozen=True)
class FollowUp:
    """One open question. ``due_on`` is None where the answer was "not known"."""

    question: Question
    section: str
    due_on: date | None
    value: Any = None

    def is_late(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on


def policy_on(day: date) -> FollowUpPolicy:
    """The policy in force on ``day``: the latest that had started."""
    return max((each for each in POLICIES if each.starts_on <= day), key=lambda each: each.starts_on)


def follow_ups(answers: Answers, *, notified_on: date) -> tuple[FollowUp, ...]:
    """Every open question, in the order of the form in force, whatever the version of the answers."""
    answers = brought_forward(answers)
    due_on = add_working_days(notified_on, policy_on(notified_on).due_after)
    return tuple(_open(answers, due_on))


def _open(answers: Answers, due_on: date) -> Iterator[FollowUp]:
    for section in answers.form.sections:
        for question in section.questions if _concerns(section, answers) else ():
            value = answers.values.get(question.name)
            if not _may_be_asked(question, answers):
                continue
            if not value and not section.bedside and not question.optional:
                yield FollowUp(question, section.in_record, due_on)
            elif value in (NOT_KNOWN, [NOT_KNOWN]) and not _identifies(question):
                yield FollowUp(question, section.in_record, None, value)


def _concerns(section: Section, answers: Answers) -> bool:
    """A section for babies is not asked about a child who is known to have been older."""
    born, died = answers.born_on, answers.died_on
    return not (section.under_years and born and died) or completed_years(born, died) < section.under_years


def _may_be_asked(question: Question, answers: Answers) -> bool:
    answered_otherwise = question.only_without and answers.get(question.only_without)
    return not (question.hidden or answered_otherwise or question.name in answers.not_asked_for)


def _identifies(question: Question) -> bool:
    """Who the child is, and when it died, is corrected where duplicates and clocks are looked at."""
    return question.name.startswith(("child.", "notifier.")) or question.kind in ("moment", "postcode")


def with_follow_ups(answers: Answers, given: Given, *, notified_on: date) -> tuple[Answers, dict[str, Any]]:
    """The answers with what was told since, in the form in force, and what is new by question.

    Raises Invalid naming every fault; only open questions are read.
    """
    whole = brought_forward(answers)
    asked = [each.question for each in follow_ups(answers, notified_on=notified_on)]
    reading = read(_as_form(whole.form, asked), given)
    told = {name: value for name, value in reading.values.items() if value != whole.values.get(name)}
    newer = replace(whole, values={**whole.values, **told})
    faults = [*reading.faults, *contradictions(newer, {"notified_at"}, None)]
    if not told and not faults:
        faults = [Fault("", "Nothing new is answered")]
    if faults:
        raise Invalid(faults)
    return newer, told


def _as_form(form: FormDefinition, asked: list[Question]) -> FormDefinition:
    """A form of the open questions alone, none of them required."""
    questions = tuple(replace(each, shown_when=(), required=False) for each in asked)
    return replace(form, sections=(Section("follow_up", "Follow-up questions", questions),), groups=())
