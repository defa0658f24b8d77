"""Seeing what redaction took out of a confirmed text: two keys, two people, and not for long."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.notifications.domain.material.case_material import CaseMaterial
from shared.errors import Conflict, Fault, Invalid, NotPermitted, TransitionRefused
from shared.people import Person

LONGEST_REASON = 2_000


@dataclass(frozen=True)
class ReversalPolicy:
    """How long a request waits to be opened, and how long what was opened can be read."""

    version: str
    starts_on: date
    source: str
    waits: timedelta
    open_for: timedelta


POLICY = ReversalPolicy(
    version="2026-11",
    starts_on=date(2026, 11, 1),
    source="Local; Caldicott principles 2 and 7: only where it is needed, by those who need it",
    waits=timedelta(days=7),
    open_for=timedelta(minutes=60),
)


class ReversalStatus(StrEnum):
    ASKED = "asked"
    OPEN = "open"
    REFUSED = "refused"
    LAPSED = "lapsed"
    CLOSED = "closed"


S = ReversalStatus
REVERSAL_TRANSITIONS: dict[ReversalStatus, frozenset[ReversalStatus]] = {
    S.ASKED: frozenset({S.OPEN, S.REFUSED, S.LAPSED}),
    S.OPEN: frozenset({S.CLOSED}),
    S.REFUSED: frozenset(),
    S.LAPSED: frozenset(),
    S.CLOSED: frozenset(),
}
STATUS_LABELS: dict[ReversalStatus, str] = {
    S.ASKED: "Waits for the Caldicott guardian",
    S.OPEN: "Opened",
    S.REFUSED: "Refused",
    S.LAPSED: "Not opened in time",
    S.CLOSED: "Opened, and closed again",
}


class NoReversalKey(Conflict):
    title = "Redactions cannot be reversed here"

    def __init__(self) -> None:
        super().__init__("This installation has no key for it. Ask whoever looks after the installation.")


class AlreadyAsked(Conflict):
    title = "Somebody has asked for this already"

    def __init__(self) -> None:
        super().__init__("The request waits for the Caldicott guardian, or is open just now.")


class ReversalNotPossible(TransitionRefused):
    def __init__(self, status: ReversalStatus) -> None:
        super().__init__(f"The request is “{STATUS_LABELS[status].lower()}”. Ask again, with a reason.")


@dataclass
class RedactionReversal:
    """A request to see what was taken out of one version of one text."""

    reversal_id: str
    case_reference: str
    material_id: str
    version: int
    policy_version: str
    reason: str
    asked_at: datetime
    asked_by: str
    asked_by_name: str
    expires_at: datetime
    opened_at: datetime | None = None
    opened_by: str = ""
    opened_by_name: str = ""
    closes_at: datetime | None = None
    refused_at: datetime | None = None
    refused_because: str = ""

    def status(self, at: datetime) -> ReversalStatus:
        if self.refused_at is not None:
            return ReversalStatus.REFUSED
        if self.closes_at is not None:
            return ReversalStatus.OPEN if at < self.closes_at else ReversalStatus.CLOSED
        return ReversalStatus.ASKED if at < self.expires_at else ReversalStatus.LAPSED

    def open(self, *, by: str, name: str, at: datetime) -> None:
        """The second key. Raises NotPermitted for whoever asked, ReversalNotPossible unless it waits."""
        self._must_wait(at)
        if by == self.asked_by:
            raise NotPermitted("Whoever asks cannot open it: somebody else holds the second key.")
        self.opened_at, self.opened_by, self.opened_by_name = at, by, name
        self.closes_at = at + POLICY.open_for

    def refuse(self, *, by: str, name: str, at: datetime, because: str) -> None:
        """Raises Invalid without a reason, ReversalNotPossible unless it waits."""
        self._must_wait(at)
        if not because.strip() or len(because) > LONGEST_REASON:
            raise Invalid([Fault("because", f"Write why, in at most {LONGEST_REASON:,} characters")])
        self.refused_at, self.opened_by, self.opened_by_name = at, by, name
        self.refused_because = because.strip()

    def must_be_open(self, *, by: str, at: datetime) -> None:
        """Raises ReversalNotPossible, also for anybody but the person who opened it."""
        if self.status(at) is not ReversalStatus.OPEN:
            raise ReversalNotPossible(self.status(at))
        if by != self.opened_by:
            raise NotPermitted("Somebody else opened it. Ask for it anew.")

    def _must_wait(self, at: datetime) -> None:
        if self.status(at) is not ReversalStatus.ASKED:
            raise ReversalNotPossible(self.status(at))


def asked(
    material: CaseMaterial, *, reversal_id: str, reason: str, by: Person, at: datetime
) -> RedactionReversal:
    """The first key: somebody asks, with a reason. Raises Invalid."""
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid([Fault("reversal_reason", f"Write why, in at most {LONGEST_REASON:,} characters")])
    return RedactionReversal(
        reversal_id=reversal_id,
        case_reference=material.case_reference,
        material_id=material.material_id,
        version=material.version,
        policy_version=POLICY.version,
        reason=reason.strip(),
        asked_at=at,
        asked_by=by.id,
        asked_by_name=by.name,
        expires_at=at + POLICY.waits,
    )
