"""A row of cells made what ``read_form`` reads, and a fault of the form laid back on its cell."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from services.notifications.domain.forms.allowed_answers import NOT_KNOWN, NOT_KNOWN_WORDS
from services.notifications.domain.forms.field_kinds import outside_list
from services.notifications.domain.forms.form_definition import Question, notification_form
from services.notifications.domain.importing.cells import Cell, CellKind, Row, column_number
from services.notifications.domain.importing.dates import day_of, moment_of, time_of
from services.notifications.domain.importing.mapping import (
    DATE,
    TIME,
    ImportMapping,
    MappedColumn,
    Placement,
)
from shared.errors import Fault

_OWN_HEADING = "spreadsheet"
_LAST = "ZZZZ"
_MOST_QUOTED = 60


@dataclass(frozen=True)
class CellFault:
    """What is wrong, with the letters of its column; "" where no column answers the question.

    ``notice``: it is only to be looked at; the row can come in.
    """

    column: str
    question: str
    message: str
    notice: bool = False


@dataclass
class RowReading:
    """``given`` goes to ``read_form``; ``sources``: columns by what they answer; ``faults``: so far."""

    given: dict[str, str | list[str]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)


def read_row(mapping: ImportMapping, placement: Placement, cells: Row) -> RowReading:
    """Everything a row says in the form's words. Columns nobody mapped are kept under their heading."""
    reading = RowReading()
    parts: dict[str, dict[str, str]] = {}
    for letters, column in placement.columns.items():
        cell = cells.get(letters)
        reading.sources[column.key] = letters
        if cell is None or not cell.text:
            _note(reading, parts, column, column.blank)
        elif cell.fault:
            reading.faults.append(CellFault(letters, column.question, cell.fault))
        else:
            _read(reading, parts, letters, column, cell)
    _join(reading, parts)
    _keep_unused(reading, placement, cells)
    _fill(reading, mapping)
    return reading


def faults_on_cells(reading: RowReading, faults: Iterable[Fault]) -> list[CellFault]:
    """Every fault in the order of the columns, those of the form with the column that they came from.

    A question has one fault at a time; what no column answers comes last.
    """
    known = {each.question for each in reading.faults}
    found = [
        CellFault(_column_of(reading, fault.field), fault.field, fault.message)
        for fault in faults
        if fault.field not in known
    ]
    return sorted([*reading.faults, *found], key=lambda each: column_number(each.column or _LAST))


def notices_on_cells(reading: RowReading) -> list[CellFault]:
    """Every word that is not in the list of its question, in the order of the columns."""
    found = [
        CellFault(_column_of(reading, name), name, _outside(question, text), notice=True)
        for name, answer in reading.given.items()
        if (question := _questions().get(_without_number(name)))
        for text in ([answer] if isinstance(answer, str) else answer)
        if text and outside_list(question, text)
    ]
    return sorted(found, key=lambda each: column_number(each.column or _LAST))


def _outside(question: Question, text: str) -> str:
    counted = question.choices.get(question.otherwise, question.otherwise)
    said = f"“{text[:_MOST_QUOTED]}” is not in the list: kept as written, counted as “{counted}”"
    return f"{question.in_record.rstrip('?')}: {said}"


def _column_of(reading: RowReading, question: str) -> str:
    """The column that a question is answered in; of a moment in two columns the date's."""
    keys = (question, f"{question}:{DATE}", f"{question}:{TIME}")
    return next((reading.sources[key] for key in keys if key in reading.sources), "")


def fingerprint(given: Mapping[str, str | list[str]]) -> str:
    """The same for the same answers: what was stored once is not stored again from another file."""
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def _read(
    reading: RowReading,
    parts: dict[str, dict[str, str]],
    letters: str,
    column: MappedColumn,
    cell: Cell,
) -> None:
    try:
        _note(reading, parts, column, _answer(column, cell))
    except ValueError as error:
        label = _label(column.question)
        reading.faults.append(CellFault(letters, column.question, f"{label}: {error}"))


