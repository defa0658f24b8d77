"""What an entry's transaction changed, row by row, as the auditor reads it: before and after, in words.

Of what identifies there is only a digest here: it shows that something changed, and not what it was.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from shared.auditing.changes import Change
from shared.auditing.reading.asked import LONDON
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.told_changes import changes_of_each
from shared.written_dates import written_date

MOST_SHOWN = 20  # rows of one entry; all are in the export
DIGITS = 12  # of a digest; whoever compares two takes them from the export
HOW = {"INSERT": "added", "UPDATE": "changed", "DELETE": "removed"}
NOTHING, BLANK = "nothing", "blank"
# An instant as PostgreSQL writes it as JSON; its sessions speak UTC.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$")


@dataclass(frozen=True)
class Column:
    """One column of a row that changed: what it was and became, in words."""

    name: str
    was: str
    became: str


@dataclass(frozen=True)
class Row:
    """A row of a table: ``how`` it changed, by what it is known, and its columns that changed."""

    table: str
    how: str
    named: Sequence[tuple[str, str]]
    columns: Sequence[Column]


@dataclass(frozen=True)
class Changed:
    """What one entry changed: the rows that are shown, and how many there are."""

    rows: Sequence[Row]
    number: int

    @property
    def more(self) -> int:
        return self.number - len(self.rows)


def changed_by(tx: Transaction, entries: Collection[int]) -> dict[int, Changed]:
    """What the entries with these ids changed, of those that changed something. Raises NotPermitted."""
    check(tx.person, Permission.VIEW_AUDIT)
    return {entry: changed(found) for entry, found in changes_of_each(tx.session, entries).items()}


def changed(changes: Sequence[Change]) -> Changed:
    """The first rows of these, in words."""
    return Changed([_row(change) for change in changes[:MOST_SHOWN]], len(changes))


def _row(change: Change) -> Row:
    # A number that runs through would tell by its gaps of what is closed to who looks.
    named = [(name, in_words(value)) for name, value in change.row.items() if not isinstance(value, int)]
    return Row(change.table, HOW.get(change.how, change.how), named, [*_columns(change)])


def _columns(change: Change) -> Iterator[Column]:
    """Of a row that is new or gone, what it held; what names it need not be said twice."""
    plain = (
        Column(name, in_words(change.was.get(name)), in_words(change.became.get(name)))
        for name in _names(change.was, change.became)
        if name not in change.row
    )
    digested = (
        Column(name, _digest(change.digests_was.get(name)), _digest(change.digests_became.get(name)))
        for name in _names(change.digests_was, change.digests_became)
    )
    for column in chain(plain, digested):
        if change.how == "UPDATE" or not {column.was, column.became} <= {NOTHING, BLANK}:
            yield column


def _names(*sides: Mapping[str, Any]) -> Iterable[str]:
    return dict.fromkeys(name for side in sides for name in side)


def in_words(value: Any) -> str:
    """A value of a column as it is shown: ``None`` is "nothing", a list has commas; instants: London."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(in_words, value)) or BLANK
    if isinstance(value, str) and _INSTANT.match(value):
        at = datetime.fromisoformat(value).astimezone(LONDON)
        return f"{written_date(at)}, {at:%H:%M}"
    return NOTHING if value is None else str(value) or BLANK


def _digest(value: str | None) -> str:
    return f"digest {value[:DIGITS]}" if value else NOTHING
