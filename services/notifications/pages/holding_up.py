"""Who is holding a case up, and for how long: a line of the case list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.notifications.domain.clocks.judging import Judgement
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.gathering.requests import (
    ReportingFormRequest,
    RequestStatus,
    completeness,
    holding_up,
)
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.pages.presenting import child_in_short
from shared.reference_lists import ROLES
from shared.written_dates import written_date


@dataclass(frozen=True)
class CaseRow:
    """``held_by``: a line per open request, the longest overdue first; ``overdue``: its working days."""

    reference: str
    child: str
    days: int
    clocks: tuple[Judgement, ...]
    asked: int
    answered: int
    held_by: tuple[str, ...]
    overdue: int


def case_row(
    notification: ChildDeathNotification, requests: Sequence[ReportingFormRequest], *, on: date
) -> CaseRow:
    """The line of a case on a day. A cancelled request was not asked."""
    live = [each for each in requests if each.status is not RequestStatus.CANCELLED]
    waiting = holding_up(live, on)
    return CaseRow(
        reference=notification.case_reference,
        child=child_in_short(notification),
        days=(on - notification.notified_at.astimezone(LONDON).date()).days,
        clocks=notification.timeliness,
        asked=len(live),
        answered=completeness(len(live), live, on).answered,
        held_by=tuple(_line(each, on) for each in waiting),
        overdue=max((each.working_days_late(on) for each in waiting), default=0),
    )


def _line(request: ReportingFormRequest, on: date) -> str:
    role, late = ROLES.label(request.role), request.working_days_late(on)
    if late:
        return f"{role}: {late} working day{'' if late == 1 else 's'} overdue"
    return f"{role}: due {written_date(request.due_on)}"
