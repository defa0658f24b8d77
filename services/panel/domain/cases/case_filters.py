"""The ways in which the list of cases can be narrowed."""

from dataclasses import dataclass

from services.panel.domain.cases.case_status import CaseStatus

S = CaseStatus


@dataclass(frozen=True)
class CaseFilter:
    """A named set of statuses."""

    label: str
    statuses: frozenset[CaseStatus]


CASE_FILTERS: dict[str, CaseFilter] = {
    "under_way": CaseFilter(
        "Under way",
        frozenset({S.NOTIFIED, S.GATHERING, S.READY_FOR_PANEL, S.LISTED, S.DEFERRED, S.REVIEWED, S.REOPENED}),
    ),
    "gathering": CaseFilter("Gathering information", frozenset({S.NOTIFIED, S.GATHERING, S.REOPENED})),
    "ready": CaseFilter("Ready for panel", frozenset({S.READY_FOR_PANEL, S.DEFERRED})),
    "listed": CaseFilter("Listed or discussed", frozenset({S.LISTED, S.REVIEWED})),
    "completed": CaseFilter("Completed", frozenset({S.COMPLETED})),
    "not_reviewed": CaseFilter("Not reviewed here", frozenset({S.OUT_OF_SCOPE, S.TRANSFERRED, S.DUPLICATE})),
    "all": CaseFilter("All", frozenset(S)),
}
