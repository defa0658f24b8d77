"""Meetings of a period and the marks of their registers. A blank is not recorded: no absence, no apology."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.counted_words import counted
from shared.indicators import MeetingRate, meeting_rate

MARKS: Mapping[str, str] = {
    "present": "Present",
    "remote": "Present by video or telephone",
    "deputy": "A deputy came",
    "apologies": "Apologies (AP)",
    "not_recorded": "Not recorded (blank)",
}


@dataclass(frozen=True)
class HeldMeeting:
    """A closed meeting as it was told: seats by mark, the sectors from which nobody came."""

    held_on: date
    panel_type: str
    seats: Mapping[str, int]
    sectors_missing: tuple[str, ...]
    cases_discussed: int


@dataclass(frozen=True)
class Attendance:
    """Of the meetings of a period. ``marks``: seats by mark; ``sectors_missing``: meetings by sector."""

    rate: MeetingRate
    marks: Mapping[str, int]
    sectors_missing: Mapping[str, int]
    by_type: Mapping[str, int]

    @property
    def seats(self) -> int:
        return sum(self.marks.values())

    @property
    def sentences(self) -> list[str]:
        said = [f"{counted(self.rate.held, 'meeting')} held in {counted(self.rate.months, 'month')}."]
        said.append(f"{self.rate.a_month} a month, {self.rate.sentence}.")
        if self.seats:
            said.append(self._seats_told)
        return said

    @property
    def _seats_told(self) -> str:
        """Every mark that was made, so that they add up to the seats."""
        others = (
            ("remote", "by video or telephone"),
            ("deputy", "a deputy"),
            ("apologies", "apologies (AP)"),
        )
        here = self.marks["present"]
        told = [f"{here} {'is' if here == 1 else 'are'} marked present"]
        told += [f"{self.marks[mark]} {words}" for mark, words in others if self.marks[mark]]
        blank = self.marks["not_recorded"]
        are = "is" if blank == 1 else "are"
        every = f"{', '.join(told)}, and {blank} {are} blank: not recorded"
        return f"Of {counted(self.seats, 'seat')} at these meetings, {every}."


def attendance(meetings: Sequence[HeldMeeting], first: date, last: date) -> Attendance:
    """The rate is over whole calendar months, both counted."""
    within = [each for each in meetings if first <= each.held_on <= last]
    marks = {mark: sum(each.seats.get(mark, 0) for each in within) for mark in MARKS}
    return Attendance(
        meeting_rate(len(within), first, last),
        marks,
        _counted(sector for each in within for sector in each.sectors_missing),
        _counted(each.panel_type for each in within),
    )


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
