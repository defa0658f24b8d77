"""The parts of a record that can be chosen for a coroner: listed one by one, none chosen beforehand."""

from collections.abc import Iterator, Sequence

from services.notifications.domain.coroner.extract import RecordPart
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.pages.presenting import answer_groups

# Sections about the child and the death alone; every other part holds data of somebody else too.
_ABOUT_THE_CHILD = frozenset(
    {"child", "home", "death", "birth", "more_about_the_child", "more_about_the_death"}
)
NARRATIVE = "circumstances"
# The notification's own account is a part already.
_NOTIFICATION = "notification"


def record_parts(answers: Answers, materials: Sequence[CaseMaterial]) -> list[RecordPart]:
    """The notification section by section, its account of what happened, and each document as it came in."""
    return [*_sections(answers), *_account(answers), *_documents(materials)]


def _sections(answers: Answers) -> Iterator[RecordPart]:
    sections = notification_form().sections
    about = {section.in_record for section in sections if section.id in _ABOUT_THE_CHILD}
    told = next((field.in_record for field in notification_form().fields() if field.name == NARRATIVE), "")
    for number, group in enumerate(answer_groups(answers)):
        rows = tuple(row for row in group.rows if row[0] != told)
        yield RecordPart(f"answers-{number}", group.title, rows, others=group.title not in about)


def _account(answers: Answers) -> Iterator[RecordPart]:
    if text := answers.get(NARRATIVE):
        yield RecordPart("account", "What happened, as notified", text=text, others=True)


def _documents(materials: Sequence[CaseMaterial]) -> Iterator[RecordPart]:
    for each in materials:
        if each.kind != _NOTIFICATION:
            yield RecordPart(f"document-{each.material_id}", each.title, text=each.original, others=True)
