"""Asking the agencies that knew the child: a request for each source, its deadline, who is waited for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.notifications.domain.gathering.refusals import RequestTransitionRefused
from shared.errors import Fault, Invalid
from shared.working_days import add_working_days, working_days_between


class RequestStatus(StrEnum):
    """Where a request stands. "returned" is a usable form; "nil_return" says that nothing is held."""

    SENT = "sent"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    RETURNED = "returned"
    NIL_RETURN = "nil_return"
    CANCELLED = "cancelled"


S = RequestStatus
ANSWERS = frozenset({S.RETURNED, S.NIL_RETURN})
CLOSED = ANSWERS | {S.CANCELLED}
REQUEST_TRANSITIONS: dict[RequestStatus, frozenset[RequestStatus]] = {
    S.SENT: frozenset({S.REMINDED, S.OVERDUE, S.ESCALATED}) | CLOSED,
    S.REMINDED: frozenset({S.OVERDUE, S.ESCALATED}) | CLOSED,
    S.OVERDUE: frozenset({S.ESCALATED}) | CLOSED,
    S.ESCALATED: CLOSED,
    # A source that held nothing may find something after all.
    S.NIL_RETURN: frozenset({S.RETURNED}),
    S.RETURNED: frozenset(),
    S.CANCELLED: frozenset(),
}
STATUS_LABELS: dict[RequestStatus, str] = {
    S.SENT: "Asked, no reply yet",
    S.REMINDED: "Reminded, no reply yet",
    S.OVERDUE: "Overdue",
    S.ESCALATED: "Escalated, no reply yet",
    S.RETURNED: "Form returned",
    S.NIL_RETURN: "Nil return: nothing held",
    S.CANCELLED: "Request cancelled",
}
NOT_ASKED = "Not asked"


@dataclass(frozen=True, slots=True)
class ChaseStep:
    """A rung of the chase ladder: what is due `after` working days without a reply."""

    after: int
    becomes: RequestStatus
    action: str


@dataclass(frozen=True, slots=True)
class GatheringPolicy:
    """Deadline and chase ladder. `due_after` and each step count working days from the day of the request."""

    name: str
    version: str
    starts_on: date
    source: str
    due_after: int
    ladder: tuple[ChaseStep, ...]


POLICIES: tuple[GatheringPolicy, ...] = (
    GatheringPolicy(
        name="Reporting form return",
        version="2026.1",
        starts_on=date(2019, 4, 1),
        source="Local chase cycle; there is no national one",
        due_after=15,
        ladder=(
            ChaseStep(10, S.REMINDED, "Send a reminder"),
            ChaseStep(15, S.OVERDUE, "Send an overdue notice"),
            ChaseStep(20, S.ESCALATED, "Escalate to the agency's lead"),
        ),
    ),
)


def policy_on(day: date) -> GatheringPolicy:
    """The policy in force on `day`: the latest that had started."""
    return max((one for one in POLICIES if one.starts_on <= day), key=lambda one: one.starts_on)


@dataclass
class ReportingFormRequest:
    """A legal request for information (Children Act 2004, section 16N) to one source of one case."""

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
        if not reason.strip():
            raise Invalid([Fault("reason", "Write why there is nothing to return")])
        self.move_to(RequestStatus.NIL_RETURN, on=on)
        self.answered_on, self.nil_reason = on, reason.strip()

    def chase(self, *, on: date) -> ChaseStep:
        """Take the next rung of the ladder that is due; raises RequestTransitionRefused if none is."""
        step = self.chase_due(on)
        if step is None:
            raise RequestTransitionRefused(STATUS_LABELS[self.status], "chased again")
        self.move_to(step.becomes, on=on)
        self.times_chased += 1
        return step

    def chase_due(self, on: date) -> ChaseStep | None:
        """The highest rung reached by `on` that has not been taken; None while there is nothing to do."""
        days = self.working_days_waited(on)
        reached = [step for step in policy_on(self.requested_on).ladder if step.after <= days]
        return next(
            (step for step in reversed(reached) if step.becomes in REQUEST_TRANSITIONS[self.status]), None
        )

    def working_days_waited(self, on: date) -> int:
        """Working days from the request to `on`, or to the answer where there is one."""
        return working_days_between(self.requested_on, min(on, self.answered_on or on))

    def working_days_late(self, on: date) -> int:
        """Working days past the due date on which it was or is still unanswered; 0 when in time."""
        return working_days_between(self.due_on, min(on, self.answered_on or on))


def new_request(
    *, request_id: str, case_reference: str, source_id: str, role: str, sector: str, on: date
) -> ReportingFormRequest:
    """A request sent on `on`, due by the policy of that day."""
    policy = policy_on(on)
    due_on = add_working_days(on, policy.due_after)
    return ReportingFormRequest(
        request_id, case_reference, source_id, role, sector, on, due_on, policy.version, status_since=on
    )


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a case has been gathered. Five different things, never added into one another."""

    not_asked: int
    waiting: int
    overdue: int
    returned: int
    nil_return: int

    @property
    def answered(self) -> int:
        return self.returned + self.nil_return


def completeness(sources: int, requests: Iterable[ReportingFormRequest], on: date) -> Completeness:
    """Counts over the `sources` of a case; a cancelled request counts as not asked."""
    live = [one for one in requests if one.status is not RequestStatus.CANCELLED]
    late = sum(one.open and one.due_on < on for one in live)
    return Completeness(
        not_asked=max(sources - len(live), 0),
        waiting=sum(one.open for one in live) - late,
        overdue=late,
        returned=sum(one.status is RequestStatus.RETURNED for one in live),
        nil_return=sum(one.status is RequestStatus.NIL_RETURN for one in live),
    )


def holding_up(requests: Iterable[ReportingFormRequest], on: date) -> list[ReportingFormRequest]:
    """The open requests, those that hold the case up the longest first."""
    return sorted(
        (one for one in requests if one.open), key=lambda one: (one.due_on, one.requested_on, one.source_id)
    )
