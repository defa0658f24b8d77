"""Which column of a spreadsheet answers which question, and what a blank cell means there.

A mapping is data with a name, a version and a source: shipped ones are files here, the office saves its own.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from services.notifications.domain.forms.form_definition import notification_form

WHOLE, DATE, TIME = "whole", "date", "time"
PARTS = {WHOLE: "", DATE: "date", TIME: "time"}
LEFT_OUT = ""


@dataclass(frozen=True)
class MappedColumn:
    """The column under one of ``headings`` answers ``question``.

    ``part``: the whole answer, or the date or the time of a moment that stands in two columns. ``words``:
    what this spreadsheet writes, and the answer that it means. ``blank``: the answer that a blank cell is.
    """

    question: str
    headings: tuple[str, ...]
    part: str = WHOLE
    words: Mapping[str, str] = field(default_factory=dict)
    blank: str = ""

    @property
    def key(self) -> str:
        """What the column is chosen by on a page: the question, with its part if it is one of two."""
        return self.question if self.part == WHOLE else f"{self.question}:{self.part}"


@dataclass(frozen=True)
class ImportMapping:
    """``always`` answers what no cell answers. With ``blank_means_not_known`` that is "not known" for every
    question that must be answered: a choice that is made for a spreadsheet, and kept with what it brought."""

    id: str
    name: str
    version: str
    source: str
    in_force_from: date
    header_row: int
    blank_means_not_known: bool
    columns: tuple[MappedColumn, ...]
    always: Mapping[str, str] = field(default_factory=dict)

    def column(self, key: str) -> MappedColumn | None:
        return next((each for each in self.columns if each.key == key), None)


@dataclass(frozen=True)
class Placement:
    """A mapping laid on a header row: the question of each column, by its letters.

    ``without``: columns of the mapping that the sheet has not; ``unused``: headings nothing was mapped to.
    """

    columns: Mapping[str, MappedColumn]
    without: tuple[MappedColumn, ...]
    unused: Mapping[str, str]


def place(mapping: ImportMapping, headings: Mapping[str, str]) -> Placement:
    """Find columns by their headings; capitals, spaces and signs do not matter. The first of two is taken."""
    by_heading = {plain(text): each for each in mapping.columns for text in each.headings}
    columns: dict[str, MappedColumn] = {}
    for letters, heading in headings.items():
        found = by_heading.get(plain(heading))
        if found and found not in columns.values():
            columns[letters] = found
    without = tuple(each for each in mapping.columns if each not in columns.values())
    unused = {letters: text for letters, text in headings.items() if letters not in columns}
    return Placement(columns, without, unused)


def unanswered(mapping: ImportMapping, keys: Iterable[str]) -> tuple[str, ...]:
    """Questions that must be answered and that neither a column of ``keys`` nor the mapping answers."""
    if mapping.blank_means_not_known:
        return tuple(name for name in ("notified_at",) if not _answered(name, keys, mapping))
    required = [question.name for question in notification_form().fields() if question.required]
    return tuple(name for name in required if not _answered(name, keys, mapping))


def _answered(name: str, keys: Iterable[str], mapping: ImportMapping) -> bool:
    return name in {key.partition(":")[0] for key in keys} or name in mapping.always


def as_written(mapping: ImportMapping) -> dict[str, Any]:
    """The mapping as JSON, to be kept with what was read with it."""
    columns = [{**vars(each), "headings": list(each.headings)} for each in mapping.columns]
    return {**vars(mapping), "in_force_from": mapping.in_force_from.isoformat(), "columns": columns}


def read_mapping(written: Mapping[str, Any]) -> ImportMapping:
    """A mapping from JSON or TOML. Raises LookupError naming a question that the form has not."""
    columns = tuple(
        MappedColumn(**{**each, "headings": tuple(each["headings"])}) for each in written["columns"]
    )
    unknown = [each.question for each in columns if not is_question(each.question)]
    if unknown:
        raise LookupError(f"the form has no question {', '.join(unknown)}")
    given = written["in_force_from"]
    starts = given if isinstance(given, date) else date.fromisoformat(given)
    return ImportMapping(**{**written, "in_force_from": starts, "columns": columns})


def is_question(name: str) -> bool:
    """Whether the notification form asks ``name``; "parents.0.name" is the name of the first parent."""
    first, _, rest = name.partition(".")
    number, _, last = rest.partition(".")
    plain = f"{first}.#.{last}" if number.isdigit() else name
    return plain in notification_form().names


@cache
def shipped() -> tuple[ImportMapping, ...]:
    """The mappings that come with the program."""
    files = sorted(Path(__file__).with_name("mappings").glob("*.toml"))
    return tuple(read_mapping(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


def mapping_id(name: str) -> str:
    """The id of a mapping that the office saves under a name: "Our log 2024" is "office_our_log_2024"."""
    return "office_" + "_".join(re.findall(r"[a-z0-9]+", name.casefold()))


def plain(text: str) -> str:
    """A heading as it is compared: small letters and figures alone."""
    return "".join(character for character in text.casefold() if character.isalnum())
