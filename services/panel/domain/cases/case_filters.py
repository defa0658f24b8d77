"""The ways in which the list of cases can be narrowed."""

from collections.abc import Callable
from dataclasses import dataclass

from services.panel.domain.cases.case_status import CLOSED, OUT_OF_REVIEW, CaseStatus
from services.panel.domain.cases.review_case import ReviewCase

S = CaseStatus
LISTABLE = frozenset({S.READY_FOR_PANEL, S.DEFERRED})


@dataclass(frozen=True)
class CaseFilter:
    """A named set of cases: by status, and where that is not enough by what ``holds`` of the case."""

    label: str
    statuses: frozenset[CaseStatus]
    holds: Callable[[ReviewCase], bool] = lambda case: True

    def takes(self, case: ReviewCase) -> bool:
        return case.status in self.statuses and self.holds(case)


def _listable(case: ReviewCase) -> bool:
    return not case.holds_against(S.LISTED)


def _waits(case: ReviewCase) -> bool:
    """For somebody's return, meeting or draft: not for a hold, which is a list of its own."""
    return not case.open_holds


CASE_FILTERS: dict[str, CaseFilter] = {
    "under_way": CaseFilter("Under way", frozenset(S) - CLOSED),
    "gathering": CaseFilter("Gathering information", frozenset({S.NOTIFIED, S.GATHERING, S.REOPENED})),
    "waiting": CaseFilter("Waiting for others", frozenset({S.NOTIFIED, S.GATHERING, S.REOPENED}), _waits),
    "on_hold": CaseFilter("On hold", frozenset(S) - CLOSED, lambda case: bool(case.open_holds)),
    "ready": CaseFilter("Ready, on no agenda", LISTABLE, _listable),
    "listed": CaseFilter("Listed or discussed", frozenset({S.LISTED, S.REVIEWED})),
    "provisional": CaseFilter("Decided provisionally", frozenset(S) - CLOSED, lambda case: case.provisional),
    "reopened": CaseFilter("Reopened", frozenset({S.REOPENED})),
    "completed": CaseFilter("Completed", frozenset({S.COMPLETED, S.FINALISED})),
    "not_finalised": CaseFilter("Completed, not finalised", frozenset({S.COMPLETED})),
    "not_reviewed": CaseFilter("Not reviewed here", OUT_OF_REVIEW),
    "all": CaseFilter("All", frozenset(S)),
}
