"""Somebody who is invited says whether they are coming, and who comes for them."""

from services.panel.domain.meetings.meeting_refusals import NotOnThePanel
from services.panel.domain.meetings.seats import Seat
from services.panel.queries.meetings import deputies_of, meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def answer_invitation(tx: Transaction, *, meeting_id: str, answer: str, deputy_id: str | None = None) -> Seat:
    """The answer of who is signed in. A named deputy sees this meeting's papers, and no other's.

    Invalid for no answer; refuses MeetingHasBegun, and NotOnThePanel for a deputy of somebody else.
    """
    check(tx.person, Permission.VIEW_OWN_MEETINGS)
    meeting = meeting_for_change(tx, meeting_id)
    known = {one.person_id for one in deputies_of(tx, tx.person.id, meeting.held_on)}
    if deputy_id and deputy_id not in known:
        raise NotOnThePanel("This person is not your deputy on the day of the meeting.")
    seat = meeting.answered(tx.person.id, answer, at=tx.at, deputy_id=deputy_id)
    tx.audit("answer_invitation", subject=meeting.id, detail={"answer": answer, "deputy": deputy_id})
    return seat
