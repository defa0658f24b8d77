"""The office invites a member of the panel to a meeting."""

from services.panel.domain.meetings.meeting_refusals import NotOnThePanel
from services.panel.queries.meetings import meeting_for_change, members_on
from shared.people import Permission, check
from shared.storage import Transaction


def invite_member(tx: Transaction, *, meeting_id: str, person_id: str) -> None:
    """Add a seat for the member as of the day of the meeting. Refuses NotOnThePanel and AlreadyInvited."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    member = next((one for one in members_on(tx, meeting.held_on) if one.person_id == person_id), None)
    if member is None:
        raise NotOnThePanel("Choose somebody who holds a seat on that day.")
    meeting.invite(member)
    tx.audit("invite_member", subject=meeting.id, detail={"person": person_id, "role": member.role})
