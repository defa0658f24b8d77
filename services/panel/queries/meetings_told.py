"""What is told of a closed meeting, and which ones have still to be told; the action has checked who may."""

from sqlalchemy import func, select

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.tables.cases import status_change
from services.panel.tables.learning import register_correction
from services.panel.tables.meeting_steps import meeting_step
from services.panel.tables.meetings import agenda_item, panel_meeting
from shared.storage import Transaction
from shared.storage.kernel_tables import outbox


def lines_put_right(tx: Transaction, meeting_id: str) -> int:
    """How many lines of its register were put right after it closed."""
    found = select(func.count()).where(register_correction.c.meeting_id == meeting_id)
    return tx.session.scalar(found) or 0


def cases_not_reached(tx: Transaction, meeting_id: str) -> int:
    """How many cases of its agenda were put off as it closed. A meeting of long ago may have no such step."""
    closed = (meeting_step.c.meeting_id == meeting_id) & (meeting_step.c.step == "closed")
    listed = (agenda_item.c.meeting_id == meeting_id) & (
        agenda_item.c.case_reference == status_change.c.case_reference
    )
    found = (
        select(func.count(status_change.c.case_reference.distinct()))
        .join(agenda_item, listed)
        .where(
            status_change.c.to_status == CaseStatus.DEFERRED,
            status_change.c.at.in_(select(meeting_step.c.taken_at).where(closed)),
        )
    )
    return tx.session.scalar(found) or 0


def meetings_to_tell(tx: Transaction, *, limit: int) -> list[PanelMeeting]:
    """Closed meetings of which nothing was told yet, the earliest first, locked unless somebody has it."""
    told = select(outbox.c.key).where(outbox.c.key == panel_meeting.c.id).exists()
    found = select(PanelMeeting).where(panel_meeting.c.status == MeetingStatus.CLOSED, ~told)
    ordered = found.order_by(panel_meeting.c.held_on, panel_meeting.c.id).limit(limit)
    return list(tx.session.scalars(ordered.with_for_update(skip_locked=True)))


def meeting_as_kept(tx: Transaction, meeting_id: str) -> PanelMeeting:
    """A meeting that the caller has locked, as it now stands."""
    return tx.session.get_one(PanelMeeting, meeting_id)
