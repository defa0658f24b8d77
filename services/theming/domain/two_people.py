"""What is prepared by one person and released by another: how it stands, and who may take it further.

Nothing of it is ever deleted: what was wrong is withdrawn with a reason.
"""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from services.theming.domain.london_days import london_day
from shared.errors import Conflict, Fault, Invalid, TransitionRefused
from shared.identifier_patterns import identifiers_in, with_article
from shared.people import Person

LONGEST_REASON = 500


class Standing(StrEnum):
    DRAFT = "draft"
    PUT_FORWARD = "put_forward"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


S = Standing

TRANSITIONS: dict[Standing, frozenset[Standing]] = {
    S.DRAFT: frozenset({S.PUT_FORWARD, S.WITHDRAWN}),
    S.PUT_FORWARD: frozenset({S.DRAFT, S.RELEASED, S.WITHDRAWN}),
    S.RELEASED: frozenset({S.WITHDRAWN}),
    S.WITHDRAWN: frozenset(),
}
LABELS: dict[Standing, str] = {
    S.DRAFT: "Being prepared",
    S.PUT_FORWARD: "Waiting for a second person",
    S.RELEASED: "Released",
    S.WITHDRAWN: "Withdrawn",
}


class OwnWork(Conflict):
    title = "Somebody else has to release it"


class ReleasedByTwo:
    """Something on its way. ``called`` is what a refusal calls it; the other members are kept in a table.

    ``round`` numbers how often it was made ready to be read by a second person.
    """

    called = "release"
    labels = LABELS
    status: Standing
    round: int
    sent_back_because: str
    released_by: str
    released_by_name: str
    released_at: datetime | None
    embargo_on: date | None
    withdrawn_by_name: str
    withdrawn_at: datetime | None
    withdrawn_because: str

    @property
    def open(self) -> bool:
        """Whether it may be changed."""
        return self.status is S.DRAFT

    def shown_on(self, day: date) -> bool:
        """Whether those outside the office may read it."""
        return self.status is S.RELEASED and (self.embargo_on is None or self.embargo_on <= day)

    @property
    def shown_from(self) -> date:
        """The first day on which those outside the office may read it, once it is released."""
        released = london_day(self.released_at) if self.released_at else date.max
        return max(released, self.embargo_on or released)

    def check_open(self) -> None:
        if not self.open:
            raise self._refused()

    def check_put_forward(self) -> None:
        if S.RELEASED not in TRANSITIONS[self.status]:
            raise self._refused()

    def send_back(self, *, reason: str) -> None:
        check_reason(reason, "Say what should be changed")
        self._move_to(S.DRAFT)
        self.sent_back_because = reason

    def release(self, *, by: Person, at: datetime, authors: Collection[str], embargo_on: date | None) -> None:
        """Refuses OwnWork to whoever prepared any of it or put it forward."""
        self.check_put_forward()
        if by.id in authors:
            raise OwnWork(
                f"You prepared some of this {self.called} or put it forward. A second person reads and "
                "releases it."
            )
        self._move_to(S.RELEASED)
        self.released_by, self.released_by_name, self.released_at = by.id, by.name, at
        self.embargo_on = embargo_on

    def withdraw(self, *, by: Person, at: datetime, reason: str) -> None:
        check_reason(reason, "Say why it is withdrawn")
        self._move_to(S.WITHDRAWN)
        self.withdrawn_by_name, self.withdrawn_at, self.withdrawn_because = by.name, at, reason

    def _move_to(self, status: Standing) -> None:
        if status not in TRANSITIONS[self.status]:
            raise self._refused()
        self.status = status

    def _refused(self) -> TransitionRefused:
        """Says where it stands: a button pressed twice wanted just that."""
        return TransitionRefused(
            f"This {self.called} stands at “{self.labels[self.status].lower()}”, so this cannot be done now. "
            "Somebody may have changed it since you opened the page."
        )


def embargo_faults(embargo_on: date | None, today: date) -> list[Fault]:
    if embargo_on is not None and embargo_on < today:
        return [Fault("embargo", "The day must be today or later, or left blank")]
    return []


def check_reason(reason: str, missing: str) -> None:
    """Raises Invalid without a reason, or with one that is too long or shows an identifier."""
    faults = text_faults("reason", "The reason", reason, longest=LONGEST_REASON)
    if not reason:
        faults = [Fault("reason", missing)]
    if faults:
        raise Invalid(faults)


def text_faults(field: str, called: str, text: str, *, longest: int) -> list[Fault]:
    """What is wrong with a text that stays on record: its length, and whatever looks like an identifier."""
    too_long = [Fault(field, f"{called} must be {longest} characters or less")] if len(text) > longest else []
    return too_long + [
        Fault(field, f"{called} seems to show {with_article(kind)}: leave it out")
        for kind in identifiers_in(text)
    ]
