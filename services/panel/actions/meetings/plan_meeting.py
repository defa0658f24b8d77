"""The office plans a meeting of a panel, or a series of them."""

from datetime import date
from uuid import uuid4

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.domain.cases.sources import day as written_day
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_dates import series_dates
from services.panel.domain.meetings.meeting_plan import afterwards_faults, plan_faults
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.panels import Panel
from services.panel.queries.meetings import days_with_a_meeting, members_on
from services.panel.queries.panels import panel_named
from services.panel.queries.quorum_rules import known_rules
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.working_days import why_not_working


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
    every: int = 1,
    invite_everybody: bool = True,
    panel_id: str | None = None,
    because: str = "",
) -> list[PanelMeeting]:
    """The planned meetings, the first on ``held_on``; of the panel ``panel_id`` (None: the first panel).

    ``because``: why one whose day is over is recorded afterwards. Several share a series.
    Everybody is who sits on that panel, without deputies. Invalid names every fault.
    """
    check(tx.person, Permission.PREPARE_MEETING)
    plan = (held_on, starts, place, kind, theme, quorum_rules, target_cases, months, every)
    faults = plan_faults(*plan, rules=known_rules(tx))
    if faults := [*faults, *afterwards_faults(held_on, because, today=london_day(tx.at))]:
        raise Invalid(faults)
    details = (starts, place.strip(), kind, quorum_rules, target_cases, theme.strip())
    panel = panel_named(tx, panel_id)
    days = [one.day for one in series_dates(held_on, months, why_not_working, every)]
    if taken := days_with_a_meeting(tx, panel, starts, days):
        raise Invalid([Fault("held_on", f"This panel already meets at {starts} on {written_day(taken[0])}")])
    series = str(uuid4()) if months > 1 else None
    return [_plan(tx, day, details, panel, invite_everybody, series, because) for day in days]


def _plan(
    tx: Transaction,
    day: date,
    details: tuple[str, str, str, str, int, str],
    panel: Panel,
    everybody: bool,
    series: str | None,
    because: str,
) -> PanelMeeting:
    meeting = PanelMeeting(str(uuid4()), day, *details, panel_id=panel.id, series_id=series)
    for member in members_on(tx, day) if everybody else []:
        if member.deputises_for is None and member.sits_on(panel.id):
            meeting.invite(member)
    tx.session.add(meeting)
    keep_step(tx, meeting, "planned", because if day < london_day(tx.at) else "")
    detail = {"held_on": day.isoformat(), "kind": meeting.kind, "invited": len(meeting.seats)}
    tx.audit("plan_meeting", subject=meeting.id, detail=detail)
    return meeting
