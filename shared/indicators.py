"""The arithmetic of the scorecard: counts, shares and the sentence that goes with them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOT_APPLICABLE = "N/A"


def percentage(part: int, whole: int) -> Decimal | None:
    """``part`` of ``whole`` in per cent to one decimal place, halves upwards; None (N/A) for 0 of 0.

    Each share stands for itself: shares are never adjusted so that they add to 100.
    """
    if whole == 0:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def percentage_text(part: int, whole: int) -> str:
    share = percentage(part, whole)
    return NOT_APPLICABLE if share is None else f"{share}%"


@dataclass(frozen=True)
class Timeliness:
    """Notifications received in a period, by whether they met the agreed timescale.

    ``cannot_be_judged``: the date of death is unknown and its bounds do not settle it. Such
    a notification is neither in time nor late, and is left out of both shares.
    """

    in_time: int
    late: int
    cannot_be_judged: int = 0

    @property
    def received(self) -> int:
        return self.in_time + self.late + self.cannot_be_judged

    @property
    def judged(self) -> int:
        return self.in_time + self.late

    @property
    def percent_in_time(self) -> Decimal | None:
        return percentage(self.in_time, self.judged)

    @property
    def percent_late(self) -> Decimal | None:
        return percentage(self.late, self.judged)

    @property
    def sentence(self) -> str:
        noun = "notification" if self.received == 1 else "notifications"
        return f"{self.received} {noun} received. {self.in_time} within agreed timeframe."


def timeliness_of(met: list[bool | None]) -> Timeliness:
    """Count the answers of one clock: True in time, False late, None cannot be judged."""
    return Timeliness(met.count(True), met.count(False), met.count(None))
