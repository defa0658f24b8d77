"""Attendance as tables. Seats and meetings are no cases: their counts are shown as they are."""

from collections.abc import Mapping

from services.theming.domain.reports.attendance import MARKS, Attendance
from services.theming.domain.reports.contents import ShownRow, ShownTable, said
from services.theming.domain.statistics.linked_tables import TOTAL
from shared.indicators import percentage_text

BLANK = "A blank is not recorded: it is neither an absence nor an apology."


def attendance_tables(of: Attendance) -> list[ShownTable]:
    """Meetings by kind, and the marks of their registers."""
    if not of.rate.held:
        return []
    return [_meetings(of), _marks(of)]


def _meetings(of: Attendance) -> ShownTable:
    rows = {TOTAL: ("Meetings held", of.rate.held)}
    rows |= {kind: (kind.replace("_", " ").capitalize(), number) for kind, number in of.by_type.items()}
    return _table("meetings", "Meetings held, by kind of panel", "Panel", "meetings", rows, "Meetings")


def _marks(of: Attendance) -> ShownTable:
    rows = {TOTAL: ("Seats at these meetings", of.seats)}
    rows |= {mark: (label, of.marks[mark]) for mark, label in MARKS.items()}
    return _table(
        "attendance", "Seats, by mark of the attendance register", "Mark", "attendance", rows, "Seats", BLANK
    )


def _table(
    id: str, caption: str, head: str, definition: str, rows: Mapping[str, tuple[str, int]], column: str,
    *notes: str,
) -> ShownTable:  # fmt: skip
    base = rows[TOTAL][1]
    shown = tuple(
        ShownRow(key, label, "base" if key == TOTAL else "value", (said(_number(key, number, base)),))
        for key, (label, number) in rows.items()
    )
    return ShownTable(id, caption, head, definition, definition, ((TOTAL, column),), shown, tuple(notes))


def _number(key: str, number: int, base: int) -> str:
    return str(number) if key == TOTAL else f"{number} ({percentage_text(number, base)})"
