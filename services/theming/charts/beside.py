"""The table beside a chart: every number that is drawn, and those there was no room to draw."""

import io
from dataclasses import dataclass

from services.theming.domain.statistics.shares import KNOWN, NOBODY, Share
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero, Value, as_text, status_of
from shared.disclosure.spreadsheets import CsvWriter, neutral

Entry = str | Cell


@dataclass(frozen=True)
class TableBeside:
    """``head``: what each column is; the first names its row. An entry is a count, as a cell, or words."""

    head: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """The places of columns that hold counts."""
        held = range(len(self.head))
        return tuple(place for place in held if any(not isinstance(row[place], str) for row in self.rows))

    @property
    def written(self) -> tuple[tuple[str, ...], ...]:
        """Each row as it is printed: ``*`` suppressed, ``0`` nobody, ``:`` nothing held."""
        return tuple(tuple(_text(entry) for entry in row) for row in self.rows)


def as_csv(table: TableBeside) -> str:
    """The table as a file; beside each count its status, so that ``*`` and ``0`` are never mixed up."""
    into = io.StringIO()
    writer = CsvWriter(into)
    writer.writerow(_headed(table))
    for row in table.rows:
        writer.writerow([text for place, entry in enumerate(row) for text in _fields(table, place, entry)])
    return into.getvalue()


def share_text(share: Share) -> str:
    """A share in a table: "67.3%", "N/A" for 0 of 0, "*" where it is not shown, ":" where nothing is held."""
    if share.status == KNOWN:
        return share.percent
    if share.status == NOBODY:
        return "N/A"
    return ":" if isinstance(share.whole, Missing) else "*"


def interval_text(share: Share) -> str:
    if not share.known:
        return ""
    low, high = share.interval
    return f"{100 * low:.0f}% to {100 * high:.0f}%"


def _headed(table: TableBeside) -> list[str]:
    return [
        name
        for place, title in enumerate(table.head)
        for name in ([title, f"{title}: status"] if place in table.counts else [title])
    ]


def _fields(table: TableBeside, place: int, entry: Entry) -> list[str]:
    if isinstance(entry, str):
        return [neutral(entry), ""] if place in table.counts else [neutral(entry)]
    return [as_text(entry), status_of(entry)]


def _text(entry: Entry) -> str:
    return as_text(entry) if isinstance(entry, Value | TrueZero | Suppressed | Missing) else entry
