"""How an answer of each kind is read: what was written becomes what is stored, or a fault in plain words."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from services.notifications.domain.clocks.moments import read
from services.notifications.domain.forms.form_definition import NOT_KNOWN, Field
from services.notifications.domain.identity import nhs_numbers

TEXT_LENGTH = 500
LONG_TEXT_LENGTH = 50_000
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Control characters have no place in an answer; the database refuses the first of them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_OLDEST_BIRTH = 1900
_NOT_KNOWN = frozenset({NOT_KNOWN, "not known", "n/k"})


def tidy(text: str) -> str:
    """An answer without control characters, with line ends made one kind, trimmed."""
    if text.isprintable():
        return text.strip()
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_answer(field: Field, text: str, *, demonstration: bool) -> str:
    """What is stored for an answer as written. Raises ValueError in plain words."""
    if field.kind not in ("choice", "choices") and text.casefold() in _NOT_KNOWN:
        return NOT_KNOWN
    if field.kind == "nhs_number":
        return _nhs_number(text, demonstration=demonstration)
    return _READERS[field.kind](field, text)


def _text(field: Field, text: str) -> str:
    most = LONG_TEXT_LENGTH if field.kind == "long_text" else TEXT_LENGTH
    if len(text) > most:
        raise ValueError(f"{field.label}: use no more than {most:,} characters")
    return text


def _nhs_number(text: str, *, demonstration: bool) -> str:
    fault = nhs_numbers.fault_of(text, demonstration=demonstration)
    if fault:
        raise ValueError(fault)
    return nhs_numbers.plain_digits(text)


def _date(field: Field, text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{field.label}: this is not a date. Write for example 15 3 2026") from None
    if day.year < _OLDEST_BIRTH:
        raise ValueError(f"{field.label}: check the year")
    return day.isoformat()


def _moment(field: Field, text: str) -> str:
    try:
        moment = read(text)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{field.label.rstrip('?')}: {error}") from None
    if "/" in text or moment.latest is None:
        raise ValueError(f"{field.label.rstrip('?')}: one date and time is needed here")
    return text


def _choice(field: Field, text: str) -> str:
    code = field.allowed.code_for(text)
    if code is None and not field.otherwise:
        allowed = ", ".join(field.allowed.codes())
        raise ValueError(f"{field.label.rstrip('?')}: choose one of the answers offered ({allowed})")
    return code or field.otherwise


def _postcode(field: Field, text: str) -> str:
    match = _POSTCODE.fullmatch(text.upper())
    if not match:
        raise ValueError(f"{field.label}: this is not a full postcode. Write for example LE1 5WW")
    return f"{match[1]} {match[2]}"


def _email(field: Field, text: str) -> str:
    if not _EMAIL.fullmatch(text) or len(text) > TEXT_LENGTH:
        raise ValueError(f"{field.label}: write it in the form name@example.org")
    return text


def _number(field: Field, text: str) -> str:
    if not (text.isascii() and text.isdigit()) or not field.least <= int(text[:6]) <= field.most:
        raise ValueError(f"{field.label}: write a whole number from {field.least} to {field.most}")
    return str(int(text))


_READERS: Mapping[str, Callable[[Field, str], str]] = {
    "text": _text,
    "long_text": _text,
    "date": _date,
    "moment": _moment,
    "choice": _choice,
    "choices": _choice,
    "postcode": _postcode,
    "email": _email,
    "number": _number,
}
