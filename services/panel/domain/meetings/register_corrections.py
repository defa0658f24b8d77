"""A register is put right after its meeting only with a reason, and what it said before is kept."""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.panel.domain.meetings.attendance import Mark
from shared.errors import Fault, Invalid


@dataclass(eq=False)
class RegisterCorrection:
    """One line of a closed meeting's register: what it said, what it says since, and why."""

    id: str
    meeting_id: str
    person_id: str
    was: Mark
    became: Mark
    reason: str
    by: str
    by_name: str
    at: datetime


def corrected(
    *, id: str, meeting_id: str, person_id: str, was: Mark, became: Mark, reason: str, by: str, by_name: str,
    at: datetime,
) -> RegisterCorrection:  # fmt: skip
    """The correction; Invalid without a reason."""
    if not reason.strip():
        raise Invalid([Fault("reason", "The meeting is closed: say why its register is changed")])
    return RegisterCorrection(
        id, meeting_id, person_id, was, became, reason.strip(), by, by_name, at.astimezone(UTC)
    )
