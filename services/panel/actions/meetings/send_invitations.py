"""The office invites by letter everybody on the list of a meeting who has not been told of it."""

from services.panel.actions.meetings.tell_invited import tell_invited
from services.panel.domain.meetings.invitations import INVITATION, Inviting
from services.panel.domain.meetings.meeting_refusals import MeetingHasBegun
from services.panel.domain.meetings.meeting_status import BEFORE_IT_BEGINS
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def send_invitations(tx: Transaction, *, meeting_id: str, inviting: Inviting) -> int:
    """Queue the invitations with their calendar entry; how many. Refuses MeetingHasBegun."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    if meeting.status not in BEFORE_IT_BEGINS:
        raise MeetingHasBegun(f"The meeting is “{meeting.status_label}”.")
    return tell_invited(tx, meeting, kind=INVITATION, inviting=inviting)
