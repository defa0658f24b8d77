"""What a notification looks like on a page: its answers by section, and how it compares with another."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.notifications.domain.age import age_text
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.form_definition import Group, Section, notification_form
from services.notifications.domain.forms.reporting_form import Return
from services.notifications.domain.gathering.expected_contacts import contact_gaps
from services.notifications.domain.identity.likeness import Likeness
from services.notifications.domain.identity.nhs_numbers import formatted
from services.notifications.domain.notification import STATUS_NAMES, ChildDeathNotification
from shared.reference_lists import LOCAL_AUTHORITIES, ROLES, SEX
from shared.web.formats import london
from shared.written_dates import written_date

COMPARED = (
    "child.family_name",
    "child.given_names",
    "child.nhs_number",
    "child.date_of_birth",
    "child.sex",
    "home.postcode",
    "death.died_at",
    "notifier.role",
    "notifier.organisation",
)
SCOPE_TAGS = {"yes": ("In scope", "green"), "no": ("Out of scope", "red"), "ask": ("Ask", "orange")}


@dataclass(frozen=True)
class AnswerGroup:
    """A section of the form: its title and (label, answer) rows; "" where nothing was given."""

    title: str
    rows: tuple[tuple[str, str], ...]


def answer_groups(answers: Answers) -> list[AnswerGroup]:
    """Everything the notification says, in the order of the form; sections with no answer are left out."""
    return [group for group in (*_sections(answers), *_people(answers)) if any(row[1] for row in group.rows)]


def return_groups(returned: Return) -> list[AnswerGroup]:
    """Everything an agency's form says, in the order of its version; a blank is "", and says nothing."""
    return [
        AnswerGroup(section.title, tuple(_returned_rows(returned, section)))
        for section in returned.form.sections
    ]


def _returned_rows(returned: Return, section: Section) -> Iterator[tuple[str, str]]:
    if section.id in returned.not_held:
        yield "This section", "Nothing held"
    unasked = returned.form.not_asked_for(returned.answers)
    for question in section.questions:
        value = returned.answers.get(question.name)
        if value or question.name not in unasked:
            kept = " (kept; the other answers do not ask for it)" if question.name in unasked else ""
            yield question.label, f"{question.shown(value)}{kept}" if value else ""
    if section.narrative:
        yield section.narrative, returned.narratives.get(section.id, "")


def _sections(answers: Answers) -> Iterator[AnswerGroup]:
    for section in answers.form.sections:
        fields = [field for field in section.questions if not field.hidden]
        rows = tuple((field.in_record, _shown(answers, field.name)) for field in fields)
        given = any(value for _, value in rows)
        yield AnswerGroup(
            section.in_record, rows if section.bedside else tuple(row for row in rows if row[1] or not given)
        )


def _shown(answers: Answers, name: str) -> str:
    if name == "child.nhs_number":
        return formatted(answers.get(name)) or answers.shown(name)
    if name == "child.date_of_birth" and answers.born_on:
        return written_date(answers.born_on)
    if name == "death.died_at" and answers.times.death.is_exact:
        return london(answers.times.death.earliest)
    if name == "death.died_at" and answers.times.death.date:
        return f"{written_date(answers.times.death.date)}, time not known"
    return answers.shown(name)


def _people(answers: Answers) -> Iterator[AnswerGroup]:
    for group in answers.form.groups:
        rows = tuple(_person(group, row) for row in answers.groups.get(group.id, ()))
        yield AnswerGroup(group.title, rows)


def _person(group: Group, row: dict[str, str]) -> tuple[str, str]:
    role = row.get("role_as_written") or ROLES.label(row.get("role", "")) or group.title
    rest = [str(value) for key, value in row.items() if key not in ("role", "role_as_written", "sector")]
    return role, ", ".join("not known" if value == "not_known" else value for value in rest if value)


def child_in_short(notification: ChildDeathNotification) -> str:
    """ "Girl, 14 days, Leicester": enough to tell cases apart in a list, without the name."""
    answers = notification.answers
    sex = SEX.label(answers.choice("child.sex"))
    area = LOCAL_AUTHORITIES.label(answers.choice("home.local_authority"))
    age = age_text(answers.born_on, answers.died_on)
    return ", ".join((sex, "age not known" if age == "not known" else age, area))


def notifier_in_short(answers: Answers) -> str:
    """ "Paediatrician, Northfield Hospital"."""
    return ", ".join(filter(None, (answers.shown("notifier.role"), answers.get("notifier.organisation"))))


def missing_roles(answers: Answers) -> list[str]:
    """Kinds of professional usual at the child's age whom the notification does not name."""
    return [gap.label for gap in contact_gaps(answers)]


@dataclass(frozen=True)
class ComparedNotification:
    """Another notification beside this one: (what, ours, theirs) rows and the explained likeness."""

    reference: str
    status: str
    likeness: Likeness
    compared: tuple[tuple[str, str, str], ...]


def side_by_side(ours: Answers, other: ChildDeathNotification, likeness: Likeness) -> ComparedNotification:
    """What identifies the two children, next to each other."""
    theirs = other.answers
    fields = {field.name: field.in_record for field in notification_form().fields()}
    rows = tuple((fields.get(name, name), _shown(ours, name), _shown(theirs, name)) for name in COMPARED)
    return ComparedNotification(other.case_reference, STATUS_NAMES[other.status], likeness, rows)
