"""Interests that nobody declared but the record shows: a member stands too near to a case.

They are found by comparing fingerprints, so that panel learns no name. One that closes does so at once, and
until somebody settles it: the member by declaring it, or the manager by clearing it with a reason.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from services.panel.domain.free_texts import reason_too_long
from services.panel.domain.quorum.interest_refusals import InterestAlreadySettled
from shared.errors import Fault, Invalid


class Ground(StrEnum):
    """Why a member stands too near: by the name, by a unit they work in, or by the seat's organisation."""

    NAMED_IN_A_RETURN = "named_in_a_return"
    TREATING_UNIT = "treating_unit"
    SAME_ORGANISATION = "same_organisation"
    SAME_SURNAME = "same_surname"


# A large organisation has members who never heard of the child, and a surname alone many bearers: the office
# is shown them, to ask; they close nothing.
CLOSING = frozenset({Ground.NAMED_IN_A_RETURN, Ground.TREATING_UNIT})
BY_NAME = frozenset({Ground.NAMED_IN_A_RETURN, Ground.SAME_SURNAME})  # the others are places of work

GROUND_LABELS: dict[Ground, str] = {
    Ground.NAMED_IN_A_RETURN: "The name is that of somebody who was involved",
    Ground.TREATING_UNIT: "Works in a unit that was involved",
    Ground.SAME_ORGANISATION: "The organisation was involved",
    Ground.SAME_SURNAME: "Somebody of this surname was involved: it may be the same person",
}


@dataclass(eq=False)
class FoundInterest:
    """Found for one person, case and ground. ``settled_as``: "declared", "cleared", or None while open."""

    id: str
    person_id: str
    person_name: str
    case_reference: str
    ground: Ground
    found_at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None
    settled_as: str | None = None
    settled_because: str | None = None

    @property
    def closes(self) -> bool:
        """Whether the case is closed to the person because of it."""
        return self.ground in CLOSING and self.settled_at is None

    def declare(self, *, by: str, at: datetime) -> None:
        """The interest is declared: that closes the case from now on."""
        self._settle("declared", by, at, None)

    def clear(self, *, by: str, at: datetime, because: str) -> None:
        """It was another person, or is no interest. Needs a reason (Invalid)."""
        if not because.strip():
            raise Invalid([Fault("because", "Say why this is no interest in the case")])
        if faults := reason_too_long("because", because):
            raise Invalid(faults)
        self._settle("cleared", by, at, because.strip())

    def _settle(self, how: str, by: str, at: datetime, because: str | None) -> None:
        if self.settled_at is not None:
            raise InterestAlreadySettled("Nothing has been changed.")
        self.settled_at, self.settled_by = at.astimezone(UTC), by
        self.settled_as, self.settled_because = how, because
