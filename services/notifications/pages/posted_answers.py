"""The notification page's fields, as they are posted, made what the form's validator reads."""

import re
from collections.abc import Iterator, Mapping

from services.notifications.domain.forms.form_definition import Question, notification_form
from shared.web import PostedForm

Given = dict[str, str | list[str]]
# Which professionals the page asks for, in this order: role code and what the row is called.
PROFESSIONAL_ROWS: tuple[tuple[str, str], ...] = (
    ("general_practitioner", "GP"),
    ("health_visitor", "Health visitor"),
    ("school_nurse", "School nurse"),
    ("midwife", "Midwife"),
    ("teacher", "School or nursery"),
    ("social_worker", "Children's social care"),
    ("hospital_consultant", "Hospital consultant"),
    ("police_officer", "Police"),
    ("other", "Other professional"),
    ("other", "Another professional"),
)
PARENT_ROWS = 2


def given_from(posted: PostedForm) -> Given:
    """What the validator reads: dates from their parts, ticked boxes as lists, empty people left out."""
    given: Given = {**dict(_singles(posted)), **dict(_people(posted))}
    for question in notification_form().fields():
        if question.kind == "choices":
            given[question.name] = [str(value) for value in posted.getlist(question.name)]
    return given


def _singles(posted: PostedForm) -> Iterator[tuple[str, str]]:
    for question in notification_form().fields():
        if not question.hidden and question.kind != "choices":
            yield question.name, _value(posted, question)
            yield f"{question.name}-not_known", posted.text(f"{question.name}-not_known")


def _people(posted: PostedForm) -> Iterator[tuple[str, str]]:
    for group, rows in (("parents", PARENT_ROWS), ("professionals", len(PROFESSIONAL_ROWS))):
        questions = notification_form().group(group).fields
        for number in range(rows):
            row = dict(_row(posted, questions, f"{group}.{number}"))
            if _is_filled(row):
                yield from row.items()


def _row(posted: PostedForm, questions: tuple[Question, ...], prefix: str) -> Iterator[tuple[str, str]]:
    for question in (each.within(prefix) for each in questions if not each.hidden):
        yield question.name, _value(posted, question)
        yield f"{question.name}-not_known", posted.text(f"{question.name}-not_known")


def _is_filled(row: Mapping[str, str]) -> bool:
    """Whether somebody is named, or said not to be known: role and sector are there anyway."""
    return any(value for name, value in row.items() if not name.endswith((".role", ".sector")))


def _value(posted: PostedForm, question: Question) -> str:
    if question.kind in ("date", "moment"):
        return date_text(posted, question.name)
    return posted.text(question.name)


def date_text(posted: PostedForm, name: str) -> str:
    """Day, month, year and time boxes as ISO 8601; as typed where they make no date; "" where empty."""
    day, month, year, time = (posted.text(f"{name}-{part}") for part in ("day", "month", "year", "time"))
    if not any((day, month, year, time)):
        return ""
    if not all(part.isascii() and part.isdigit() for part in (day, month, year)):
        return f"{day or '?'} {month or '?'} {year or '?'} {time}".strip()
    return f"{year:0>4}-{month:0>2}-{day:0>2}" + (f"T{_time(time)}" if time else "")


def _time(typed: str) -> str:
    """ "9.05", "0905" and "9:05" as "09:05"; anything else as typed."""
    match = re.fullmatch(r"(\d{1,2})[:. ]?(\d{2})", typed)
    return f"{match[1]:0>2}:{match[2]}" if match else typed
