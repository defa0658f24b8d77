"""What was changed: entries beside those of the actions, written by the database's connection itself.

An entry ``record_changes`` tells of rows before and after. ``of`` are the nonces in the marks of the entries
of the same transaction; each of ``changes`` has the table, how ("INSERT", "UPDATE", "DELETE"), the columns
that name the row, and of each column that changed what it was and became: the value, or, of what identifies,
a keyed digest (``shared/auditing/digests.py``) under ``digests``. ``key`` names the key of the digests.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.auditing.digests import DigestKeys, place_of

CHANGES = "record_changes"
MOST = 100  # changes that one entry tells of
MOST_OF = 50  # entries that it is said to belong to, the last ones
#: An action's entry: its instant, its case, and the nonce of its mark. An entry of changes has the instant of
#: the last one that it belongs to, by which it is found.
Of = tuple[datetime, str | None, str]


@dataclass(frozen=True)
class Change:
    """One row before and after. ``was`` and ``became``: values of the columns that changed, by name.

    ``digests_was`` and ``digests_became``: digests of those that identify, made with the key ``key``.
    """

    table: str
    how: str
    row: Mapping[str, Any]
    was: Mapping[str, Any] = field(default_factory=dict)
    became: Mapping[str, Any] = field(default_factory=dict)
    digests_was: Mapping[str, str | None] = field(default_factory=dict)
    digests_became: Mapping[str, str | None] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True)
class Noted:
    """A change as the database noted it; what identifies is there by its SHA-256 (``hidden``)."""

    table: str
    how: str
    row: Mapping[str, Any]
    case: str | None
    was: Mapping[str, Any]
    became: Mapping[str, Any]
    hidden_was: Mapping[str, str | None]
    hidden_became: Mapping[str, str | None]


def changes_in(detail: Mapping[str, Any]) -> Iterator[Change]:
    """The changes that an entry's ``detail`` tells of."""
    for one in detail.get("changes", ()):
        digests = one.get("digests", {})
        yield Change(
            one["table"], one["how"], one["row"], one["was"], one["became"],
            digests.get("was", {}), digests.get("became", {}), detail.get("key", ""),
        )  # fmt: skip


def details(
    noted: Iterable[Noted], entries: Sequence[Of], keys: DigestKeys, at: datetime
) -> Iterator[tuple[datetime, str | None, str, dict[str, Any]]]:
    """(instant, case, subject, detail) of the entries to write; ``at``: where none of the actions' has one.

    A row that names no case is told of with the one case that the transaction is about, if it is one.
    """
    about = {case for _, case, _ in entries if case}
    alone = about.pop() if len(about) == 1 else None
    by_case: dict[str | None, list[Noted]] = {}
    for one in noted:
        by_case.setdefault(one.case or alone, []).append(one)
    for case, its in by_case.items():
        of = [each for each in entries if each[1] == case] or entries
        said = {"of": [nonce for _, _, nonce in of[-MOST_OF:]], "key": keys.current}
        for some in (its[first : first + MOST] for first in range(0, len(its), MOST)):
            tables = ", ".join(sorted({one.table for one in some}))
            changes = [_told(one, keys) for one in some]
            yield of[-1][0] if of else at, case, tables, {**said, "changes": changes}


def _told(noted: Noted, keys: DigestKeys) -> dict[str, Any]:
    said: dict[str, Any] = {"table": noted.table, "how": noted.how, "row": noted.row}
    said |= {"was": noted.was, "became": noted.became}
    digests = {
        name: {column: _keyed(noted, column, hashed, keys) for column, hashed in hidden.items()}
        for name, hidden in (("was", noted.hidden_was), ("became", noted.hidden_became))
        if hidden
    }
    return {**said, "digests": digests} if digests else said


def _keyed(noted: Noted, column: str, hashed: str | None, keys: DigestKeys) -> str | None:
    """Nothing stays nothing: that a field was empty before tells no one who it is about."""
    if hashed is None:
        return None
    return keys.digest(place_of(noted.table, column, noted.row), hashed)
