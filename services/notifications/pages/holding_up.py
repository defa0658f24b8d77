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
from services.notifications.pages.waiting_for import request_line


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
    notification: ChildDeathNotification,
    requests: Sequence[ReportingFormRequest],
    *,
    on: date,
    reviewed: bool = False,
) -> CaseRow:
    """The line of a case on a day. A cancelled request was not asked.

    ``reviewed``: by the panel; nobody is late for it any more.
    """
    live = [each for each in requests if each.status is not RequestStatus.CANCELLED]
    waiting = holding_up(live, on)
    return CaseRow(
        reference=notification.case_reference,
        child=child_in_short(notification),
        days=(on - notification.notified_at.astimezone(LONDON).date()).days,
        clocks=notification.timeliness,
        asked=len(live),
        answered=completeness(len(live), live, on).answered,
        held_by=tuple(request_line(each, on, reviewed=reviewed) for each in waiting),
        overdue=max((each.working_days_late(on) for each in waiting if not reviewed), default=0),
    )
