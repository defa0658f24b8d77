"""A notification that a child has died, from its receipt to what the office decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.notifications.domain.clocks.judging import Judgement, judge
from services.notifications.domain.clocks.moments import LONDON, written
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.refusals import (
    NotificationTransitionRefused,
    ReasonMissing,
    SettledAlready,
)
from services.notifications.domain.scope import ScopeDecision, judge_scope


class Status(StrEnum):
    """Where a notification stands."""

    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    MERGED = "merged"
    OUT_OF_SCOPE = "out_of_scope"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"


# An accepted death has been told to the panel: it stays accepted. Every other outcome can be taken back.
NOTIFICATION_TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset(
        {
            Status.ACCEPTED,
            Status.MERGED,
            Status.RETURNED,
            Status.OUT_OF_SCOPE,
            Status.TRANSFERRED,
            Status.WITHDRAWN,
        }
    ),
    Status.RETURNED: frozenset({Status.RECEIVED, Status.MERGED, Status.OUT_OF_SCOPE, Status.TRANSFERRED}),
    Status.ACCEPTED: frozenset(),
    Status.MERGED: frozenset({Status.RECEIVED, Status.RETURNED}),
    Status.OUT_OF_SCOPE: frozenset({Status.RECEIVED}),
    Status.TRANSFERRED: frozenset({Status.RECEIVED}),
    Status.WITHDRAWN: frozenset({Status.RECEIVED}),
}
STATUS_NAMES: Mapping[Status, str] = {
    Status.RECEIVED: "Received",
    Status.RETURNED: "Returned to sender",
    Status.ACCEPTED: "Accepted",
    Status.MERGED: "Merged",
    Status.OUT_OF_SCOPE: "Out of scope",
    Status.TRANSFERRED: "Transferred",
    Status.WITHDRAWN: "Withdrawn",
}
# Steps that need no reason: everything else must say why.
WITHOUT_REASON = frozenset({(Status.RECEIVED, Status.ACCEPTED)})


@dataclass(frozen=True)
class StatusChange:
    """One step: who took it, when and why."""

    was: Status
    became: Status
    by: str
    at: datetime
    reason: str


@dataclass
class ChildDeathNotification:
    """What was notified. The case reference is given on receipt and never changes.

    ``notified_at`` is when the office received it; ``channel`` "form" or "api"; ``merged_into`` a case
    reference; ``transferred_to`` the panel that leads.
    """

    case_reference: str
    answers: Answers
    notified_at: datetime
    submitted_at: datetime
    submitted_by: str
    channel: str
    status: Status = Status.RECEIVED
    changes: tuple[StatusChange, ...] = field(default=())
    merged_into: str = ""
    transferred_to: str = ""
    scope_rule: str = ""
    scope_version: str = ""

    @property
    def scope(self) -> ScopeDecision:
        """By the rules in force on the day of the death; where that is not known, of the notification."""
        return judge_scope(self.answers.scope_facts, on=self.notified_at.astimezone(LONDON).date())

    @property
    def timeliness(self) -> tuple[Judgement, ...]:
        return judge(self.answers.times)

    @property
    def is_open(self) -> bool:
        """Whether the office has still to decide."""
        return self.status in (Status.RECEIVED, Status.RETURNED)

    def next_steps(self) -> frozenset[Status]:
        return NOTIFICATION_TRANSITIONS[self.status]

    def move_to(self, status: Status, *, by: str, at: datetime, reason: str = "") -> None:
        """Take a step. Raises NotificationTransitionRefused, or ReasonMissing where a reason is needed."""
        self.refuse_unless_can(status)
        if not reason.strip() and (self.status, status) not in WITHOUT_REASON:
            raise ReasonMissing()
        self.changes += (StatusChange(self.status, status, by, at, reason.strip()),)
        self.status = status

    def refuse_unless_can(self, status: Status) -> None:
        """Raises NotificationTransitionRefused, as ``refusal_of`` words it."""
        if status not in NOTIFICATION_TRANSITIONS[self.status]:
            raise self.refusal_of(status)

    def refusal_of(self, status: Status) -> NotificationTransitionRefused:
        """SettledAlready where it is known who settled it and when.

        A notifier's answer makes it received again: a notifier is not told who in the office decided.
        """
        was, wanted = STATUS_NAMES[self.status], STATUS_NAMES[status]
        if self.changes and status is not Status.RECEIVED and self.status is not Status.RECEIVED:
            last = self.changes[-1]
            return SettledAlready(was, wanted, by=last.by, when=written(last.at))
        return NotificationTransitionRefused(was, wanted)

    def merge_into(self, other: "ChildDeathNotification", *, by: str, at: datetime, reason: str) -> None:
        """Say that this is the same death as ``other``, which is kept. Nothing is deleted."""
        self.move_to(Status.MERGED, by=by, at=at, reason=reason)
        self.merged_into = other.case_reference

    def transfer_to(self, panel: str, *, by: str, at: datetime, reason: str) -> None:
        """Hand the case to the panel that leads; it leaves our figures and stays in the log."""
        self.move_to(Status.TRANSFERRED, by=by, at=at, reason=reason)
        self.transferred_to = panel

    def put_out_of_scope(self, *, by: str, at: datetime, reason: str) -> None:
        """Close it as not a child death to be reviewed, citing the rule that applies."""
        decision = self.scope
        self.move_to(Status.OUT_OF_SCOPE, by=by, at=at, reason=reason)
        self.scope_rule, self.scope_version = decision.rule.id, decision.rule.version

    def reopen(self, *, by: str, at: datetime, reason: str) -> None:
        """Take an outcome back: it waits in the inbox again, or for the notifier's answer as before."""
        before = self.changes[-1].was if self.status is Status.MERGED and self.changes else Status.RECEIVED
        self.move_to(before, by=by, at=at, reason=reason)
        self.merged_into = self.transferred_to = self.scope_rule = self.scope_version = ""


def case_reference(panel_code: str, year: int, number: int) -> str:
    """ "LLR-2026-0107": panel, year of the notification in London, number in that year."""
    return f"{panel_code}-{year}-{number:04d}"


def year_of(notified_at: datetime) -> int:
    """The year a notification is numbered in."""
    return notified_at.astimezone(LONDON).year
