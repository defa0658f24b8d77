"""How an answer of each kind is read: what was written becomes what is stored, or a fault in plain words."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from services.notifications.domain.clocks.moments import read
from services.notifications.domain.forms.allowed_answers import NOT_KNOWN, WITHOUT_ANSWER
from services.notifications.domain.forms.questions import Question
from services.notifications.domain.identity import nhs_numbers

TEXT_LENGTH = 500
LONG_TEXT_LENGTH = 50_000
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Control characters have no place in an answer; the database refuses the first of them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MEASURE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")
_OLDEST_BIRTH = 1900
_OTHER_WORDS = {"not known": NOT_KNOWN, "n/k": NOT_KNOWN}


def tidy(text: str) -> str:
    """An answer without control characters, with line ends made one kind, trimmed."""
    if text.isprintable():
        return text.strip()
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_answer(question: Question, text: str, *, demonstration: bool) -> str:
    """What is stored for an answer as written. Raises ValueError in plain words."""
    if not question.typed:
        return _choice(question, text)
    if (code := without_answer(text)) and code in question.without:
        return code
    if question.kind == "nhs_number":
        return _nhs_number(text, demonstration=demonstration)
    return _READERS[question.kind](question, text)


def without_answer(text: str) -> str:
    """The code of a way of giving no answer, however it was written; "" for anything else."""
    plain = text.casefold()
    return plain if plain in WITHOUT_ANSWER else _OTHER_WORDS.get(plain, "")


def _text(question: Question, text: str) -> str:
    most = LONG_TEXT_LENGTH if question.kind == "long_text" else TEXT_LENGTH
    if len(text) > most:
        raise ValueError(f"{question.label}: use no more than {most:,} characters")
    return text


def _nhs_number(text: str, *, demonstration: bool) -> str:
    fault = nhs_numbers.fault_of(text, demonstration=demonstration)
    if fault:
        raise ValueError(fault)
    return nhs_numbers.plain_digits(text)


def _date(question: Question, text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{question.plain}: this is not a date. Write for example 15 3 2026") from None
    if day.year < _OLDEST_BIRTH:
        raise ValueError(f"{question.plain}: check the year")
    return day.isoformat()


def _moment(question: Question, text: str) -> str:
    try:
        moment = read(text)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{question.plain}: {error}") from None
    if "/" in text or moment.latest is None:
        raise ValueError(f"{question.plain}: one date and time is needed here")
    return text


def outside_list(question: Question, text: str) -> bool:
    """Whether a text is none of the answers offered, and is kept as written beside the one for all others."""
    without = without_answer(text.replace(" ", "_")) in question.without
    return bool(question.otherwise) and not without and question.allowed.code_for(text) is None


def _choice(question: Question, text: str) -> str:
    code = question.allowed.code_for(text)
    if code is None and (without := without_answer(text.replace(" ", "_"))) in question.without:
        return without
    if code is None and not question.otherwise:
        offered = ", ".join(question.choices)
        raise ValueError(f"{question.plain}: choose one of the answers offered ({offered})")
    return code or question.otherwise


def _postcode(question: Question, text: str) -> str:
    match = _POSTCODE.fullmatch(text.upper())
    if not match:
        raise ValueError(f"{question.label}: this is not a full postcode. Write for example LE1 5WW")
    return f"{match[1]} {match[2]}"


def _email(question: Question, text: str) -> str:
    if len(text) > TEXT_LENGTH or not _EMAIL.fullmatch(text):  # the length first: a long one takes long
        raise ValueError(f"{question.label}: write it in the form name@example.org")
    return text


def _number(question: Question, text: str) -> str:
    if not (text.isascii() and text.isdigit()) or not question.least <= int(text[:9]) <= question.most:
        raise ValueError(f"{question.plain}: write a whole number {_bounds(question)}")
    return str(int(text))


def _measure(question: Question, text: str) -> str:
    if not _MEASURE.fullmatch(text) or not question.least <= float(text) <= question.most:
        raise ValueError(f"{question.plain}: write a number {_bounds(question)}")
    return text


def _bounds(question: Question) -> str:
    return f"from {question.least:,} to {question.most:,}"


_READERS: Mapping[str, Callable[[Question, str], str]] = {
    "text": _text,
    "long_text": _text,
    "date": _date,
    "moment": _moment,
    "postcode": _postcode,
    "email": _email,
    "number": _number,
    "measure": _measure,
}
