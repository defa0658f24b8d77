"""Somebody who is invited says through the link in their letter whether they are coming."""

from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.queries.invitations import invitation_of_link
from services.panel.queries.meetings import only_deputy_of
from shared.storage import Transaction


def answer_by_link(tx: Transaction, *, key: str, token: str, answer: str) -> PanelMeeting:
    """The link is the permission, for this one answer. The only deputy somebody has is named by the answer.

    Raises InvitationLinkNotValid, Invalid for no answer, and MeetingHasBegun.
    """
    meeting, seat = invitation_of_link(tx, key=key, token=token, to_change=True)
    deputy = only_deputy_of(tx, seat.person_id, meeting.held_on) if answer == "deputy" else None
    meeting.answered(seat.person_id, answer, at=tx.at, deputy_id=deputy)
    tx.audit("answer_invitation", subject=meeting.id, detail={"answer": answer, "by": "link"})
    return meeting
