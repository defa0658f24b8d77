"""The notification page: its questions and the people on it, from what is posted and back from answers."""

import re
from collections.abc import Iterator, Mapping

from services.notifications.domain.forms.answers import Answers, Row
from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.forms.new_version import brought_forward
from services.notifications.domain.forms.questions import Group, Question
from services.notifications.domain.forms.reading import AS_WRITTEN
from services.notifications.pages.posted_answers import (
    Boxes,
    Given,
    boxes_of,
    draft_of,
    given_of,
    text_in,
    value_in,
)
from shared.reference_lists import ROLES

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
_ROW = re.compile(r"(parents|professionals)\.(\d{1,2})\.")


def given_from(boxes: Boxes, earlier: Answers | None = None) -> Given:
    """What the validator reads: dates from their parts, ticked boxes as lists, empty people left out.

    ``earlier``: the answers that the page was filled with, whose words outside a list, and answers to
    questions that are on no page, stay.
    """
    given = given_of(boxes, notification_form()) | dict(_people(boxes))
    return _with_earlier(given, brought_forward(earlier)) if earlier else given


def draft_from(boxes: Boxes) -> Given:
    """Everything typed on the page: what a draft keeps."""
    kept = draft_of(boxes, notification_form())
    for group, questions, prefix in _rows(boxes):
        if _is_filled(dict(_row(boxes, questions, prefix))):
            kept |= {name: value for name, value in _row_boxes(boxes, group, prefix) if value}
    return kept


def values_of(answers: Answers) -> Given:
    """The boxes of the page, filled with answers that were given before, whatever the version."""
    answers = brought_forward(answers)
    boxes: Given = {}
    for question in notification_form().questions():
        if question.name in answers.values and not question.hidden:
            boxes |= boxes_of(question, answers.values[question.name])
    for group_id, rows in answers.groups.items():
        for number, row in _placed(group_id, rows):
            boxes |= _boxes_of_row(notification_form().group(group_id), number, row)
    return boxes


def professional_rows(boxes: Boxes) -> tuple[tuple[str, str], ...]:
    """The professionals the page asks for, and as many more as are filled in."""
    more = _rows_needed(boxes, "professionals", len(PROFESSIONAL_ROWS)) - len(PROFESSIONAL_ROWS)
    return (*PROFESSIONAL_ROWS, *([("other", "Another professional")] * more))


def parent_rows(boxes: Boxes) -> int:
    return _rows_needed(boxes, "parents", PARENT_ROWS)


def _rows_needed(boxes: Boxes, group_id: str, least: int) -> int:
    """At least ``least``, at most what the group allows."""
    numbers = [int(row[2]) for name in boxes if (row := _ROW.match(name)) and row[1] == group_id]
    return min(max([least, *(number + 1 for number in numbers)]), notification_form().group(group_id).most)


def _rows(boxes: Boxes) -> Iterator[tuple[Group, tuple[Question, ...], str]]:
    """Each row of people on the page: its group, its questions, and what their names begin with."""
    for group_id, rows in (
        ("parents", parent_rows(boxes)),
        ("professionals", len(professional_rows(boxes))),
    ):
        group = notification_form().group(group_id)
        shown = tuple(question for question in group.questions if not question.hidden)
        for number in range(rows):
            yield group, shown, f"{group_id}.{number}"


def _people(boxes: Boxes) -> Iterator[tuple[str, str]]:
    for _, questions, prefix in _rows(boxes):
        row = dict(_row(boxes, questions, prefix))
        if _is_filled(row):
            yield from row.items()


def _row(boxes: Boxes, questions: tuple[Question, ...], prefix: str) -> Iterator[tuple[str, str]]:
    for question in (each.within(prefix) for each in questions):
        yield question.name, value_in(boxes, question)
        yield f"{question.name}-not_known", text_in(boxes, f"{question.name}-not_known")


def _row_boxes(boxes: Boxes, group: Group, prefix: str) -> Iterator[tuple[str, str]]:
    for question in group.questions:
        for ending in ("", "-not_known", "-day", "-month", "-year"):
            name = f"{prefix}.{question.name}{ending}"
            yield name, text_in(boxes, name)[:1000]


def _is_filled(row: Mapping[str, str]) -> bool:
    """Whether somebody is named, or said not to be known: role and sector are there anyway."""
    return any(value for name, value in row.items() if not name.endswith((".role", ".sector")))


def _placed(group_id: str, rows: tuple[Row, ...]) -> Iterator[tuple[int, Row]]:
    """Each person in the row of the page that is theirs: a GP in the GP's, others after the known ones."""
    if group_id != "professionals":
        yield from enumerate(rows)
        return
    free = dict(enumerate(role for role, _ in PROFESSIONAL_ROWS))
    after = len(PROFESSIONAL_ROWS)
    for row in rows:
        wanted = (row.get("role"), "other")
        place = next((number for role in wanted for number in free if free[number] == role), after)
        after += place == after
        free.pop(place, None)
        yield place, row


def _boxes_of_row(group: Group, number: int, row: Row) -> Given:
    boxes: Given = {}
    for question in group.questions:
        if (value := row.get(question.name)) and not question.hidden:
            on_page = question.within(f"{group.id}.{number}")
            boxes |= boxes_of(on_page, _as_typed(row, number) if question.name == "role" else value)
    if boxes.pop(f"{group.id}.{number}.name-without", ""):
        boxes[f"{group.id}.{number}.name-not_known"] = "yes"
    return boxes


def _as_typed(row: Row, number: int) -> str:
    """The role of a row: the page's own where it has that row, else in words."""
    known = number < len(PROFESSIONAL_ROWS) and PROFESSIONAL_ROWS[number][0] == row["role"] != "other"
    return row["role"] if known else row.get(f"role{AS_WRITTEN}") or ROLES.label(row["role"])


def _with_earlier(given: Given, earlier: Answers) -> Given:
    whole = dict(given)
    for question in notification_form().questions():
        words = earlier.values.get(question.name + AS_WRITTEN)
        if question.hidden and question.name in earlier.values:
            whole.setdefault(question.name, earlier.values[question.name])
        elif words and given.get(question.name) == question.otherwise:
            whole[question.name] = words
    return whole