def _answer(column: MappedColumn, cell: Cell) -> str:
    """A cell as the form takes it. Raises ValueError in plain words."""
    words = {word.casefold(): answer for word, answer in column.words.items()}
    if cell.text.casefold() in words:
        return words[cell.text.casefold()]
    if cell.text.casefold() in NOT_KNOWN_WORDS:
        return NOT_KNOWN
    return _reader(column)(cell)


def _reader(column: MappedColumn) -> Callable[[Cell], str]:
    if column.part in _PART_READERS:
        return _PART_READERS[column.part]
    question = _questions().get(_without_number(column.question))
    return _KIND_READERS.get(question.kind if question else "text", _plain_text)


def _plain_text(cell: Cell) -> str:
    """Text as it stands; a whole number that a spreadsheet holds as 9990000123.0 without its noughts."""
    text = cell.text
    return text[:-2] if cell.kind is CellKind.NUMBER and text.endswith(".0") else text


_PART_READERS: Mapping[str, Callable[[Cell], str]] = {DATE: day_of, TIME: time_of}
_KIND_READERS: Mapping[str, Callable[[Cell], str]] = {"date": day_of, "moment": moment_of}


def _note(reading: RowReading, parts: dict[str, dict[str, str]], column: MappedColumn, answer: str) -> None:
    if column.part in (DATE, TIME):
        parts.setdefault(column.question, {})[column.part] = answer
    elif answer:
        many = _kind(column.question) == "choices"
        reading.given[column.question] = [each.strip() for each in answer.split(";")] if many else answer


def _join(reading: RowReading, parts: Mapping[str, Mapping[str, str]]) -> None:
    """A date and a time that stood in two columns as one moment; a time that is not known is left out."""
    for question, found in parts.items():
        day, time = found.get(DATE, ""), found.get(TIME, "")
        if day and time and NOT_KNOWN not in (day, time):
            reading.given[question] = f"{day}T{time}"
        elif day:
            reading.given[question] = day


def _keep_unused(reading: RowReading, placement: Placement, cells: Row) -> None:
    for letters, heading in placement.unused.items():
        cell = cells.get(letters)
        if cell and cell.text and not cell.fault:
            reading.given[f"{_OWN_HEADING}.{heading or letters}"] = cell.text


def _fill(reading: RowReading, mapping: ImportMapping) -> None:
    """What the mapping says of every row, and "not known" where it says that a blank means that."""
    for question, answer in mapping.always.items():
        if not _has_answer(reading, _BESIDE.get(question, question)):
            reading.given.setdefault(question, answer)
    if mapping.blank_means_not_known:
        for question in notification_form().required - {"notified_at"}:
            if not _has_answer(reading, question) and not reading.given.get(_REASON_FOR.get(question, "")):
                reading.given[question] = NOT_KNOWN


# A reason why there is no NHS number says nothing beside a number.
_BESIDE = {"child.nhs_number_absent_reason": "child.nhs_number"}
_REASON_FOR = {answered: reason for reason, answered in _BESIDE.items()}


def _has_answer(reading: RowReading, question: str) -> bool:
    return bool(reading.given.get(question)) or any(each.question == question for each in reading.faults)


@cache
def _questions() -> Mapping[str, Question]:
    form = notification_form()
    rows = {f"{group.id}.#.{each.name}": each for group in form.groups for each in group.fields}
    return {each.name: each for each in form.fields()} | rows


def _kind(question: str) -> str:
    found = _questions().get(_without_number(question))
    return found.kind if found else "text"


def _label(question: str) -> str:
    found = _questions().get(_without_number(question))
    return found.in_record.rstrip("?") if found else question


def _without_number(question: str) -> str:
    return ".".join("#" if part.isdigit() else part for part in question.split("."))
