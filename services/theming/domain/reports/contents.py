"""What a report says, as it was gathered at one instant: the same contents give the same files for ever.

No case is named in it, and no text of one. Every count is a typed cell under the policy of its version.
"""

from dataclasses import dataclass
from datetime import date, datetime

from shared.disclosure.cells import Cell, as_text, status_of
from shared.periods import Period, parse_period


@dataclass(frozen=True)
class ShownCell:
    """One figure. ``status``: shown, zero, suppressed, missing or text; ``share``: of the base, or ""."""

    status: str
    text: str
    share: str = ""

    @property
    def printed(self) -> str:
        """With its share, which says no more where the number is hidden, or none of some, or is not said."""
        plain = self.share == "*" or (self.status == "zero" and self.share != "N/A")
        plain = plain or self.status == "suppressed"
        return self.text if plain or not self.share else f"{self.text} ({self.share})"


def shown(cell: Cell, share: str = "") -> ShownCell:
    return ShownCell(status_of(cell), as_text(cell), share)


def said(text: str) -> ShownCell:
    """What is no count of cases: a rate, a day, words."""
    return ShownCell("text", text)


@dataclass(frozen=True)
class ShownRow:
    """``kind``: base (what shares are of), value, or missing (left out of shares)."""

    key: str
    label: str
    kind: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class ShownTable:
    """``definition``: of the rows; ``of_base``: of what is counted. ``columns``: keys with their labels."""

    id: str
    caption: str
    head: str
    definition: str
    of_base: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[ShownRow, ...]
    notes: tuple[str, ...] = ()
    basis: str = ""

    def row(self, key: str) -> ShownRow:
        return next(row for row in self.rows if row.key == key)

    def cell(self, key: str, column: str) -> ShownCell:
        return self.row(key).cells[[name for name, _ in self.columns].index(column)]


@dataclass(frozen=True)
class ShownSection:
    id: str
    title: str
    says: tuple[str, ...]
    tables: tuple[ShownTable, ...]


@dataclass(frozen=True)
class ReportContents:
    """``known_at``: the figures are as they were known then. ``considered``: what was out, by basis."""

    kind: str
    kind_label: str
    version: str
    version_label: str
    period: str
    area: str
    panel_name: str
    run_on: date
    known_at: datetime
    held_from: date | None
    policy: str
    policy_rule: str
    rules: str
    codebook: str
    considered: tuple[tuple[str, tuple[str, ...]], ...]
    sections: tuple[ShownSection, ...]
    definitions: tuple[tuple[str, str, str], ...]

    @property
    def span(self) -> Period:
        return parse_period(self.period)

    @property
    def complete(self) -> bool:
        return self.span.complete_on(self.run_on)

    @property
    def title(self) -> str:
        return f"{self.kind_label}, {self.span.label}"

    @property
    def tables(self) -> dict[str, ShownTable]:
        return {table.id: table for section in self.sections for table in section.tables}

    def section(self, section: str) -> ShownSection:
        return next(each for each in self.sections if each.id == section)
