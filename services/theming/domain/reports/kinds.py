"""What each kind of report holds, and what its figures mean: data with a version."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from shared.periods import Period

FOLDER = Path(__file__).parent
PART = "part"
NOT_RECORDED = ("not_recorded",)
# Each version of a report with the words for it and the disclosure policy that it obeys.
VERSIONS: Mapping[str, tuple[str, str]] = {
    "confidential": ("Confidential: for board members only", "restricted_board"),
    "publishable": ("Publishable", "publishable"),
}


@dataclass(frozen=True)
class TableSpec:
    """``across``: "part" for each board, another dimension, or "" for one column."""

    id: str
    label: str
    basis: str
    rows: str
    across: str = ""
    missing: tuple[str, ...] = NOT_RECORDED
    versions: tuple[str, ...] = tuple(VERSIONS)

    @property
    def dims(self) -> tuple[str, ...]:
        return (self.rows,) if self.across in ("", PART) else (self.rows, self.across)


@dataclass(frozen=True)
class SectionSpec:
    """``tables`` it shows, ``counted`` for others made of them, ``over_time`` from the open statistics."""

    id: str
    title: str
    tables: tuple[str, ...] = ()
    over_time: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportKind:
    id: str
    label: str
    periods: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Definition:
    """What a figure means. ``anchor``: where in a document it stands."""

    id: str
    term: str
    means: str

    @property
    def anchor(self) -> str:
        return f"definition-{self.id}"


@dataclass(frozen=True)
class ReportRules:
    version: str
    kinds: Mapping[str, ReportKind] = field(default_factory=dict)
    sections: Mapping[str, SectionSpec] = field(default_factory=dict)
    tables: Mapping[str, TableSpec] = field(default_factory=dict)

    def sections_of(self, kind: str) -> list[SectionSpec]:
        return [self.sections[each] for each in self.kinds[kind].sections]

    def tables_of(self, kind: str, version: str) -> list[TableSpec]:
        """Every table that a report counts, once, in reading order."""
        sections = self.sections_of(kind)
        named = dict.fromkeys(each for section in sections for each in (*section.tables, *section.counted))
        return [self.tables[each] for each in named if version in self.tables[each].versions]

    def over_time_of(self, kind: str) -> list[str]:
        """Every table of several periods that a report shows, once."""
        return list(dict.fromkeys(each for section in self.sections_of(kind) for each in section.over_time))


@cache
def report_rules() -> ReportRules:
    read = tomllib.loads((FOLDER / "reports.toml").read_text(encoding="utf-8"))
    return ReportRules(
        read["version"],
        {row["id"]: ReportKind(**_frozen(row)) for row in read["kinds"]},
        {row["id"]: SectionSpec(**_frozen(row)) for row in read["sections"]},
        {row["id"]: TableSpec(**_frozen(row)) for row in read["tables"]},
    )


@cache
def definitions() -> Mapping[str, Definition]:
    read = tomllib.loads((FOLDER / "definitions.toml").read_text(encoding="utf-8"))
    return {name: Definition(name, row["term"], row["means"]) for name, row in read.items()}


def kinds_for(period: Period) -> list[ReportKind]:
    """The kinds of report that can be made for a period."""
    return [kind for kind in report_rules().kinds.values() if period.kind in kind.periods]


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
