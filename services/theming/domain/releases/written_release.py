"""A release in words and rows: what its files are made of, and nothing that must not go out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.theming.domain.printed_blocks import Block, bullets, heading, paragraph, table
from services.theming.domain.releases.kept_table import KeptTable
from services.theming.domain.statistics.linked_tables import TOTAL
from shared.disclosure.cells import Cell, Missing, Suppressed, as_text
from shared.disclosure.policies import DisclosurePolicy

SYMBOLS = (
    ("0", "Nobody."),
    ("*", "Hidden: too few to show, or it covers for others. It can be none. Do not read it as 0."),
    (":", "Nothing is held."),
)
STANDS = (
    "A figure that was published before stands as it was published, also where a review has been completed "
    "again since. So parts need not add up to their total; rounding does the same."
)
HEADER = ("table", "row", "column", "count", "status")


@dataclass(frozen=True)
class WrittenRelease:
    """``at``: when its data was taken (UTC)."""

    id: str
    title: str
    purpose: str
    panel_name: str
    policy: DisclosurePolicy
    at: datetime
    tables: tuple[KeptTable, ...]


def long_rows(release: WrittenRelease, kept: KeptTable) -> Iterator[tuple[str, str, str, Cell]]:
    """A row of the files for each cell: the title, the labels of its row and column, and the cell."""
    layout = kept.layout
    columns = layout.columns.every if layout.columns else ((TOTAL, "Number"),)
    for row, row_label in layout.rows.every:
        for column, label in columns:
            yield layout.title, row_label, label, kept.cell(release.policy, layout.values(row, column))


def in_a_file(cell: Cell) -> int | str:
    """A number is a number; what is not shown is text, so that no sum takes it for 0."""
    return as_text(cell) if isinstance(cell, Suppressed | Missing) else int(as_text(cell))


def cover(release: WrittenRelease, checksums: dict[str, str]) -> list[tuple[str, str]]:
    """The first sheet: what the release is, what its symbols mean, and how its files are known again."""
    about = [
        ("Release", release.id),
        ("Title", release.title),
        ("Purpose", release.purpose),
        ("From", release.panel_name),
        ("Data as of", f"{release.at:%-d %B %Y, %H:%M} UTC"),
        ("Disclosure control", f"{release.policy.label}, version {release.policy.version}"),
        ("", release.policy.rule),
        ("", STANDS),
    ]
    tables = [(f"Table {each.number}", each.layout.title) for each in release.tables]
    symbols = [(f"“{symbol}”", meaning) for symbol, meaning in SYMBOLS]
    sums = [(f"SHA-256 of {name}", checksum) for name, checksum in checksums.items()]
    return [*about, *tables, *symbols, *sums]


def printed_release(release: WrittenRelease) -> list[Block]:
    """The release as a document."""
    blocks = [
        heading(1, release.title),
        paragraph(release.purpose),
        paragraph(
            f"Release {release.id}. {release.panel_name}. Data as of {release.at:%-d %B %Y}.", quiet=True
        ),
        paragraph(f"{release.policy.label}, version {release.policy.version}: {release.policy.rule}"),
        bullets(f"“{symbol}”: {meaning}" for symbol, meaning in SYMBOLS),
        paragraph(STANDS),
    ]
    return blocks + [block for each in release.tables for block in _printed(release, each)]


def _printed(release: WrittenRelease, kept: KeptTable) -> list[Block]:
    layout = kept.layout
    columns = layout.columns.every if layout.columns else ((TOTAL, "Number"),)
    rows = [
        [label, *(as_text(kept.cell(release.policy, layout.values(row, column))) for column, _ in columns)]
        for row, label in layout.rows.every
    ]
    head = [layout.rows.label, *(label for _, label in columns)]
    about = [paragraph(f"{label}: {words}", quiet=True) for label, words in layout.about]
    widths = [3, *(1 for _ in columns)]
    return [
        heading(2, f"Table {kept.number}: {layout.title}"),
        *about,
        table(layout.title, head, rows, widths),
    ]
