"""Where a case stands on its way to a completed review, and the steps that are possible.

Source: *Working Together* on child death review, as laid out in the process table of the field reference.
A hold is not a status: several can be open at once, and the chase for information goes on meanwhile. Nor are
the child death review meeting and its draft analysis: they come in their own time, in either order, and
stand when a case is deferred or reopened; they are facts of readiness (docs/decisions/0011).
"""

from enum import StrEnum


class CaseStatus(StrEnum):
    """The standing of one case.

    ``REVIEWED`` is discussed but not signed off, with or without a provisional decision; ``COMPLETED`` is
    signed off by the chair; ``FINALISED`` is told to the national database as complete.
    """

    NOTIFIED = "notified"
    GATHERING = "gathering"
    READY_FOR_PANEL = "ready_for_panel"
    LISTED = "listed"
    DEFERRED = "deferred"
    REVIEWED = "reviewed"
    COMPLETED = "completed"
    FINALISED = "finalised"
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
    S.COMPLETED: frozenset({S.FINALISED, S.REOPENED}),
    S.FINALISED: frozenset({S.REOPENED}),
    S.REOPENED: frozenset({S.GATHERING, S.READY_FOR_PANEL, S.REVIEWED, S.COMPLETED}),
    S.OUT_OF_SCOPE: frozenset({S.GATHERING}),
    S.TRANSFERRED: frozenset({S.GATHERING}),
    S.DUPLICATE: frozenset(),
}

# By what the hold blocks.
STOPPED_BY_A_HOLD: dict[str, frozenset[CaseStatus]] = {
    "listing": frozenset({S.READY_FOR_PANEL, S.LISTED, S.REVIEWED, S.COMPLETED}),
    "completion": frozenset({S.COMPLETED}),
}
SIGNED_OFF = frozenset({S.COMPLETED, S.FINALISED})
OUT_OF_REVIEW = _EXITS
CLOSED = SIGNED_OFF | OUT_OF_REVIEW
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
    S.FINALISED: "Finalised for the national database",
    S.REOPENED: "Reopened",
    S.OUT_OF_SCOPE: "Out of scope",
    S.TRANSFERRED: "Transferred to another panel",
    S.DUPLICATE: "Duplicate of another case",
}

# What is kept as the reason of a step whose name says it all; every other step needs one that somebody gives.
REASONS_OF_STEPS: dict[tuple[CaseStatus, CaseStatus], str] = {
    **dict.fromkeys(((each, S.READY_FOR_PANEL) for each in MADE_READY_FROM), "Everything asked for has come"),
    **dict.fromkeys(((each, S.LISTED) for each in (S.READY_FOR_PANEL, S.DEFERRED)), "Put on an agenda"),
    (S.REVIEWED, S.LISTED): "Put on an agenda again",
    (S.LISTED, S.READY_FOR_PANEL): "Taken off the agenda",
    **dict.fromkeys(((each, S.COMPLETED) for each in (S.LISTED, S.REVIEWED, S.REOPENED)), "Signed off"),
    (S.COMPLETED, S.FINALISED): "Finalised for the national database",
}
