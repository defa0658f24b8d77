"""The office publishes an agenda: from now on those invited see its cases and read their bundles."""

from services.panel.actions.meetings.tell_invited import tell_invited
from services.panel.domain.meetings.invitations import PAPERS_READY, Inviting
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def publish_agenda(tx: Transaction, *, meeting_id: str, inviting: Inviting | None = None) -> None:
    """Open the agenda to those invited, and tell them. Refuses MeetingCannotMove."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    meeting.publish(tx.at)
    detail = {"cases": len(meeting.agenda), "invited": len(meeting.seats)}
    tx.audit("publish_agenda", subject=meeting.id, detail=detail)
    tell_invited(tx, meeting, kind=PAPERS_READY, inviting=inviting)
