"""What a form is made of, read from data: sections of fields, groups that repeat, each with a version."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from services.notifications.domain.identity.nhs_numbers import WhyAbsent
from shared import reference_lists
from shared.reference_lists import ReferenceList, Term

NOT_KNOWN = "not_known"
_EXPECTED = ReferenceList(
    "Expected or unexpected",
    "1",
    "National notification form: not anticipated as a significant possibility 24 hours before",
    (
        Term("yes", "Yes, expected", includes=("yes", "expected", "true")),
        Term("no", "No, unexpected", includes=("no", "unexpected", "false")),
        Term(NOT_KNOWN, "Not known", includes=("unknown",)),
    ),
)
_NUMBER_ABSENT = ReferenceList(
    "Why there is no NHS number",
    "2022",
    "National notification form, April 2022",
    (
        Term(WhyAbsent.NOT_RESIDENT, "The child did not normally live in England"),
        Term(WhyAbsent.NOT_AVAILABLE, "The number is not available at the moment", includes=("not known",)),
    ),
)
LISTS: Mapping[str, ReferenceList] = {
    "expected": _EXPECTED,
    "nhs_number_absent": _NUMBER_ABSENT,
    "yes_no_not_known": reference_lists.YES_NO_NOT_KNOWN,
    "sex": reference_lists.SEX,
    "ethnic_categories": reference_lists.ETHNIC_CATEGORIES,
    "places": reference_lists.PLACES,
    "sectors": reference_lists.SECTORS,
    "roles": reference_lists.ROLES,
    "local_authorities": reference_lists.LOCAL_AUTHORITIES,
    "circumstance_events": reference_lists.CIRCUMSTANCE_EVENTS,
}


@dataclass(frozen=True)
class Field:
    """One question. ``otherwise``: the code for a word outside ``list``; ``least``, ``most``: of a number."""

    name: str
    label: str
    kind: str
    list: str = ""
    otherwise: str = ""
    required: bool = False
    hint: str = ""
    least: int = 0
    most: int = 999
    hidden: bool = False

    @property
    def allowed(self) -> ReferenceList:
        """The reference list of a choice."""
        return LISTS[self.list]

    @property
    def in_record(self) -> str:
        """The question as a heading in the record, where "you" would be the reader."""
        return self.label.replace("Your ", "Notifier's ")

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """(code, label) of each answer offered."""
        return tuple((term.code, term.label) for term in self.allowed)

    def within(self, prefix: str) -> "Field":
        """The same question as one of a repeated group."""
        return replace(self, name=f"{prefix}.{self.name}")


@dataclass(frozen=True)
class Section:
    """Questions shown together. ``bedside``: asked first, because it is known at the bedside."""

    id: str
    title: str
    bedside: bool
    fields: tuple[Field, ...]

    @property
    def in_record(self) -> str:
        return "The notifier" if self.title == "You" else self.title


@dataclass(frozen=True)
class Group:
    """Questions asked once for each of several people, at most ``most``."""

    id: str
    title: str
    most: int
    fields: tuple[Field, ...]

    @cached_property
    def rows(self) -> tuple[tuple[Field, ...], ...]:
        """The questions of each row that can be filled, by its number."""
        return tuple(self._row(number) for number in range(self.most))

    def row(self, number: int) -> tuple[Field, ...]:
        """The questions of one row; there are more rows than are allowed, so that they can be refused."""
        return self.rows[number] if number < self.most else self._row(number)

    def _row(self, number: int) -> tuple[Field, ...]:
        return tuple(question.within(f"{self.id}.{number}") for question in self.fields)


@dataclass(frozen=True)
class FormDefinition:
    """One version of a form."""

    name: str
    version: str
    in_force_from: date
    source: str
    sections: tuple[Section, ...]
    groups: tuple[Group, ...]

    def fields(self) -> Iterator[Field]:
        """Every question that is asked once, in the order of the form."""
        return (field for section in self.sections for field in section.fields)

    @cached_property
    def required(self) -> frozenset[str]:
        """Names of the questions that must be answered."""
        return frozenset(field.name for field in self.fields() if field.required)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of all questions, "#" for the number of a row."""
        rows = {f"{group.id}.#.{field.name}" for group in self.groups for field in group.fields}
        return frozenset(rows | {field.name for field in self.fields()})

    def field(self, name: str) -> Field:
        return next(field for field in self.fields() if field.name == name)

    def group(self, group_id: str) -> Group:
        return next(group for group in self.groups if group.id == group_id)


@cache
def notification_form() -> FormDefinition:
    """The notification form in force."""
    written = tomllib.loads(Path(__file__).with_name("notification_form.toml").read_text(encoding="utf-8"))
    return FormDefinition(
        written["name"],
        written["version"],
        written["in_force_from"],
        written["source"],
        tuple(
            Section(each["id"], each["title"], each.get("bedside", False), _fields(each))
            for each in written["sections"]
        ),
        tuple(Group(each["id"], each["title"], each["most"], _fields(each)) for each in written["groups"]),
    )


def _fields(written: Mapping[str, Any]) -> tuple[Field, ...]:
    return tuple(Field(**each) for each in written["fields"])
