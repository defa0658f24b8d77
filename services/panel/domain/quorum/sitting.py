"""The meeting at which a case is decided, and who takes part in that decision."""

from dataclasses import dataclass
from datetime import date

from services.panel.domain.quorum.quorum import Attendee, QuorumResult


@dataclass(frozen=True)
class Sitting:
    """``taking_part`` leaves out who declared an interest in the case or was out of the room for it.

    ``begun``: the meeting is in session or over; who is expected before that has decided nothing.
    """

    meeting_id: str
    held_on: date
    taking_part: tuple[Attendee, ...]
    quorum: QuorumResult
    rules_name: str
    begun: bool
