"""Who holds one case up today: other processes, then open requests, the longest overdue first."""

from datetime import date

from services.notifications.domain.gathering.requests import ReportingFormRequest, holding_up
from services.notifications.queries.clocks import CaseStanding
from shared.reference_lists import ROLES
from shared.written_dates import written_date


def holding_lines(standing: CaseStanding, on: date) -> list[str]:
    """One line for each process the panel waits for and each request that nobody has answered."""
    processes = [
        f"{each.label}, since {written_date(each.since)}" for each in standing.processes if each.holds_up
    ]
    return processes + [_line(each, on) for each in holding_up(standing.requests, on)]


def _line(request: ReportingFormRequest, on: date) -> str:
    role, late = ROLES.label(request.role), request.working_days_late(on)
    if late:
        return f"{role}: {late} working day{'' if late == 1 else 's'} overdue"
    return f"{role}: due {written_date(request.due_on)}"
