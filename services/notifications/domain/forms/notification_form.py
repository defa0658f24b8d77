"""Reading a filled notification form: the one validator for the page and for the API.

What was sent is first made flat, which is ``Given``: ``{"child.sex": "female", "parents.0.name": "..."}``.
``read_form`` returns the answers, or raises Invalid with every fault at once; nothing is half-read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.notifications.domain.clocks.judging import faults_of
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.field_kinds import TEXT_LENGTH, read_answer, tidy
from services.notifications.domain.forms.form_definition import NOT_KNOWN, Field, Group, notification_form
from shared.errors import Fault, Invalid

Given = Mapping[str, str | list[str]]
CLOCK_TOLERANCE = timedelta(minutes=15)
_AS_WRITTEN = "_as_written"
_ROW_NUMBER = re.compile(r"\d{1,3}")
_NUMBER = re.compile(r"\.\d+\.")
# Which field of the form a fault of the clocks belongs to.
_CLOCK_FIELDS = {"aware_at": "death.aware_at", "notified_at": "notified_at"}


@dataclass
class _Reading:
    """What has been read so far, and what is wrong with it."""

    given: Given
    demonstration: bool
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_form(given: Given, *, now: datetime, demonstration: bool) -> Answers:
    """The answers of a filled form, received at ``now`` (UTC). Raises Invalid naming every fault.

    What the form has no field for is kept as it was sent, in ``not_understood``.
    """
    form, reading = notification_form(), _Reading(given, demonstration)
    for question in form.fields():
        _read_question(reading, question)
    groups = {group.id: _read_group(reading, group) for group in form.groups}
    answers = Answers(form.name, form.version, reading.values, groups, _not_understood(given))
    reading.faults += _contradictions(answers, {fault.field for fault in reading.faults}, now)
    if reading.faults:
        raise Invalid(reading.faults)
    return answers


def _read_question(reading: _Reading, question: Field) -> None:
    written = _written(reading.given, question.name)
    unticked = _not_known_ticked(reading.given, question)
    if question.kind == "choices":
        _read_choices(reading, question)
    elif written and unticked:
        reading.faults.append(
            Fault(question.name, f"{_plain(question)}: answer, or tick not known, not both")
        )
    elif written or unticked:
        _read_one(reading, question, written or NOT_KNOWN)
    elif question.required and not _has_reason(reading, question):
        reading.faults.append(Fault(question.name, _missing(question)))


def _read_one(reading: _Reading, question: Field, written: str) -> None:
    try:
        value = read_answer(question, written, demonstration=reading.demonstration)
    except ValueError as error:
        reading.faults.append(Fault(question.name, str(error)))
        return
    reading.values[question.name] = value
    if question.otherwise and value == question.otherwise and question.allowed.code_for(written) is None:
        reading.values[question.name + _AS_WRITTEN] = written[:TEXT_LENGTH]


def _read_choices(reading: _Reading, question: Field) -> None:
    given = reading.given.get(question.name, [])
    chosen = [tidy(each) for each in ([given] if isinstance(given, str) else given)]
    codes = []
    for each in filter(None, chosen):
        try:
            codes.append(read_answer(question, each, demonstration=reading.demonstration))
        except ValueError as error:
            reading.faults.append(Fault(question.name, str(error)))
    if codes:
        reading.values[question.name] = list(dict.fromkeys(codes))


def _read_group(reading: _Reading, group: Group) -> tuple[dict[str, str], ...]:
    """The rows of a repeated group, in their order."""
    rows = []
    numbers = sorted(_row_numbers(reading.given, group.id))
    for number in numbers:
        row = _Reading(reading.given, reading.demonstration)
        for question in group.row(number):
            _read_question(row, question)
        reading.faults += row.faults
        values = {name.rpartition(".")[2]: value for name, value in row.values.items()}
        if values:
            rows.append(values)
    if len(rows) > group.most:
        reading.faults.append(Fault(group.id, f"{group.title}: no more than {group.most} can be listed"))
    return tuple(rows)


def _row_numbers(given: Given, group_id: str) -> set[int]:
    rows = (name.split(".", 2) for name in given if name.startswith(f"{group_id}."))
    return {int(row[1]) for row in rows if len(row) == 3 and _ROW_NUMBER.fullmatch(row[1])}


def _contradictions(answers: Answers, faulty: set[str], now: datetime) -> Iterator[Fault]:
    """What each answer allows alone, but not together."""
    born, died, notified = answers.born_on, answers.times.death, answers.times.notified
    if notified.earliest and notified.earliest > now + CLOCK_TOLERANCE:
        yield Fault("notified_at", "The notification is in the future")
    if born and died.last_date and born > died.last_date:
        yield Fault("child.date_of_birth", "The date of birth is after the death")
    if answers.has_bounds_out_of_order:
        yield Fault("death.latest_on", "The latest date is before the earliest date")
    for fault in faults_of(answers.times) if "notified_at" not in faulty else ():
        yield Fault(_CLOCK_FIELDS[fault.field], fault.message)


def _not_understood(given: Given) -> dict[str, str]:
    known = notification_form().names
    return {
        tidy(name)[:TEXT_LENGTH]: _written(given, name)
        for name in given
        if name not in known and _NUMBER.sub(".#.", name).removesuffix("-" + NOT_KNOWN) not in known
    }


def _has_reason(reading: _Reading, question: Field) -> bool:
    return question.kind == "nhs_number" and bool(_written(reading.given, f"{question.name}_absent_reason"))


def _not_known_ticked(given: Given, question: Field) -> bool:
    name = f"{question.name}-{NOT_KNOWN}"
    return name in given and bool(_written(given, name))


def _written(given: Given, name: str) -> str:
    value = given.get(name)
    if not value:
        return ""
    return tidy(value if isinstance(value, str) else " ".join(value))


def _missing(question: Field) -> str:
    if question.name.startswith("notifier."):
        return f"{question.label}: this is needed, so that the office can reach you"
    if question.kind == "nhs_number":
        return f"{question.label}: write it, or say why there is none"
    return f"{_plain(question)}: answer, or say that it is not known"


def _plain(question: Field) -> str:
    return question.label.rstrip("?")
