"""Meetings held against those that were planned, and against one each month."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.panel.domain.meetings.meeting_status import BEGUN, MeetingStatus
from shared.indicators import MeetingRate, meeting_rate


@dataclass(frozen=True)
class MeetingLine:
    """What a report reads of a meeting: its day, its standing, how many cases it had on its agenda.

    ``planned_on``: the day for which it was called, where it was held on another.
    """

    held_on: date
    status: MeetingStatus
    cases: int
    target: int
    planned_on: date | None = None

    @property
    def called_for(self) -> date:
        return self.planned_on or self.held_on


@dataclass(frozen=True)
class MeetingsHeld:
    """Meetings of a period. ``not_recorded``: the day has passed and nobody started or cancelled it."""

    planned: int
    held: int
    cancelled: int
    not_recorded: int
    below_target: int
    rate: MeetingRate
    on_another_day: int = 0

    @property
    def sentences(self) -> list[str]:
        """What a report says of them, each figure with its unit."""
        noun = "meeting" if self.held == 1 else "meetings"
        said = [
            f"{self.held} {noun} held of {self.planned} planned.",
            f"{self.rate.a_month} a month, {self.rate.sentence}.",
        ]
        if self.on_another_day:
            said.append(f"{self.on_another_day} held on another day than planned.")
        if self.cancelled:
            said.append(f"{self.cancelled} cancelled.")
        if self.not_recorded:
            said.append(f"{self.not_recorded} whose day has passed without a record of being held.")
        if self.below_target:
            said.append(f"{self.below_target} with fewer cases than the target.")
        return said


def meetings_held(meetings: Collection[MeetingLine], first: date, last: date, on: date) -> MeetingsHeld:
    """The meetings from ``first`` to ``last``, both counted, as they stand on day ``on``.

    A meeting that was cancelled had been planned. One that was held on another day counts as planned for the
    one and as held on the other. The rate is over whole calendar months.
    """
    some = [one for one in meetings if first <= one.called_for <= last]
    held = [one for one in meetings if one.status in BEGUN and first <= one.held_on <= last]
    cancelled = sum(one.status is MeetingStatus.CANCELLED for one in some)
    passed = sum(one.status not in BEGUN and one.held_on < on for one in some)
    return MeetingsHeld(
        planned=len(some),
        held=len(held),
        cancelled=cancelled,
        not_recorded=passed - sum(one.status is MeetingStatus.CANCELLED and one.held_on < on for one in some),
        below_target=sum(one.cases < one.target for one in held),
        rate=meeting_rate(len(held), first, last),
        on_another_day=sum(one.planned_on is not None for one in held),
    )
