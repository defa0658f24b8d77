"""What every form is made of: sections of questions, groups that repeat, each form with its version."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from services.notifications.domain.forms.allowed_answers import WITHOUT_ANSWER
from shared.reference_lists import ReferenceList

TICKED = frozenset({"answer", "choice", "choices"})
_NO_LIST = ReferenceList("No list", "1", "", ())


@dataclass(frozen=True)
class Question:
    """One question.

    ``kind``: answer (yes or no), choice, choices, text, long_text, number (whole), measure (with decimals),
    date, moment, nhs_number, postcode or email. ``allowed``: the answers of a ticked one; ``otherwise``: the
    code for a word outside them. ``least``, ``most``, ``unit``: of a number. ``without``: the ways in which
    it may be given no answer. ``shown_when``: (other question, codes) pairs that must all hold for it to be
    asked. ``hidden``: never on a page, a program may send it. ``identifying``: never leaves this service.
    ``optional``: nobody asks again for it; ``only_without``: nor where that other question is answered.
    """

    name: str
    label: str
    kind: str = "answer"
    list: str = ""
    allowed: ReferenceList = _NO_LIST
    otherwise: str = ""
    required: bool = False
    hint: str = ""
    least: float = 0
    most: float = 999
    unit: str = ""
    hidden: bool = False
    identifying: bool = False
    without: tuple[str, ...] = ()
    shown_when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    optional: bool = False
    only_without: str = ""

    @property
    def typed(self) -> bool:
        return self.kind not in TICKED

    @property
    def in_record(self) -> str:
        """The question as a heading in the record, where "you" would be the reader."""
        return self.label.replace("Your ", "Notifier's ")

    @property
    def plain(self) -> str:
        """The question as the beginning of a sentence."""
        return self.label.rstrip("?")

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """(code, label) of each answer offered, those that give no answer last; () for a typed question."""
        if self.typed:
            return ()
        more = tuple((code, WITHOUT_ANSWER[code]) for code in self.without if code not in self.allowed)
        return (*((term.code, term.label) for term in self.allowed), *more)

    @property
    def ways_without(self) -> dict[str, str]:
        """Codes and labels of the ways in which it may be given no answer."""
        return {code: WITHOUT_ANSWER[code] for code in self.without}

    @property
    def choices(self) -> dict[str, str]:
        """Codes and labels of a question that is ticked; {} for a typed one."""
        return dict(self.options)

    def within(self, prefix: str) -> "Question":
        """The same question as one of a repeated group, or of another form on the same page."""
        return replace(self, name=f"{prefix}.{self.name}")

    def asked_when(self, values: Mapping[str, Any]) -> bool:
        """Whether the other answers ask for it."""
        return all(_holds(values.get(name), codes) for name, codes in self.shown_when)

    def shown(self, value: Any) -> str:
        """A stored answer as people read it; a code that the list does not have is shown as it is."""
        codes = value if isinstance(value, list | tuple) else [value]
        labels = {**WITHOUT_ANSWER, **self.choices}
        said = "; ".join(labels.get(str(code), str(code)) for code in codes)
        measured = self.unit and said and str(value) not in WITHOUT_ANSWER
        return f"{said} {self.unit}" if measured else said


def _holds(value: Any, codes: Collection[str]) -> bool:
    given = value if isinstance(value, list | tuple) else [value]
    return any(each in codes for each in given)


@dataclass(frozen=True)
class Section:
    """Questions shown together.

    ``bedside``: asked first, because it is known at the bedside. ``narrative`` labels its free text; an
    ``identifying`` section never leaves the service. ``hint`` is one sentence above its questions;
    ``under_years``: nobody asks again for it about a child of that age or older.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    bedside: bool = False
    narrative: str = ""
    identifying: bool = False
    hint: str = ""
    under_years: int = 0

    @property
    def fields(self) -> tuple[Question, ...]:
        return self.questions

    @property
    def in_record(self) -> str:
        return "The notifier" if self.title == "You" else self.title

    @property
    def narrative_name(self) -> str:
        return f"{self.id}_narrative"

    @property
    def not_held_name(self) -> str:
        return f"{self.id}_not_held"

    @property
    def told(self) -> tuple[Question, ...]:
        """Its free text as a question; () where it has none."""
        return (Question(self.narrative_name, self.narrative, "long_text"),) if self.narrative else ()


@dataclass(frozen=True)
class Group:
    """Questions asked once for each of several people, at most ``most``."""

    id: str
    title: str
    most: int
    questions: tuple[Question, ...]

    @property
    def fields(self) -> tuple[Question, ...]:
        return self.questions

    @cached_property
    def rows(self) -> tuple[tuple[Question, ...], ...]:
        """The questions of each row that can be filled, by its number."""
        return tuple(self._row(number) for number in range(self.most))

    def row(self, number: int) -> tuple[Question, ...]:
        """The questions of one row; there are more rows than are allowed, so that they can be refused."""
        return self.rows[number] if number < self.most else self._row(number)

    def _row(self, number: int) -> tuple[Question, ...]:
        return tuple(question.within(f"{self.id}.{number}") for question in self.questions)


@dataclass(frozen=True)
class FormDefinition:
    """One version of a form. ``id`` stands in addresses; ``by_agencies``: an agency may hold nothing for a
    section, and says so.
    """

    id: str
    name: str
    version: str
    in_force_from: date
    source: str
    sections: tuple[Section, ...]
    groups: tuple[Group, ...] = ()
    by_agencies: bool = False
    about: str = ""

    def questions(self) -> Iterator[Question]:
        """Every question that is asked once, in the order of the form."""
        return (question for section in self.sections for question in section.questions)

    def fields(self) -> Iterator[Question]:
        return self.questions()

    @cached_property
    def required(self) -> frozenset[str]:
        """Names of the questions that must be answered."""
        return frozenset(question.name for question in self.questions() if question.required)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of all questions, "#" for the number of a row."""
        rows = {f"{group.id}.#.{question.name}" for group in self.groups for question in group.questions}
        return frozenset(rows | self.by_name.keys())

    @cached_property
    def by_name(self) -> dict[str, Question]:
        return {question.name: question for question in self.questions()}

    @cached_property
    def conditional(self) -> tuple[Question, ...]:
        """The questions that other answers ask for, in the order of the form."""
        return tuple(question for question in self.questions() if question.shown_when)

    def field(self, name: str) -> Question:
        return self.by_name[name]

    def group(self, group_id: str) -> Group:
        return next(group for group in self.groups if group.id == group_id)

    def only_if(self, question: Question) -> str:
        """When a question is asked, in words: 'Only if "Was a spacer used?" is Yes'; "" if always."""
        said = []
        for name, codes in question.shown_when:
            other = self.by_name[name]
            labels = " or ".join(other.choices.get(code, code) for code in codes)
            said.append(f"“{other.label}” is {labels}")
        return f"Only if {' and '.join(said)}" if said else ""

    def not_asked_for(self, values: Mapping[str, Any]) -> frozenset[str]:
        """Names of the questions that the other answers do not ask for; their answers are kept."""
        hidden: set[str] = set()
        for question in self.conditional:
            seen = {name: values.get(name) for name, _ in question.shown_when if name not in hidden}
            if not question.asked_when(seen):
                hidden.add(question.name)
        return frozenset(hidden)
