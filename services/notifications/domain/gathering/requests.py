"""Asking the agencies that knew the child: a request for each source, its deadline and every step of it."""

from dataclasses import dataclass, field
from datetime import date

from services.notifications.domain.gathering.chase_policies import ChaseStep, GatheringPolicy, policy_on
from services.notifications.domain.gathering.completeness import Completeness, completeness, holding_up
from services.notifications.domain.gathering.refusals import RequestTransitionRefused
from services.notifications.domain.gathering.request_status import (
    ANSWERS,
    CLOSED,
    LADDER_ANEW,
    NOT_ASKED,
    REQUEST_TRANSITIONS,
    STATUS_LABELS,
    RequestStatus,
)
from shared.errors import Fault, Invalid
from shared.working_days import add_working_days, working_days_between

__all__ = [
    "ANSWERS",
    "CLOSED",
    "NOT_ASKED",
    "REQUEST_TRANSITIONS",
    "STATUS_LABELS",
    "ChaseStep",
    "Completeness",
    "GatheringPolicy",
    "ReportingFormRequest",
    "RequestStatus",
    "completeness",
    "holding_up",
    "new_request",
    "policy_on",
]


@dataclass
class ReportingFormRequest:
    """A legal request for information (Children Act 2004, section 16N) to one source of one case.

    `organisation` is its name on the day of the request; `reason` belongs to the latest step that needs one.
    """

    request_id: str
    case_reference: str
    source_id: str
    role: str
    sector: str
    requested_on: date
    due_on: date
    policy_version: str
    status: RequestStatus = RequestStatus.SENT
    status_since: date | None = None
    answered_on: date | None = None
    nil_reason: str = ""
    times_chased: int = field(default=0)
    agency_id: str | None = None
    organisation: str = ""
    reason: str = ""

    @property
    def open(self) -> bool:
        return self.status not in CLOSED

    @property
    def policy(self) -> GatheringPolicy:
        return policy_on(self.requested_on, self.sector)

    def move_to(self, status: RequestStatus, *, on: date) -> None:
        """Take a step of REQUEST_TRANSITIONS; raises RequestTransitionRefused for any other."""
        if status not in REQUEST_TRANSITIONS[self.status]:
            raise RequestTransitionRefused(STATUS_LABELS[self.status], STATUS_LABELS[status])
        self.status, self.status_since = status, on

    def receive(self, *, on: date) -> None:
        self.move_to(RequestStatus.RETURNED, on=on)
        self.answered_on = on

    def receive_nil_return(self, *, reason: str, on: date) -> None:
        """The source holds nothing. That is an answer, so it needs its reason."""
        _needed(reason, "Write why there is nothing to return")
        self.move_to(RequestStatus.NIL_RETURN, on=on)
        self.answered_on, self.nil_reason = on, reason.strip()

    def extend(self, *, until: date | None, reason: str, on: date) -> None:
        """More time. Raises Invalid naming every fault: the day must be later than the one that was due."""
        faults = [] if reason.strip() else [Fault("extend_reason", "Write why they need more time")]
        if until is None or until <= max(on, self.due_on):
            faults.append(Fault("extend_until", "Write a date after today and after the date it is due now"))
        if faults or until is None:
            raise Invalid(faults)
        self.move_to(RequestStatus.EXTENDED, on=on)
        self.due_on, self.reason = until, reason.strip()

    def send_back(self, *, reason: str, on: date) -> None:
        """What came cannot be used: it is asked for again, with a deadline of its own."""
        _needed(reason, "Write what they are asked to put right. They will read it")
        self.move_to(RequestStatus.UNUSABLE, on=on)
        self.due_on, self.reason = add_working_days(on, self.policy.again_after), reason.strip()
        self.answered_on = None

    def close_without(self, outcome: RequestStatus, *, reason: str, on: date) -> None:
        """Refused, or the child is not known there. Raises Invalid without a reason."""
        _needed(reason, "Write who said so, when, and the reason they gave")
        self.move_to(outcome, on=on)
        self.reason = reason.strip()
        self.answered_on = on if outcome in ANSWERS else None

    def chase(self, *, on: date) -> ChaseStep:
        """Take the next rung of the ladder that is due; raises RequestTransitionRefused if none is."""
        step = self.chase_due(on)
        if step is None:
            raise RequestTransitionRefused(STATUS_LABELS[self.status], "chased again")
        return self._climb(step, on)

    def escalate(self, *, on: date) -> ChaseStep:
        """To the agency's lead at once: after a refusal, or before the ladder would."""
        step = next(one for one in self.policy.ladder if one.becomes is RequestStatus.ESCALATED)
        return self._climb(step, on)

    def _climb(self, step: ChaseStep, on: date) -> ChaseStep:
        self.move_to(step.becomes, on=on)
        self.times_chased += 1
        return step

    def chase_due(self, on: date) -> ChaseStep | None:
        """The highest rung reached by `on` that has not been taken; None while there is nothing to do.

        Rungs stand at fixed working days before or after the due date, and move with it.
        """
        if not self.open:
            return None
        past_due, policy = self._days_past_due(on), self.policy
        reached = [
            step for step in policy.ladder if past_due >= step.after - policy.due_after and self._counts(step)
        ]
        return next(
            (step for step in reversed(reached) if step.becomes in REQUEST_TRANSITIONS[self.status]), None
        )

    def _counts(self, step: ChaseStep) -> bool:
        begun = self.status_since if self.status in LADDER_ANEW else None
        return begun is None or self._days_past_due(begun) < step.after - self.policy.due_after

    def _days_past_due(self, on: date) -> int:
        """Working days from the due date; negative before it."""
        if on >= self.due_on:
            return working_days_between(self.due_on, on)
        return -working_days_between(on, self.due_on)

    def working_days_waited(self, on: date) -> int:
        """Working days from the request to `on`, or to the answer where there is one."""
        return working_days_between(self.requested_on, min(on, self.answered_on or on))

    def working_days_late(self, on: date) -> int:
        """Working days past the due date on which it was or is still unanswered; 0 when in time."""
        return working_days_between(self.due_on, min(on, self.answered_on or on))


def _needed(reason: str, otherwise: str) -> None:
    if not reason.strip():
        raise Invalid([Fault("reason", otherwise)])


def new_request(
    *,
    request_id: str,
    case_reference: str,
    source_id: str,
    role: str,
    sector: str,
    on: date,
    due_after: int | None = None,
    agency_id: str | None = None,
    organisation: str = "",
) -> ReportingFormRequest:
    """A request sent on `on`, due by the agency's own working days, else by the policy of that day."""
    policy = policy_on(on, sector)
    return ReportingFormRequest(
        request_id,
        case_reference,
        source_id,
        role,
        sector,
        on,
        add_working_days(on, due_after or policy.due_after),
        policy.version,
        status_since=on,
        agency_id=agency_id,
        organisation=organisation,
    )
