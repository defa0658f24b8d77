"""The minutes of the demonstration's meetings, each approved by the one after it; the last are a draft."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from itertools import pairwise

from deploy.demo.case import DemoCase
from deploy.seeding.panels import PanelDesk
from deploy.seeding.people import CHAIR, MANAGER
from services.panel.actions.minutes.approve_minutes import approve_minutes
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.queries.meetings import visible_meetings
from services.panel.queries.minutes import approved_minutes_of, meetings_after


def show_minutes(desk: PanelDesk, cases: Iterable[DemoCase], now: datetime) -> None:
    """Approve what has not been approved yet; a second time nothing is left to do."""
    with desk.database.transaction(person=MANAGER, at=now) as tx:
        held = [one for one in visible_meetings(tx) if one.status is MeetingStatus.CLOSED]
        for meeting, after in pairwise(held):
            allowed = {one.id for one in meetings_after(tx, meeting)}
            if after.id in allowed and not approved_minutes_of(tx, meeting.id):
                at = datetime.combine(after.held_on, time(9, 35), UTC)
                approve_minutes(desk.by(tx, CHAIR, at), meeting_id=meeting.id, at_meeting=after.id)
