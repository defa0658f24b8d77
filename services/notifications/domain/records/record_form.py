"""Short forms of the office's own records: what is asked is a table, one reader names every fault at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.notifications.domain.forms.field_kinds import tidy
from shared.errors import Fault, Invalid

SHORT, LONG = 300, 5000
_TIME = re.compile(r"([01]?\d|2[0-3])[:. ]?([0-5]\d)")
_TELEPHONE = re.compile(r"[0-9+() -]{3,30}")
Given = Mapping[str, str | list[str]]
Read = dict[str, str | list[str]]


@dataclass(frozen=True)
class RecordField:
    """One question. ``kind``: "text", "long_text", "day", "time", "telephone", "choice" or "choices".

    ``choices``: label by code. ``asked_if``: (field, answers) for which it is asked; otherwise what was
    typed is not kept. ``future``: a day may lie in the future.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: Mapping[str, str] | None = None
    asked_if: tuple[str, frozenset[str]] | None = None
    hint: str = ""
    future: bool = False

    def within(self, prefix: str) -> "RecordField":
        """The same question on a page with several forms: its name begins with ``prefix``."""
        condition = (f"{prefix}-{self.asked_if[0]}", self.asked_if[1]) if self.asked_if else None
        return replace(self, name=f"{prefix}-{self.name}", asked_if=condition)


def read_record(fields: tuple[RecordField, ...], given: Given, *, today: date) -> Read:
    """Every answer by field name: text, codes, days as ISO 8601, "" or [] for nothing.

    Raises Invalid naming every fault, in the order of the form.
    """
    read, faults = read_fields(fields, given, today=today)
    if faults:
        raise Invalid(faults)
    return read


def read_fields(fields: tuple[RecordField, ...], given: Given, *, today: date) -> tuple[Read, list[Fault]]:
    """The answers that can be read and the faults of the others."""
    read: Read = {}
    faults: list[Fault] = []
    for field in fields:
        read[field.name] = [] if field.kind == "choices" else ""
        if field.asked_if and read.get(field.asked_if[0]) not in field.asked_if[1]:
            continue
        try:
            read[field.name] = _read(field, given.get(field.name, ""), today)
        except ValueError as wrong:
            faults.append(Fault(field.name, str(wrong)))
    return read, faults


def day_of(read: Read, name: str) -> date | None:
    """A day that ``read_record`` has read."""
    value = read.get(name)
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def word(read: Read, name: str) -> str:
    """A single answer that ``read_record`` has read."""
    value = read.get(name, "")
    return value if isinstance(value, str) else ""


def words(read: Read, name: str) -> list[str]:
    """The ticked codes that ``read_record`` has read."""
    value = read.get(name, [])
    return value if isinstance(value, list) else []


def _read(field: RecordField, value: str | list[str], today: date) -> str | list[str]:
    if field.kind == "choices":
        return _codes(field, value if isinstance(value, list) else [value])
    text = tidy(value if isinstance(value, str) else (value or [""])[-1])
    if not text:
        if field.required:
            raise ValueError(_missing(field))
        return ""
    return _READERS[field.kind](field, text, today)


def _missing(field: RecordField) -> str:
    asks = {"choice": "Choose an answer", "day": "Enter the date", "time": "Enter the time"}
    return f"{asks.get(field.kind, 'Write an answer')}: {field.label.rstrip('?')}"


def _codes(field: RecordField, values: list[str]) -> list[str]:
    chosen = [value for value in values if value in (field.choices or {})]
    if field.required and not chosen:
        raise ValueError(f"Tick at least one: {field.label.rstrip('?')}")
    return chosen


def _text(field: RecordField, text: str, today: date) -> str:
    most = LONG if field.kind == "long_text" else SHORT
    if len(text) > most:
        raise ValueError(f"{field.label.rstrip('?')}: use no more than {most:,} characters")
    return text


def _day(field: RecordField, text: str, today: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{field.label.rstrip('?')}: enter a real date, such as 15 3 2026") from None
    if day.year < 1990 or day.year > today.year + 20:
        raise ValueError(f"{field.label.rstrip('?')}: check the year")
    if day > today and not field.future:
        raise ValueError(f"{field.label.rstrip('?')}: the date must not be in the future")
    return day.isoformat()


def _time(field: RecordField, text: str, today: date) -> str:
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError(f"{field.label.rstrip('?')}: write the time with 24 hours, such as 14:05")
    return f"{match[1]:0>2}:{match[2]}"


def _telephone(field: RecordField, text: str, today: date) -> str:
    if not _TELEPHONE.fullmatch(text) or sum(character.isdigit() for character in text) < 3:
        raise ValueError(f"{field.label.rstrip('?')}: write a telephone number")
    return text


def _choice(field: RecordField, text: str, today: date) -> str:
    if text not in (field.choices or {}):
        raise ValueError(f"Choose one of the answers offered: {field.label.rstrip('?')}")
    return text


_READERS: Mapping[str, Callable[[RecordField, str, date], str]] = {
    "text": _text,
    "long_text": _text,
    "day": _day,
    "time": _time,
    "telephone": _telephone,
    "choice": _choice,
}
