"""How much of a case has been gathered: by request, and by question of the reporting form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from services.notifications.domain.gathering.request_status import RequestStatus

if TYPE_CHECKING:
    from services.notifications.domain.gathering.requests import ReportingFormRequest


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a case has been gathered. Different things, never added into one another."""

    not_asked: int
    waiting: int
    overdue: int
    returned: int
    nil_return: int
    not_known: int = 0
    refused: int = 0

    @property
    def answered(self) -> int:
        return self.returned + self.nil_return + self.not_known


def completeness(sources: int, requests: Iterable["ReportingFormRequest"], on: date) -> Completeness:
    """Counts over the `sources` of a case; a cancelled request counts as not asked."""
    live = [one for one in requests if one.status is not RequestStatus.CANCELLED]
    late = sum(one.open and one.due_on < on for one in live)
    counted = {status: sum(one.status is status for one in live) for status in RequestStatus}
    return Completeness(
        not_asked=max(sources - len(live), 0),
        waiting=sum(one.open for one in live) - late,
        overdue=late,
        returned=counted[RequestStatus.RETURNED],
        nil_return=counted[RequestStatus.NIL_RETURN],
        not_known=counted[RequestStatus.NOT_KNOWN],
        refused=counted[RequestStatus.REFUSED],
    )


def holding_up(requests: Iterable["ReportingFormRequest"], on: date) -> list["ReportingFormRequest"]:
    """The open requests, those that hold the case up the longest first."""
    return sorted(
        (one for one in requests if one.open), key=lambda one: (one.due_on, one.requested_on, one.source_id)
    )
