"""The register over a run of meetings: a line for each seat, a column for each meeting, totals beneath.

Source: the panel's attendance register: seat or role and organisation; tick, AP, deputy, remote, blank.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.panel.domain.meetings.attendance import MARK_LABELS, MARK_SIGNS, Mark, tally
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import SEAT_ROLES
from services.panel.domain.meetings.seats import Seat

NOT_INVITED = "–"  # not a blank: that says that the seat was invited and nothing was recorded


Row = tuple[str | int, ...]


@dataclass(frozen=True)
class RegisterRow:
    """One seat; a mark for each meeting, None where it was not invited."""

    role: str
    organisation: str
    marks: tuple[Mark | None, ...]

    @property
    def seat(self) -> str:
        return SEAT_ROLES.get(self.role, self.role)


@dataclass(frozen=True)
class Register:
    """``days``: on which each was held; ``planned``: for which it was called, None where that is the same.

    ``totals``: each mark at each meeting; ``overall``: each mark at all of them.
    """

    days: tuple[date, ...]
    planned: tuple[date | None, ...]
    rows: tuple[RegisterRow, ...]
    totals: tuple[dict[Mark, int], ...]
    overall: dict[Mark, int]


def register_of(meetings: Sequence[PanelMeeting]) -> Register:
    """The register of meetings in the order given. Two seats of one role and organisation are two lines."""
    seated = [_numbered(meeting.seats) for meeting in meetings]
    keys = sorted({key for one in seated for key in one}, key=lambda key: (key[1], key[0], key[2]))
    rows = tuple(RegisterRow(key[0], key[1], tuple(one.get(key) for one in seated)) for key in keys)
    totals = tuple(tally(seat.mark for seat in meeting.seats) for meeting in meetings)
    overall = tally(seat.mark for meeting in meetings for seat in meeting.seats)
    days, planned = ([getattr(one, name) for one in meetings] for name in ("held_on", "planned_on"))
    return Register(tuple(days), tuple(planned), rows, totals, overall)


def register_table(register: Register) -> list[Row]:
    """The register as rows of a file: its heads, a row for each seat, then the totals beneath."""
    heads: Row = ("Seat", "Organisation", *map(_head, register.days, register.planned), "All meetings")
    lines: list[Row] = [
        (row.seat, row.organisation, *(_sign(mark) for mark in row.marks), "") for row in register.rows
    ]
    sums: list[Row] = [
        (label, "", *(total[mark] for total in register.totals), register.overall[mark])
        for mark, label in MARK_LABELS.items()
    ]
    return [heads, *lines, *sums]


def _head(day: date, planned: date | None) -> str:
    return f"{day.isoformat()} (planned {planned.isoformat()})" if planned else day.isoformat()


def _sign(mark: Mark | None) -> str:
    return NOT_INVITED if mark is None else MARK_SIGNS[mark]


def _numbered(seats: Sequence[Seat]) -> dict[tuple[str, str, int], Mark]:
    """The marks by role, organisation and the number of the seat among its like, in the order of names."""
    seen: Counter[tuple[str, str]] = Counter()
    marks = {}
    for seat in sorted(seats, key=lambda seat: seat.name):
        like = (seat.role, seat.organisation)
        marks[(*like, seen[like])] = seat.mark
        seen[like] += 1
    return marks
