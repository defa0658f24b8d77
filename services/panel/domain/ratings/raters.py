"""Who rates a case: of each seat one person, and nobody whom the register has as taking no part in it.

"Not recorded" is no absence: whoever has that line may rate. Once the register has somebody in the meeting,
it says who is waited for; until then all are who are to come.
"""

from collections.abc import Collection
from dataclasses import dataclass

from services.panel.domain.meetings.attendance import IN_THE_MEETING, Mark
from services.panel.domain.meetings.meeting_status import BEGUN
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.seats import Seat

OUT_OF_THE_ROOM = "It is recorded that you are out of the room for this case."
NO_SEAT = "You have no seat for this case at the meeting that decides on it."
# Why the member of a seat does not rate, by what the register says of it.
NOT_THE_MEMBER: dict[Mark, str] = {
    Mark.APOLOGIES: "The register has your apologies for the meeting.",
    Mark.DEPUTY: "The register says that a deputy came in your place: the deputy rates the case.",
    Mark.NOT_RECORDED: "A deputy is named to come in your place: the deputy rates the case.",
}


@dataclass(frozen=True)
class Raters:
    """Ids of those who may rate a case, and of those among them whose rating is waited for."""

    may: frozenset[str] = frozenset()
    awaited: frozenset[str] = frozenset()


def rater_of(seat: Seat) -> str | None:
    """Who rates for a seat: the member, or in their place the deputy; None for apologies and where the
    deputy has no name.
    """
    if seat.mark is Mark.APOLOGIES:
        return None
    replaced = seat.mark is Mark.DEPUTY or (seat.mark is Mark.NOT_RECORDED and seat.deputy_id)
    return seat.deputy_id if replaced else seat.person_id


def raters(meeting: PanelMeeting, case_reference: str, interested: Collection[str]) -> Raters:
    """Who rates a case on the agenda of ``meeting``. ``interested``: ids of those with an interest in it."""
    out = {*interested, *meeting.item(case_reference).out_of_the_room}
    seats = [seat for seat in meeting.seats if seat.asked_about(case_reference)]
    said = meeting.status in BEGUN and any(seat.mark in IN_THE_MEETING for seat in meeting.seats)
    awaited = [seat for seat in seats if not said or seat.mark in IN_THE_MEETING]
    return Raters(_ids(seats) - out, _ids(awaited) - out)


def why_not_asked(meeting: PanelMeeting, case_reference: str, person_id: str) -> str:
    """Why somebody who is invited does not rate the case, said to themselves."""
    if person_id in meeting.item(case_reference).out_of_the_room:
        return OUT_OF_THE_ROOM
    mine = (seat for seat in meeting.seats if seat.person_id == person_id)
    return next((NOT_THE_MEMBER.get(seat.mark, NO_SEAT) for seat in mine), NO_SEAT)


def _ids(seats: Collection[Seat]) -> frozenset[str]:
    return frozenset(rater for seat in seats if (rater := rater_of(seat)))
