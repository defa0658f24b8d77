"""A learning pack on its way: written, put forward by one person, released by another, perhaps withdrawn.

Nothing of it is ever deleted. A pack that was wrong is withdrawn with a reason; a new edition of the quarter
takes its place, at once or once it is released.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.errors import Conflict, Fault, Invalid, StaleVersion, TransitionRefused
from shared.identifier_patterns import identifiers_in, with_article
from shared.people import Person
from shared.periods import Period, parse_period, period_of

LONGEST_REASON = 500
OFFERED_QUARTERS = 6


class PackStatus(StrEnum):
    DRAFT = "draft"
    PUT_FORWARD = "put_forward"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


S = PackStatus

PACK_TRANSITIONS: dict[PackStatus, frozenset[PackStatus]] = {
    S.DRAFT: frozenset({S.PUT_FORWARD, S.WITHDRAWN}),
    S.PUT_FORWARD: frozenset({S.DRAFT, S.RELEASED, S.WITHDRAWN}),
    S.RELEASED: frozenset({S.WITHDRAWN}),
    S.WITHDRAWN: frozenset(),
}
STATUS_LABELS: dict[PackStatus, str] = {
    S.DRAFT: "Being written",
    S.PUT_FORWARD: "Waiting for a second person",
    S.RELEASED: "Released",
    S.WITHDRAWN: "Withdrawn",
}


class OwnPack(Conflict):
    title = "Somebody else has to release it"


class PackIsOpen(Conflict):
    title = "A pack of this quarter is on its way"


class QuarterNotOver(Conflict):
    title = "The quarter is not over"


class PackChangedMeanwhile(StaleVersion):
    """``mine``: what was typed; ``theirs``: what stands, ``version`` its number."""

    def __init__(self, *, version: int, theirs: str, mine: str) -> None:
        super().__init__("Nothing has been saved yet. Both texts are below: put together what should stand.")
        self.version, self.theirs, self.mine = version, theirs, mine


@dataclass(eq=False)
class LearningPack:
    """One edition of a quarter's pack. ``gathered`` and ``round`` number the newest of each; 0: none yet."""

    id: str
    quarter: str
    edition: int
    status: PackStatus
    built_by: str
    built_by_name: str
    built_at: datetime
    gathered: int = 0
    round: int = 0
    sent_back_because: str = ""
    released_by: str = ""
    released_by_name: str = ""
    released_at: datetime | None = None
    embargo_on: date | None = None
    withdrawn_by_name: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""

    @property
    def period(self) -> Period:
        return parse_period(self.quarter)

    @property
    def open(self) -> bool:
        """Whether it may be written in."""
        return self.status is S.DRAFT

    def shown_on(self, day: date) -> bool:
        """Whether those outside the office may read it."""
        return self.status is S.RELEASED and (self.embargo_on is None or self.embargo_on <= day)

    def check_open(self) -> None:
        if not self.open:
            raise self._refused(S.DRAFT)

    def check_put_forward(self) -> None:
        if S.RELEASED not in PACK_TRANSITIONS[self.status]:
            raise self._refused(S.RELEASED)

    def put_forward(self) -> None:
        self._move_to(S.PUT_FORWARD)
        self.round, self.sent_back_because = self.round + 1, ""

    def send_back(self, *, reason: str) -> None:
        _check_reason(reason, "Say what should be changed")
        self._move_to(S.DRAFT)
        self.sent_back_because = reason

    def release(self, *, by: Person, at: datetime, authors: Collection[str], embargo_on: date | None) -> None:
        """Refuses OwnPack to whoever wrote a text of it or put it forward."""
        self.check_put_forward()
        if by.id in authors:
            raise OwnPack("You wrote in this pack or put it forward. A second person reads and releases it.")
        self._move_to(S.RELEASED)
        self.released_by, self.released_by_name, self.released_at = by.id, by.name, at
        self.embargo_on = embargo_on

    def withdraw(self, *, by: Person, at: datetime, reason: str) -> None:
        _check_reason(reason, "Say why it is withdrawn")
        self._move_to(S.WITHDRAWN)
        self.withdrawn_by_name, self.withdrawn_at, self.withdrawn_because = by.name, at, reason

    def _move_to(self, status: PackStatus) -> None:
        if status not in PACK_TRANSITIONS[self.status]:
            raise self._refused(status)
        self.status = status

    def _refused(self, status: PackStatus) -> TransitionRefused:
        return TransitionRefused(
            f"This pack is “{STATUS_LABELS[self.status].lower()}”: it cannot become "
            f"“{STATUS_LABELS[status].lower()}”. Somebody may have changed it since you opened the page."
        )


def pack_id(quarter: Period, edition: int) -> str:
    """The id of an edition, for example 2026-27-Q2-1: the quarter, then the edition."""
    return f"{quarter.name}-{edition}"


def quarters_to_choose(today: date) -> list[Period]:
    """The quarters that a pack can be built of: those that are over, the latest first."""
    quarter = period_of(today, "Q")
    found: list[Period] = []
    while len(found) < OFFERED_QUARTERS:
        quarter = period_of(quarter.starts_on - timedelta(days=1), "Q")
        found.append(quarter)
    return found


def quarter_to_build(name: str, today: date) -> Period:
    """Raises Invalid unless it names one of ``quarters_to_choose``, QuarterNotOver while it lasts."""
    if not name:
        raise Invalid([Fault("period", "Choose a quarter")])
    quarter = parse_period(name)
    if quarter.kind != "Q":
        raise Invalid([Fault("period", "Choose a quarter, for example 2026-27-Q1")])
    if not quarter.complete_on(today):
        raise QuarterNotOver("A pack is built once the quarter is over, so that its numbers stand.")
    if quarter not in quarters_to_choose(today):
        raise Invalid([Fault("period", "Choose one of the quarters in the list")])
    return quarter


def check_none_on_its_way(editions: Iterable[LearningPack]) -> None:
    """Refuses PackIsOpen while one of a quarter's editions is neither released nor withdrawn."""
    if any(each.status in (S.DRAFT, S.PUT_FORWARD) for each in editions):
        raise PackIsOpen("Go on with that one, or withdraw it before another edition is built.")


def embargo_faults(embargo_on: date | None, today: date) -> list[Fault]:
    if embargo_on is not None and embargo_on < today:
        return [Fault("embargo", "The day must be today or later, or left blank")]
    return []


def _check_reason(reason: str, missing: str) -> None:
    faults = [] if reason else [Fault("reason", missing)]
    if len(reason) > LONGEST_REASON:
        faults.append(Fault("reason", f"The reason must be {LONGEST_REASON} characters or less"))
    faults += [
        Fault("reason", f"The reason seems to show {with_article(kind)}: leave it out")
        for kind in identifiers_in(reason)
    ]
    if faults:
        raise Invalid(faults)
