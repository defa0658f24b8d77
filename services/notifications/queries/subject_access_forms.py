"""What forms say, made words: the people of a notification, and answers by their questions' labels."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.family.topics import Topic
from services.notifications.domain.forms.answers import Answers, Row
from services.notifications.domain.forms.library import readable
from services.notifications.domain.forms.questions import Question, Section
from services.notifications.domain.material.case_material import NOT_HELD
from services.notifications.domain.records.record_form import RecordField
from services.notifications.domain.subject_access.birthdays import birth_of
from services.notifications.domain.subject_access.form_words import label_of, title_of
from services.notifications.domain.subject_access.found import FoundEntry, FoundText
from services.notifications.tables.gathering import (
    earlier_return,
    reporting_form_request,
    reporting_form_return,
)
from services.notifications.tables.intake import earlier_answers
from services.notifications.tables.notification import notification
from shared.reference_lists import ROLES
from shared.storage import Transaction
from shared.written_dates import written_date

_NOTIFIER = ("name", "role", "organisation", "email", "telephone", "contact")
_PEOPLE = {"parents": "A parent, or somebody with parental responsibility", "professionals": "A professional"}
_CONTACTS = ("email", "telephone", "contact", "address")
_RESPONDER = {"responder_name": "Name", "responder_role": "Role", "responder_contact": "How to reach them"}


def entries_of_forms(tx: Transaction, reference: str) -> Iterator[FoundEntry]:
    for key, dated, answers in _versions(tx, reference):
        given_by = _notifier_of(answers)
        for group, what in _PEOPLE.items():
            for number, row in enumerate(answers.groups.get(group, ())):
                own = _labelled(answers, group, row)
                yield _entry(
                    f"{key}:{group}:{number}", reference, row, f"{what}, as notified", given_by, dated, own
                )
        row = {name: answers.get(f"notifier.{name}") for name in _NOTIFIER}
        own = _labelled(answers, "", {f"notifier.{name}": value for name, value in row.items()})
        yield _entry(f"{key}:notifier", reference, row, "Who notified the death", "You", dated, own)


def entries_of_returns(tx: Transaction, reference: str) -> Iterator[FoundEntry]:
    """Who answered for an agency."""
    asked = reporting_form_request.c
    for table, key in ((reporting_form_return, "request_id"), (earlier_return, "earlier_id")):
        joined = select(table.c[key].label("key"), table.c.answers, table.c.received_at).join(
            reporting_form_request, asked.request_id == table.c.request_id
        )
        for row in tx.session.execute(joined.where(asked.case_reference == reference).order_by(table.c[key])):
            own = tuple(
                (label, str(row.answers[name])) for name, label in _RESPONDER.items() if row.answers.get(name)
            )
            contact = str(row.answers.get("responder_contact", "")).casefold()
            name, place = str(row.answers.get("responder_name", "")), f"{table.name}:{row.key}"
            what = "Who answered for an agency"
            yield FoundEntry(
                place,
                reference,
                name,
                what,
                "You",
                london_day(row.received_at),
                own,
                frozenset({contact} - {""}),
            )


def texts_of_forms(tx: Transaction, reference: str) -> Iterator[FoundText]:
    """Every section that is about more than the child; people have entries of their own."""
    for key, dated, answers in _versions(tx, reference):
        for section in answers.form.sections:
            if section.id in _NOT_ABOUT_THEM:
                continue
            said = {
                each.name: answers.values[each.name]
                for each in section.questions
                if answers.values.get(each.name)
            }
            if lines := in_words(answers.form_name, answers.form_version, said):
                what = f"The notification: {section.in_record}"
                yield FoundText(
                    f"{key}:section:{section.id}", reference, what, _notifier_of(answers), dated, lines
                )
        if answers.not_understood:
            what, lines = "The notification: what the form does not ask", plain(answers.not_understood)
            yield FoundText(f"{key}:not_understood", reference, what, _notifier_of(answers), dated, lines)


# What the child was called and when; and whoever notified, who has an entry.
_NOT_ABOUT_THEM = frozenset({"child", "notifier"})
_BLANK: tuple[Any, ...] = (None, "", [], {})


def in_words(form_name: str, form_version: str, said: Mapping[str, Any]) -> str:
    """A line for each answer, by the label of its question; by its name where the form lacks it."""
    questions = readable(form_name, form_version).by_name
    return "\n".join(
        f"{questions[name].plain}: {_shown(questions[name], value)}"
        if name in questions
        else f"{name}: {plain(value)}"
        for name, value in said.items()
        if value not in _BLANK
    )


def _shown(question: Question, value: Any) -> str:
    """Days as they are written, and the time of a moment apart."""
    said = question.shown(value)
    with suppress(ValueError):
        if question.kind == "date":
            return written_date(date.fromisoformat(said))
        if question.kind == "moment":
            return f"{written_date((at := datetime.fromisoformat(said)).date())} at {at:%H:%M}"
    return said


def return_in_words(row: Mapping[str, Any]) -> str:
    """What an agency gave, section by section as on its form."""
    returned = readable(row["form_name"], row["form_version"])
    told, answers = row["narratives"], dict(row["answers"])
    parts = [_section_in_words(each, answers, told, each.id in row["not_held"]) for each in returned.sections]
    unknown = {name: value for name, value in answers.items() if name not in returned.by_name}
    unknown |= {
        name: text for name, text in told.items() if name not in {each.id for each in returned.sections}
    }
    return "\n\n".join(filter(None, [*parts, plain(unknown)]))


def _section_in_words(
    section: Section, answers: Mapping[str, Any], told: Mapping[str, str], nothing_held: bool
) -> str:
    said = ((each, answers.get(each.name)) for each in section.questions)
    lines = [f"{label_of(each)}: {_shown(each, value)}" for each, value in said if value not in _BLANK]
    if text := told.get(section.id):
        lines.append(f"{section.narrative}: {text}" if section.narrative else text)
    if nothing_held:
        lines.append(NOT_HELD)
    return "\n".join([title_of(section), *lines]) if lines else ""


def in_topic(topic: Topic, answers: Mapping[str, Any]) -> str:
    """What was recorded about a family, as the page asks for it: no codes."""
    given = ((field, answers.get(field.name)) for field in topic.fields)
    return "\n".join(f"{field.label} {_recorded(field, str(value))}" for field, value in given if value)


def _recorded(field: RecordField, value: str) -> str:
    with suppress(ValueError):
        if field.kind == "day":
            return f"{date.fromisoformat(value):%-d %B %Y}"
    return (field.choices or {}).get(value, value)


def plain(value: Any) -> str:
    """Anything that JSON can hold, as words."""
    if isinstance(value, Mapping):
        return "\n".join(
            f"{name}: {plain(each)}" for name, each in value.items() if each not in (None, "", [], {})
        )
    if isinstance(value, list | tuple):
        return "; ".join(plain(each) for each in value)
    return "" if value is None else str(value)


def _versions(tx: Transaction, reference: str) -> Iterator[tuple[str, date | None, Answers]]:
    """The notification, and its answers before they were corrected."""
    columns = (notification.c.answers, notification.c.notified_at)
    for row in tx.session.execute(select(*columns).where(notification.c.case_reference == reference)):
        yield "notification", london_day(row.notified_at), row.answers
    mine = earlier_answers.c
    before = select(mine.version, mine.replaced_at, mine.answers).where(mine.case_reference == reference)
    for earlier in tx.session.execute(before.order_by(mine.version)):
        yield f"earlier_answers:{earlier.version}", london_day(earlier.replaced_at), earlier.answers


def london_day(at: date | datetime | None) -> date | None:
    return at.astimezone(LONDON).date() if isinstance(at, datetime) else at


def _entry(
    key: str,
    reference: str,
    row: Row,
    what: str,
    given_by: str,
    dated: date | None,
    own: tuple[tuple[str, str], ...],
) -> FoundEntry:
    contacts = frozenset(row[each].casefold() for each in _CONTACTS if row.get(each))
    return FoundEntry(
        key, reference, row.get("name", ""), what, given_by, dated, own, contacts, frozenset(birth_of(row))
    )


def _labelled(answers: Answers, group: str, row: Row) -> tuple[tuple[str, str], ...]:
    asked = next((each.questions for each in answers.form.groups if each.id == group), ())
    questions = {each.name: each for each in asked} if group else answers.form.by_name
    return tuple(
        (questions[name].in_record, _shown(questions[name], value)) if name in questions else (name, value)
        for name, value in row.items()
        if value
    )


def _notifier_of(answers: Answers) -> str:
    role = answers.choice("notifier.role")
    return (
        f"Whoever notified the death: {ROLES.label(role).lower()}"
        if role in ROLES
        else "Whoever notified the death"
    )
