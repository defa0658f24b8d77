"""Who holds one case up today: other processes, then open requests, the longest overdue first."""

from datetime import date

from services.notifications.domain.clocks.stages import PANEL_REVIEWED
from services.notifications.domain.gathering.requests import ReportingFormRequest, holding_up
from services.notifications.queries.clocks import CaseStanding
from shared.reference_lists import ROLES
from shared.written_dates import written_date


def holding_lines(standing: CaseStanding, on: date) -> list[str]:
    """One line for each process the panel waits for and each request that nobody has answered."""
    processes = [
        f"{each.label}, since {written_date(each.since)}" for each in standing.processes if each.holds_up
    ]
    reviewed = standing.stage in PANEL_REVIEWED
    return processes + [
        request_line(each, on, reviewed=reviewed) for each in holding_up(standing.requests, on)
    ]


def request_line(request: ReportingFormRequest, on: date, *, reviewed: bool) -> str:
    """How an open request holds a case up; once the panel has ``reviewed``, it only waits to be closed."""
    role, late = ROLES.label(request.role), request.working_days_late(on)
    if reviewed:
        return f"{role}: not answered before the panel reviewed the case; cancel it or record the answer"
    if late:
        return f"{role}: {late} working day{'' if late == 1 else 's'} overdue"
    return f"{role}: due {written_date(request.due_on)}"
