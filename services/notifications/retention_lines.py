"""The dry run as lines: what would be disposed of, by which row of the schedule, what is held and why."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from services.notifications.domain.retention.schedule import shipped
from services.notifications.domain.retention.standing import LABELS, RecordStanding
from shared.counted_words import counted

_HEADS = ("record", "kind", "stands", "due", "row", "held by")


def json_lines(found: Iterable[RecordStanding]) -> Iterator[str]:
    """A line of JSON for each record. Names nobody: references, kinds, days and reasons of holds."""
    return (json.dumps(_line(one), ensure_ascii=False) for one in found)


def table_lines(found: Iterable[RecordStanding]) -> Iterator[str]:
    """The same as a table for people, with how many there are of each standing at the end."""
    listed = list(found)
    rows = [_HEADS, *map(_cells, listed)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    standings = Counter(one.standing for one in listed)
    yield from (
        f"{standings[standing]:>6}  {label}" for standing, label in LABELS.items() if standings[standing]
    )


def _line(one: RecordStanding) -> dict[str, object]:
    return {
        "case_reference": one.record.reference,
        "with_it": list(one.record.with_it),
        "record_type": one.record.record_type,
        "area": one.record.area,
        "standing": one.standing.value,
        "because": one.record.open_because if one.standing == "open" else "",
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "row": _row(one),
        "holds": [
            {"kind": hold.kind, "holds": hold.held.in_words, "from": hold.from_on.isoformat()}
            for hold in one.holds
        ],
    }


def _row(one: RecordStanding) -> dict[str, object] | None:
    row = one.row
    if row is None:
        return None
    return {
        "number": row.number,
        "starts_with": row.starts_with,
        "years": row.years,
        "decided_by": row.decided_by_body,
        "holds_from": row.holds_from.isoformat(),
    }


def _cells(one: RecordStanding) -> tuple[str, ...]:
    row = one.row
    says = f"{row.number}: {counted(row.years, 'year')} after {row.starts_with}" if row else ""
    held = "; ".join(f"{hold.label} ({hold.held.in_words})" for hold in one.holds)
    stands = one.record.open_because if one.standing == "open" else one.label
    return one.record.reference, one.record.record_type, stands, str(one.due_on or ""), says, held


def kinds_of_record() -> dict[str, str]:
    """What each record type is, in words."""
    return {row.record_type: row.label for row in shipped().rows}
