"""The state of one clock of one case, and the facts that the clocks follow from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from services.notifications.domain.clocks.judging import Judgement, Times
from services.notifications.domain.clocks.moments import Moment
from services.notifications.domain.clocks.pauses import Pause

STATES: Mapping[str, str] = {
    "met": "Met",
    "late": "Late",
    "running": "Running",
    "due_soon": "Due soon",
    "overdue": "Overdue",
    "paused": "Paused",
    "cannot_be_judged": "Cannot be judged",
    "not_started": "Not started",
    "not_needed": "Not needed",
}
Working = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ClockState:
    """One clock of one case on one day. ``due_on``: the last day in time, moved by paused days.

    ``days_left``: calendar days to it, negative when past; None without a limit or once decided.
    ``working``: the argument as (label, sentence) pairs; written by ``explained`` when it is read, as a list
    of many cases does not show it.
    """

    id: str
    name: str
    state: str
    due_on: date | None = None
    days_left: int | None = None
    paused_by: tuple[str, ...] = ()
    explained: Callable[[], Working] = tuple
    version: str = ""
    started: str = ""
    due_at: datetime | None = None
    ended_on: date | None = None
    judged_on: date | None = None

    @property
    def working(self) -> Working:
        return self.explained()

    @property
    def label(self) -> str:
        return STATES[self.state]

    @property
    def met(self) -> bool | None:
        return {"met": True, "late": False}.get(self.state)

    @property
    def decided(self) -> bool:
        """Whether it has ended. Reporting forms together never have: another can always be asked for."""
        return self.ended_on is not None

    @property
    def needs_reason(self) -> bool:
        """Whether a reason for the breach belongs to it."""
        return self.state in ("late", "overdue") or (self.state == "cannot_be_judged" and self.decided)


@dataclass(frozen=True)
class Request:
    """What the strip needs of a request for a reporting form."""

    due_on: date
    answered_on: date | None
    open: bool


@dataclass(frozen=True)
class CaseFacts:
    """Everything that the clocks of a case follow from.

    ``milestones``: by kind; ``kept``: judgements that were kept, by clock id. ``joint_agency_due``: None
    where nobody has decided and the notification does not say enough.
    """

    times: Times
    notification: tuple[Judgement, ...] | None
    joint_agency_due: bool | None
    milestones: Mapping[str, Moment] = field(default_factory=dict)
    pauses: tuple[Pause, ...] = ()
    inquest_concluded_on: date | None = None
    requests: tuple[Request, ...] = ()
    kept: Mapping[str, ClockState] = field(default_factory=dict)
