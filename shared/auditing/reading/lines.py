"""An audit entry as the auditor reads it: in words, with the reason given, and nothing of a case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.auditing.reading.asked import LONDON
from shared.auditing.reading.changed import Changed
from shared.auditing.reading.words import KINDS, Read, what_was_read

FILE_HEADINGS = (
    "When (London)",
    "Person",
    "Account",
    "Read or changed",
    "What",
    "Kind",
    "Case",
    "Glass broken",
    "Reason given",
)
#: Of what an entry holds besides, this alone is shown of a reading.
_PURPOSE = ("because", "purpose")


@dataclass(frozen=True)
class Line:
    """Who read or changed what, when (UTC), and why where they had to say so."""

    at: datetime
    person_id: str
    person_name: str
    says: str
    kind: str
    reading: bool
    case: str
    glass: bool = False
    why: str = ""
    changed: Changed | None = None


def line_of(entry: Any, words: Mapping[str, Read], changes: Mapping[int, Changed] | None = None) -> Line:
    """An entry's line. ``changes``: which rows were changed, by the entry's id."""
    case, detail = entry.case_reference or "", entry.detail if entry.reading else {}
    read = what_was_read(words, entry.action, entry.subject, bool(case))
    said = (detail.get(name) for name in _PURPOSE)
    return Line(
        entry.at,
        entry.person_id,
        entry.person_name,
        read.says if entry.reading else in_words(entry.action),
        KINDS[read.kind] if entry.reading else "",
        entry.reading,
        case,
        bool(detail.get("break_glass")),
        next((each for each in said if isinstance(each, str) and each), ""),
        (changes or {}).get(entry.id),
    )


def in_words(action: str) -> str:
    """A change as a phrase: "record_analysis" is "Record analysis"."""
    plain = action.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def file_rows(lines: Iterable[Line]) -> Iterator[tuple[str, ...]]:
    """The lines as rows of a file, below ``FILE_HEADINGS``."""
    yield FILE_HEADINGS
    for line in lines:
        yield (
            line.at.astimezone(LONDON).isoformat(sep=" ", timespec="seconds"),
            line.person_name,
            line.person_id,
            "read" if line.reading else "changed",
            line.says,
            line.kind,
            line.case,
            "yes" if line.glass else "no",
            line.why,
        )


@dataclass(frozen=True)
class Day:
    """What somebody did on one day: different cases read, reads by kind, and changes."""

    on: date
    cases: int
    by_kind: Mapping[str, int]
    changes: int

    @property
    def reads(self) -> int:
        return sum(self.by_kind.values())


def days_of(counts: Iterable[Any], cases: Mapping[date, int], words: Mapping[str, Read]) -> list[Day]:
    """One for each day with an entry, in the order in which they come."""
    found: dict[date, tuple[dict[str, int], int]] = {}
    for one in counts:
        kinds, changes = found.get(one.on, ({}, 0))
        if one.reading:
            kind = what_was_read(words, one.action, one.subject, one.of_case).kind
            kinds[kind] = kinds.get(kind, 0) + one.number
        found[one.on] = kinds, changes + (0 if one.reading else one.number)
    return [Day(on, cases.get(on, 0), kinds, changes) for on, (kinds, changes) in found.items()]
