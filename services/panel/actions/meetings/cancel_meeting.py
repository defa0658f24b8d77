"""The office cancels a meeting; its cases wait for another."""

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.actions.meetings.tell_invited import tell_invited
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.meetings.invitations import CANCELLED, Inviting
from services.panel.domain.meetings.meeting_steps import cancel
from services.panel.queries.cases import case_for_change
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def cancel_meeting(
    tx: Transaction, *, meeting_id: str, because: str, inviting: Inviting | None = None
) -> None:
    """Cancel; listed cases are ready for panel again, and who knows of the meeting is told.

    Invalid without a reason; refuses MeetingCannotMove once it is in session.
    """
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    cancel(meeting, because=because)
    keep_step(tx, meeting, "cancelled", because)
    for item in meeting.agenda:
        case = case_for_change(tx, item.case_reference)
        if case.status is CaseStatus.LISTED:
            case.move_to(
                CaseStatus.READY_FOR_PANEL, by=tx.person.id, at=tx.at, reason="The meeting was cancelled"
            )
            tx.audit("cancel_meeting", case=case.reference, subject=meeting.id)
    tx.audit("cancel_meeting", subject=meeting.id)
    tell_invited(tx, meeting, kind=CANCELLED, inviting=inviting)
