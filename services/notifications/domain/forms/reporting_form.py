"""The reporting form that an agency fills in, as versioned data, and the one validator of a return.

A question is answered, "not known", "not asked", "not applicable", or left blank, and a whole section can be
"not held". None of these is "no", and each is kept as it was given.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from shared.errors import Fault, Invalid

WITHOUT_ANSWER: dict[str, str] = {
    "not_known": "Not known",
    "not_asked": "Not asked",
    "not_applicable": "Not applicable",
}
YES_NO: dict[str, str] = {"yes": "Yes", "no": "No"}
NOT_HELD = "not_held"
TEXT_LENGTH = 500
LONG_TEXT_LENGTH = 50_000


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `kind`: answer, choice, number, text or long_text; `least` and `most` bound a number."""

    name: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    required: bool = False
    least: int = 0
    most: int = 0

    @property
    def choices(self) -> dict[str, str]:
        """Codes and labels of a question that is ticked, those without an answer last; {} for a typed one."""
        offered = YES_NO if self.kind == "answer" else dict(self.options)
        return {**offered, **WITHOUT_ANSWER} if offered else {}

    @property
    def typed(self) -> bool:
        return not self.choices


@dataclass(frozen=True, slots=True)
class Section:
    """A section A to F. `narrative` labels its free text; an `identifying` section never leaves the
    service.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    narrative: str = ""
    identifying: bool = False

    @property
    def narrative_name(self) -> str:
        return f"{self.id}_narrative"

    @property
    def not_held_name(self) -> str:
        return f"{self.id}_not_held"


@dataclass(frozen=True, slots=True)
class ReportingForm:
    name: str
    version: str
    in_force_from: date
    source: str
    sections: tuple[Section, ...]

    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)


def _section(written: Mapping[str, Any]) -> Section:
    questions = tuple(
        Question(**{**row, "options": tuple(map(tuple, row.get("options", ())))})
        for row in written["questions"]
    )
    return Section(**{**written, "questions": questions})


_WRITTEN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
REPORTING_FORM = ReportingForm(
    _WRITTEN["name"],
    _WRITTEN["version"],
    _WRITTEN["in_force_from"],
    _WRITTEN["source"],
    tuple(_section(section) for section in _WRITTEN["sections"]),
)


@dataclass(frozen=True)
class Return:
    """A validated return. `answers` by question name; a blank question is absent. `not_held`: section ids."""

    form_name: str
    form_version: str
    answers: dict[str, str]
    narratives: dict[str, str] = field(default_factory=dict)
    not_held: frozenset[str] = frozenset()


def read_return(given: Mapping[str, str]) -> Return:
    """The return as given by question name. Raises Invalid naming every fault at once."""
    reading = _Reading(given)
    answers = {question.name: reading.answer(question) for question in REPORTING_FORM.questions()}
    narratives = {
        section.id: reading.narrative(section) for section in REPORTING_FORM.sections if section.narrative
    }
    not_held = frozenset(
        section.id for section in REPORTING_FORM.sections if given.get(section.not_held_name)
    )
    reading.check_sections(not_held, answers, narratives)
    if reading.faults:
        raise Invalid(reading.faults)
    kept = {name: answer for name, answer in answers.items() if answer}
    told = {name: text for name, text in narratives.items() if text}
    return Return(REPORTING_FORM.name, REPORTING_FORM.version, kept, told, not_held)


class _Reading:
    """Reads one return, gathering every fault."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.faults: list[Fault] = []

    def answer(self, question: Question) -> str:
        text = self.given.get(question.name, "").strip()
        without = self.given.get(f"{question.name}-without", "").strip() if question.typed else ""
        if text and without:
            self._fault(
                question.name, f"{question.label}: write an answer or choose why there is none, not both"
            )
        if without and without not in WITHOUT_ANSWER:
            self._fault(question.name, f"{question.label}: choose one of the answers offered")
        if question.required and not text:
            self._fault(question.name, f"{question.label}: this is needed")
        message = self._wrong_with(question, text) if text else ""
        if message:
            self._fault(question.name, f"{question.label}: {message}")
        return text or without

    def narrative(self, section: Section) -> str:
        text = self.given.get(section.narrative_name, "").replace("\r\n", "\n").strip()
        if len(text) > LONG_TEXT_LENGTH:
            self._fault(
                section.narrative_name,
                f"{section.narrative}: use no more than {LONG_TEXT_LENGTH:,} characters",
            )
        return text

    def check_sections(
        self, not_held: frozenset[str], answers: dict[str, str], narratives: dict[str, str]
    ) -> None:
        """A section cannot be both empty-handed and filled; a return with nothing at all is a nil return."""
        for section in REPORTING_FORM.sections:
            filled = narratives.get(section.id) or any(
                answers[question.name] for question in section.questions
            )
            if section.id in not_held and filled:
                self._fault(section.not_held_name, f"{section.title}: something is written, so it is held")
        content = [section for section in REPORTING_FORM.sections if not section.identifying]
        written = any(narratives.values()) or any(
            answers[question.name] for section in content for question in section.questions
        )
        if not written:
            self._fault("", "Nothing is answered. If your agency holds nothing, make a nil return instead")

    def _wrong_with(self, question: Question, text: str) -> str:
        if question.choices:
            return "" if text in question.choices else "choose one of the answers offered"
        if question.kind == "number":
            return _wrong_number(question, text)
        most = LONG_TEXT_LENGTH if question.kind == "long_text" else TEXT_LENGTH
        return "" if len(text) <= most else f"use no more than {most:,} characters"

    def _fault(self, name: str, message: str) -> None:
        self.faults.append(Fault(name, message))


def _wrong_number(question: Question, text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    within = question.least <= number <= question.most
    return "" if within else f"write a number from {question.least} to {question.most:,}"
