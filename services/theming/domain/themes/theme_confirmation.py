"""Where one theme stands in one case, and the steps that are possible.

Only a person confirms or rejects. What she has decided stays: when the texts are read again, a
rejected theme is not proposed anew, and a confirmed one does not lapse.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.errors import Fault, Invalid, TransitionRefused
from shared.identifier_patterns import identifiers_in, with_article
from shared.people import Person


class ThemeStatus(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    LAPSED = "lapsed"


S = ThemeStatus

THEME_TRANSITIONS: dict[ThemeStatus, frozenset[ThemeStatus]] = {
    S.PROPOSED: frozenset({S.CONFIRMED, S.REJECTED, S.LAPSED}),
    S.CONFIRMED: frozenset({S.REJECTED}),
    S.REJECTED: frozenset({S.CONFIRMED}),
    S.LAPSED: frozenset({S.PROPOSED, S.CONFIRMED}),
}

STATUS_LABELS: dict[ThemeStatus, str] = {
    S.PROPOSED: "Waiting for a decision",
    S.CONFIRMED: "Confirmed",
    S.REJECTED: "Rejected",
    S.LAPSED: "No longer found in the text",
}
LONGEST_REASON = 500


def reason_faults(reason: str) -> list[Fault]:
    """What is wrong with a reason as typed: too long, or it shows an identifier."""
    faults = [
        Fault("reason", f"The reason seems to show {with_article(kind)}: leave it out")
        for kind in identifiers_in(reason)
    ]
    if len(reason) > LONGEST_REASON:
        faults.append(Fault("reason", f"Reason must be {LONGEST_REASON} characters or less"))
    return faults


@dataclass
class ThemeConfirmation:
    """``by_hand``: added by a person without a proposal. ``decided_*`` are empty until somebody decides."""

    case_reference: str
    theme: str
    status: ThemeStatus
    proposed_at: datetime
    pipeline_version: str
    by_hand: bool = False
    decided_by: str = ""
    decided_by_name: str = ""
    decided_at: datetime | None = None
    reason: str = ""

    @classmethod
    def not_proposed(
        cls, case_reference: str, theme: str, *, at: datetime, by_hand: bool = True
    ) -> "ThemeConfirmation":
        """A theme that no rule has found in the texts, about to be decided: it stands as one that lapsed."""
        return cls(case_reference, theme, S.LAPSED, at, pipeline_version="", by_hand=by_hand)

    def confirm(self, *, by: Person, at: datetime, reason: str = "") -> None:
        """Raises TransitionRefused if it is confirmed already, Invalid if the reason is too long."""
        self._decide(S.CONFIRMED, by, at, reason)

    def reject(self, *, by: Person, at: datetime, reason: str = "") -> None:
        """Raises TransitionRefused if it is rejected already or was never proposed, Invalid as above."""
        self._decide(S.REJECTED, by, at, reason)

    def found_again(self, *, at: datetime, pipeline_version: str) -> bool:
        """The text affirms it. Only a lapsed proposal comes back; True if it did."""
        if self.status is not S.LAPSED:
            return False
        self._move_to(S.PROPOSED)
        self.proposed_at, self.pipeline_version = at, pipeline_version
        return True

    def no_longer_found(self) -> bool:
        """No text affirms it any more. Only an undecided proposal lapses; True if it did."""
        if self.status is not S.PROPOSED:
            return False
        self._move_to(S.LAPSED)
        return True

    def _decide(self, status: ThemeStatus, by: Person, at: datetime, reason: str) -> None:
        if faults := reason_faults(reason):
            raise Invalid(faults)
        self._move_to(status)
        self.decided_by, self.decided_by_name, self.decided_at = by.id, by.name, at
        self.reason = reason

    def _move_to(self, status: ThemeStatus) -> None:
        if status not in THEME_TRANSITIONS[self.status]:
            raise TransitionRefused(
                f"This theme stands at “{STATUS_LABELS[self.status].lower()}”, so this cannot be done now. "
                "Somebody may have decided it since you opened the page."
            )
        self.status = status
