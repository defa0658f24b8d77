"""A form's boxes on a page: as they are posted, as the validator reads them, and filled again from answers.

``Boxes`` are the page's own names: a date is three of them, a question without an answer has one beside it.
They come from a posted form, from a saved draft, or from answers that were given before.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.forms.allowed_answers import NOT_KNOWN, WITHOUT_ANSWER
from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.forms.questions import FormDefinition, Question
from shared.web import PostedForm
from shared.web.form_fields import chosen, value_of

Given = dict[str, str | list[str]]
Boxes = PostedForm | Mapping[str, Any]
_DATE_PARTS = ("-day", "-month", "-year", "-time")
_BESIDE = (f"-{NOT_KNOWN}", "-without")
_MOST_CHOSEN = 50


def given_of(boxes: Boxes, form: FormDefinition, prefix: str = "") -> Given:
    """What the validator reads of a form's questions, their names standing after ``prefix``."""
    return {name: value for each in _asked(form, prefix) for name, value in _read(boxes, each)}


def given_of_questions(boxes: Boxes, questions: Iterable[Question]) -> Given:
    """What the validator reads of some questions only."""
    return {name: value for each in questions for name, value in _read(boxes, each)}


def draft_of(boxes: Boxes, form: FormDefinition, prefix: str = "") -> Given:
    """The boxes of a form that have something in them, as typed: what a draft keeps. No column takes control
    characters.
    """
    kept: Given = {}
    for question in _asked(form, prefix):
        for ending in ("", *_BESIDE, *_DATE_PARTS):
            found = [each for each in map(tidy, chosen(boxes, question.name + ending)) if each]
            if found:
                several = question.kind == "choices" and not ending
                kept[question.name + ending] = found[:_MOST_CHOSEN] if several else found[-1]
    return kept


def with_page(draft: Mapping[str, Any], boxes: Boxes, form: FormDefinition, prefix: str = "") -> Given:
    """A draft of several forms in which what one form's page shows takes the place of what it had."""
    on_page = {
        question.name + ending for question in _asked(form, prefix) for ending in ("", *_BESIDE, *_DATE_PARTS)
    }
    rest = {name: value for name, value in draft.items() if name not in on_page}
    return rest | draft_of(boxes, form, prefix)


def boxes_of(question: Question, value: Any) -> Given:
    """The boxes of one question, filled from its stored answer."""
    name = question.name
    if not question.typed:
        return {name: value}
    if value in WITHOUT_ANSWER:
        beside = f"{name}-{NOT_KNOWN}" if value == NOT_KNOWN and question.required else f"{name}-without"
        return {beside: "yes" if beside.endswith(NOT_KNOWN) else value}
    if question.kind in ("date", "moment"):
        return _date_boxes(name, str(value))
    return {name: str(value)}


def _asked(form: FormDefinition, prefix: str) -> Iterator[Question]:
    """The questions of a form's page under their names on it, with the box for "nothing held"."""
    for section in form.sections:
        held = (Question(section.not_held_name, section.title, "text"),) if form.by_agencies else ()
        for question in (*section.questions, *section.told, *held):
            if not question.hidden:
                yield question.within(prefix.removesuffix(".")) if prefix else question


def _read(boxes: Boxes, question: Question) -> Iterator[tuple[str, str | list[str]]]:
    if question.kind == "choices":
        yield question.name, chosen(boxes, question.name)
        return
    yield question.name, value_in(boxes, question)
    for ending in _BESIDE:
        yield question.name + ending, text_in(boxes, question.name + ending)


def value_in(boxes: Boxes, question: Question) -> str:
    """The answer of a question in one piece: a date from its boxes."""
    if question.kind in ("date", "moment"):
        return date_text(boxes, question.name)
    return text_in(boxes, question.name)


def text_in(boxes: Boxes, name: str) -> str:
    """The trimmed text of a box, without control characters; "" if it is missing."""
    return tidy(value_of(boxes, name))


def date_text(boxes: Boxes, name: str) -> str:
    """Day, month, year and time boxes as ISO 8601; as typed where they make no date; "" where empty."""
    day, month, year, time = (text_in(boxes, name + part) for part in _DATE_PARTS)
    if not any((day, month, year, time)):
        return ""
    if not all(part.isascii() and part.isdigit() for part in (day, month, year)):
        return f"{day or '?'} {month or '?'} {year or '?'} {time}".strip()
    return f"{year:0>4}-{month:0>2}-{day:0>2}" + (f"T{_time(time)}" if time else "")


def _time(typed: str) -> str:
    """ "9.05", "0905" and "9:05" as "09:05"; anything else as typed."""
    match = re.fullmatch(r"(\d{1,2})[:. ]?(\d{2})", typed)
    return f"{match[1]:0>2}:{match[2]}" if match else typed


def _date_boxes(name: str, value: str) -> Given:
    moment = datetime.fromisoformat(value)
    local = moment.astimezone(LONDON) if moment.tzinfo else moment
    boxes: Given = {f"{name}-day": str(local.day), f"{name}-month": str(local.month)}
    boxes[f"{name}-year"] = str(local.year)
    return boxes | ({f"{name}-time": f"{local:%H:%M}"} if len(value) > len("2026-03-10") else {})
