"""Where a case stands on its meeting's agenda, for those who go from case to case while people speak."""

from dataclasses import dataclass

from services.panel.domain.meetings.attendance import IN_THE_MEETING, Mark
from services.panel.domain.meetings.meeting_status import BEGUN
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.taking_no_part import TakingNoPart, taking_no_part
from services.panel.queries.meetings import (
    cases_of,
    interested_people,
    meeting_of_case,
    people_who_declared,
)
from shared.storage import Transaction


@dataclass(frozen=True)
class ItemAtHand:
    """One case among the ``of`` of its agenda. ``before``, ``after``: the nearest open to who looks, or "".

    ``register``: names by mark, of those on the list. ``no_part``: who takes no part in it, and
    ``out_of_the_room``: who left for it, by name.
    """

    meeting: PanelMeeting
    number: int
    of: int
    before: str
    after: str
    register: dict[Mark, tuple[str, ...]]
    no_part: TakingNoPart
    out_of_the_room: tuple[str, ...]

    @property
    def begun(self) -> bool:
        return self.meeting.status in BEGUN

    @property
    def here(self) -> int:
        return sum(len(names) for mark, names in self.register.items() if mark in IN_THE_MEETING)


def item_at_hand(tx: Transaction, case_reference: str) -> ItemAtHand | None:
    """The case on the agenda of its latest meeting; None if it is on none that this person may see."""
    meeting = meeting_of_case(tx, case_reference)
    if meeting is None:
        return None
    listed = [item.case_reference for item in meeting.agenda]
    place, open_to_me = listed.index(case_reference), cases_of(tx, meeting)
    interested = interested_people(tx, [case_reference]).get(case_reference, set())
    declared = people_who_declared(tx, [case_reference]).get(case_reference, set())
    away = set(meeting.item(case_reference).out_of_the_room) - interested
    return ItemAtHand(
        meeting=meeting,
        number=place + 1,
        of=len(listed),
        before=next((one for one in reversed(listed[:place]) if one in open_to_me), ""),
        after=next((one for one in listed[place + 1 :] if one in open_to_me), ""),
        register={mark: _named(meeting, mark) for mark in Mark},
        no_part=taking_no_part(meeting.seats, interested, declared),
        out_of_the_room=_people(meeting, away),
    )


def _named(meeting: PanelMeeting, mark: Mark) -> tuple[str, ...]:
    return tuple(f"{seat.name} ({seat.organisation})" for seat in meeting.seats if seat.mark is mark)


def _people(meeting: PanelMeeting, people: set[str]) -> tuple[str, ...]:
    return tuple(seat.name for seat in meeting.seats if {seat.person_id, seat.attendee.person_id} & people)
