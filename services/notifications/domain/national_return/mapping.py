"""The national items as data, and how an answer of ours becomes each of them."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from services.notifications.domain.clocks.moments import LONDON, Moment, read
from services.notifications.domain.forms.allowed_answers import WITHOUT_ANSWER
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.identity.nhs_numbers import formatted

NOT_KNOWN_WORD = "Not known"


@dataclass(frozen=True)
class NationalItem:
    """One item. ``known``: the database does not take "not known" for it. ``unless``: an item that stands in
    for it. ``sure``: whether its name and codes are confirmed."""

    id: str
    label: str
    transform: str
    sure: bool
    answer: str = ""
    group: str = ""
    required: bool = False
    known: bool = False
    unless: str = ""


@dataclass(frozen=True)
class NationalMapping:
    """A pinned version of the national form."""

    name: str
    version: str
    in_force_from: date
    source: str
    items: tuple[NationalItem, ...]


@cache
def national_mapping() -> NationalMapping:
    """The mapping in force."""
    written = tomllib.loads(Path(__file__).with_name("items.toml").read_text(encoding="utf-8"))
    items = tuple(NationalItem(**row) for row in written.pop("items"))
    return NationalMapping(**written, items=items)


def value_of(item: NationalItem, reference: str, answers: Answers) -> str:
    """What the item says of a case; "" where there is no answer, "Not known" where that is the answer."""
    if item.transform == "reference":
        return reference
    if item.group:
        return "; ".join(filter(None, (_person(answers, item.group, row) for row in _rows(answers, item))))
    given = answers.values.get(item.answer)
    if not given or item.answer in answers.not_asked_for:
        return ""
    if str(given) in WITHOUT_ANSWER:
        return WITHOUT_ANSWER[str(given)]
    return TRANSFORMS[item.transform](item, answers)


def _rows(answers: Answers, item: NationalItem) -> tuple[dict[str, str], ...]:
    return answers.groups.get(item.group, ())


def _person(answers: Answers, group_id: str, row: Mapping[str, str]) -> str:
    """ "General practitioner: Dr A Sample, A surgery": what names the person and leads to them."""
    questions = {each.name: each for each in answers.form.group(group_id).questions}
    said = [
        questions[name].shown(row[name])
        for name in ("role", "name", "relation", "organisation", "email", "telephone")
        if name in questions and row.get(name)
    ]
    return ", ".join(said)


def _text(item: NationalItem, answers: Answers) -> str:
    return answers.get(item.answer)


def _label(item: NationalItem, answers: Answers) -> str:
    return answers.shown(item.answer)


def _nhs_number(item: NationalItem, answers: Answers) -> str:
    return formatted(answers.get(item.answer))


def _date(item: NationalItem, answers: Answers) -> str:
    """ISO 8601, in London; nothing where the day is not one day."""
    day = _moment(item, answers).date
    return day.isoformat() if day else ""


def _time(item: NationalItem, answers: Answers) -> str:
    moment = _moment(item, answers)
    if not moment.is_timed or moment.earliest is None:
        return NOT_KNOWN_WORD
    return f"{moment.earliest.astimezone(LONDON):%H:%M}"


def _date_and_time(item: NationalItem, answers: Answers) -> str:
    moment = _moment(item, answers)
    if moment.is_timed and moment.earliest:
        return f"{moment.earliest.astimezone(LONDON):%Y-%m-%dT%H:%M}"
    return _date(item, answers)


def _gestation(item: NationalItem, answers: Answers) -> str:
    return f"{answers.get(item.answer)}+{answers.get('birth.gestation_days') or '?'}"


def _moment(item: NationalItem, answers: Answers) -> Moment:
    return read(answers.get(item.answer))


TRANSFORMS: Mapping[str, Callable[[NationalItem, Answers], Any]] = {
    "text": _text,
    "code": _text,
    "label": _label,
    "nhs_number": _nhs_number,
    "date": _date,
    "time": _time,
    "moment": _date_and_time,
    "gestation": _gestation,
}
