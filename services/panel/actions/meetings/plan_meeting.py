"""The office plans a panel meeting, or one a month for some months."""

from datetime import date
from uuid import uuid4

from services.panel.domain.meetings.meeting_dates import monthly_dates
from services.panel.domain.meetings.meeting_plan import plan_faults
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.queries.meetings import members_on
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.working_days import is_working_day


def plan_meeting(
    tx: Transaction,
    *,
    held_on: date,
    starts: str,
    place: str,
    kind: str = "all_deaths",
    theme: str = "",
    quorum_rules: str = "default-1",
    target_cases: int = 8,
    months: int = 1,
    invite_everybody: bool = True,
) -> list[PanelMeeting]:
    """The planned meetings, the first on ``held_on``. Invalid names every fault."""
    check(tx.person, Permission.PREPARE_MEETING)
    if faults := plan_faults(held_on, starts, place, kind, theme, quorum_rules, target_cases, months):
        raise Invalid(faults)
    details = (starts, place.strip(), kind, quorum_rules, target_cases, theme.strip())
    dates = monthly_dates(held_on, months, is_working_day) if months > 1 else [held_on]
    return [_plan(tx, day, details, invite_everybody) for day in dates]


def _plan(
    tx: Transaction, day: date, details: tuple[str, str, str, str, int, str], everybody: bool
) -> PanelMeeting:
    meeting = PanelMeeting(str(uuid4()), day, *details)
    for member in members_on(tx, day) if everybody else []:
        if member.deputises_for is None:
            meeting.invite(member)
    tx.session.add(meeting)
    detail = {"held_on": day.isoformat(), "kind": meeting.kind, "invited": len(meeting.seats)}
    tx.audit("plan_meeting", subject=meeting.id, detail=detail)
    return meeting
