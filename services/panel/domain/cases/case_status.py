"""Where a case stands on its way to a completed review, and the steps that are possible.

Source: *Working Together* on child death review, as laid out in the process table of the field reference.
A hold is not a status: several can be open at once, and the chase for information goes on meanwhile.
"""

from enum import StrEnum


class CaseStatus(StrEnum):
    """The standing of one case. ``REVIEWED`` is discussed but not signed off; ``COMPLETED`` is signed off."""

    NOTIFIED = "notified"
    GATHERING = "gathering"
    READY_FOR_PANEL = "ready_for_panel"
    LISTED = "listed"
    DEFERRED = "deferred"
    REVIEWED = "reviewed"
    COMPLETED = "completed"
    REOPENED = "reopened"
    OUT_OF_SCOPE = "out_of_scope"
    TRANSFERRED = "transferred"
    DUPLICATE = "duplicate"


S = CaseStatus
_EXITS = frozenset({S.OUT_OF_SCOPE, S.TRANSFERRED, S.DUPLICATE})

CASE_TRANSITIONS: dict[CaseStatus, frozenset[CaseStatus]] = {
    S.NOTIFIED: frozenset({S.GATHERING, S.READY_FOR_PANEL}) | _EXITS,
    S.GATHERING: frozenset({S.READY_FOR_PANEL}) | _EXITS,
    S.READY_FOR_PANEL: frozenset({S.LISTED, S.GATHERING}) | _EXITS,
    S.LISTED: frozenset({S.READY_FOR_PANEL, S.DEFERRED, S.REVIEWED, S.COMPLETED}),
    S.DEFERRED: frozenset({S.LISTED, S.GATHERING, S.READY_FOR_PANEL}) | _EXITS,
    S.REVIEWED: frozenset({S.LISTED, S.DEFERRED, S.COMPLETED}),
    S.COMPLETED: frozenset({S.REOPENED}),
    S.REOPENED: frozenset({S.GATHERING, S.READY_FOR_PANEL, S.COMPLETED}),
    S.OUT_OF_SCOPE: frozenset({S.GATHERING}),
    S.TRANSFERRED: frozenset({S.GATHERING}),
    S.DUPLICATE: frozenset(),
}

# By what the hold blocks.
STOPPED_BY_A_HOLD: dict[str, frozenset[CaseStatus]] = {
    "listing": frozenset({S.READY_FOR_PANEL, S.LISTED, S.REVIEWED, S.COMPLETED}),
    "completion": frozenset({S.COMPLETED}),
}
CLOSED = frozenset({S.COMPLETED}) | _EXITS
MADE_READY_FROM = frozenset({S.NOTIFIED, S.GATHERING, S.DEFERRED, S.REOPENED})
WITH_THE_OFFICE = frozenset({S.NOTIFIED, S.GATHERING, S.REOPENED})

STATUS_LABELS: dict[CaseStatus, str] = {
    S.NOTIFIED: "Notified",
    S.GATHERING: "Gathering information",
    S.READY_FOR_PANEL: "Ready for panel",
    S.LISTED: "Listed for a panel",
    S.DEFERRED: "Deferred",
    S.REVIEWED: "Discussed, not signed off",
    S.COMPLETED: "Review completed",
    S.REOPENED: "Reopened",
    S.OUT_OF_SCOPE: "Out of scope",
    S.TRANSFERRED: "Transferred to another panel",
    S.DUPLICATE: "Duplicate of another case",
}
