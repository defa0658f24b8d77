"""The one validator of every form: what was sent becomes answers, and every fault is named at once.

``Given`` is flat: ``{"child.sex": "female", "parents.0.name": "..."}``. Beside a question's name may stand
``<name>-without`` (a way of giving no answer) or ``<name>-not_known`` (a ticked box).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.notifications.domain.forms.allowed_answers import NOT_KNOWN, WITHOUT_ANSWER, is_without_answer
from services.notifications.domain.forms.field_kinds import TEXT_LENGTH, read_answer, tidy
from services.notifications.domain.forms.questions import FormDefinition, Group, Question
from shared.errors import Fault

Given = Mapping[str, str | list[str]]
AS_WRITTEN = "_as_written"
BESIDE = ("-without", f"-{NOT_KNOWN}")
_ROW_NUMBER = re.compile(r"\d{1,3}")
_NUMBER = re.compile(r"\.\d+\.")


@dataclass
class Reading:
    """What has been read of a form, and what is wrong with it.

    ``values``: codes for choices, lists of them for several. ``not_asked_for``: questions that the other
    answers do not ask for; their answers stay in ``values``. ``not_understood``: what the form has no place
    for, as sent.
    """

    form: FormDefinition
    given: Given
    prefix: str = ""
    demonstration: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    groups: dict[str, tuple[dict[str, str], ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    not_asked_for: frozenset[str] = frozenset()
    not_understood: dict[str, str] = field(default_factory=dict)

    def written(self, name: str) -> str:
        return written_in(self.given, self.prefix + name)

    def fault(self, name: str, message: str) -> None:
        self.faults.append(Fault(self.prefix + name, message))

    @property
    def not_held(self) -> frozenset[str]:
        """Ids of the sections for which an agency says that it holds nothing."""
        return frozenset(section.id for section in self.form.sections if self.written(section.not_held_name))


def read(form: FormDefinition, given: Given, *, prefix: str = "", demonstration: bool = False) -> Reading:
    """``given`` read as this form, its names standing after ``prefix``. Nothing is raised: see ``faults``."""
    reading = Reading(form, given, prefix, demonstration)
    for section in form.sections:
        for question in (*section.questions, *section.told):
            _read_question(reading, question)
    reading.groups = {group.id: _read_group(reading, group) for group in form.groups}
    _set_aside(reading)
    return reading


def _read_question(reading: Reading, question: Question) -> None:
    written, without = reading.written(question.name), _without(reading, question)
    if question.kind == "choices":
        _read_choices(reading, question)
    elif written and without:
        reading.fault(question.name, f"{question.plain}: write an answer or say why there is none, not both")
    elif written or without:
        _read_one(reading, question, written or without)
    elif question.required and not _has_reason(reading, question):
        reading.fault(question.name, _missing(question))


def _without(reading: Reading, question: Question) -> str:
    """What was said in place of an answer, in the list or in the box beside it."""
    if not question.typed:
        return ""
    ticked = NOT_KNOWN if reading.written(f"{question.name}-{NOT_KNOWN}") else ""
    return reading.written(f"{question.name}-without") or ticked


def _read_one(reading: Reading, question: Question, written: str) -> None:
    try:
        value = read_answer(question, written, demonstration=reading.demonstration)
    except ValueError as error:
        reading.fault(question.name, str(error))
        return
    reading.values[question.name] = value
    if question.otherwise and value == question.otherwise and question.allowed.code_for(written) is None:
        reading.values[question.name + AS_WRITTEN] = written[:TEXT_LENGTH]


def _read_choices(reading: Reading, question: Question) -> None:
    given = reading.given.get(reading.prefix + question.name) or []
    codes = []
    for each in filter(None, (tidy(one) for one in ([given] if isinstance(given, str) else given))):
        try:
            codes.append(read_answer(question, each, demonstration=reading.demonstration))
        except ValueError as error:
            reading.fault(question.name, str(error))
    kept = list(dict.fromkeys(codes))
    if len(kept) > 1 and any(code in WITHOUT_ANSWER for code in kept):
        reading.fault(question.name, f"{question.plain}: tick answers or say why there is none, not both")
    elif kept:
        reading.values[question.name] = kept
    elif question.required and not codes:
        reading.fault(question.name, _missing(question))


def _read_group(reading: Reading, group: Group) -> tuple[dict[str, str], ...]:
    """The rows of a repeated group, in their order."""
    rows = []
    for number in sorted(_row_numbers(reading, group.id)):
        row = Reading(reading.form, reading.given, reading.prefix, reading.demonstration)
        for question in group.row(number):
            _read_question(row, question)
        reading.faults += row.faults
        if row.values:
            rows.append({name.rpartition(".")[2]: value for name, value in row.values.items()})
    if len(rows) > group.most:
        reading.fault(group.id, f"{group.title}: no more than {group.most} can be listed")
    return tuple(rows)


def _row_numbers(reading: Reading, group_id: str) -> set[int]:
    start = f"{reading.prefix}{group_id}."
    rows = (name.removeprefix(start).split(".", 1) for name in reading.given if name.startswith(start))
    return {int(row[0]) for row in rows if len(row) == 2 and _ROW_NUMBER.fullmatch(row[0])}


def _set_aside(reading: Reading) -> None:
    """An answer nobody asks for now cannot be a fault: a sound one is kept in its place, another as typed."""
    reading.not_asked_for = reading.form.not_asked_for(reading.values)
    unasked = {reading.prefix + name: name for name in reading.not_asked_for}
    for fault in [each for each in reading.faults if each.field in unasked]:
        if written := reading.written(unasked[fault.field]):
            reading.not_understood[unasked[fault.field]] = written
    reading.faults = [fault for fault in reading.faults if fault.field not in unasked]


def left_over(reading: Reading) -> dict[str, str]:
    """What was sent under names that the form does not have, as it was sent."""
    return {
        tidy(name)[:TEXT_LENGTH]: written_in(reading.given, name)
        for name in reading.given
        if not _is_known(reading.form, name)
    }


def _is_known(form: FormDefinition, name: str) -> bool:
    if name in form.names:
        return True
    plain = _NUMBER.sub(".#.", name)
    return any(plain.removesuffix(ending) in form.names for ending in BESIDE)


def answered(values: Mapping[str, Any], names: Iterator[str]) -> bool:
    """Whether any of these questions has an answer, or says why it has none."""
    return any(values.get(name) for name in names)


def is_told(value: Any) -> bool:
    """Whether a value is an answer, not one of the ways of giving none."""
    return bool(value) and not is_without_answer(value)


def written_in(given: Given, name: str) -> str:
    """One answer as it was written, tidied; "" where there is none."""
    value = given.get(name)
    if not value:
        return ""
    return tidy(value if isinstance(value, str) else " ".join(value))


def _has_reason(reading: Reading, question: Question) -> bool:
    return question.kind == "nhs_number" and bool(reading.written(f"{question.name}_absent_reason"))


def _missing(question: Question) -> str:
    if question.name.startswith("notifier."):
        return f"{question.label}: this is needed, so that the office can reach you"
    if question.kind == "nhs_number":
        return f"{question.label}: write it, or say why there is none"
    if not question.without:
        return f"{question.label}: this is needed"
    return f"{question.plain}: answer, or say that it is not known"
