"""The office publishes an agenda: from now on those invited see its cases and read their bundles."""

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.actions.meetings.tell_invited import tell_invited
from services.panel.domain.meetings.invitations import PAPERS_READY, Inviting
from services.panel.domain.meetings.meeting_steps import publish_agenda_of
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def publish_agenda(tx: Transaction, *, meeting_id: str, inviting: Inviting | None = None) -> None:
    """Open the agenda to those invited, and tell them. Refuses AgendaEmpty and MeetingCannotMove."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    publish_agenda_of(meeting, at=tx.at)
    keep_step(tx, meeting, "published")
    detail = {"cases": len(meeting.agenda), "invited": len(meeting.seats)}
    tx.audit("publish_agenda", subject=meeting.id, detail=detail)
    tell_invited(tx, meeting, kind=PAPERS_READY, inviting=inviting)
