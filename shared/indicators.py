"""The arithmetic of the scorecard and of meetings: counts, shares, rates, and their sentences."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

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


@dataclass(frozen=True)
class MeetingRate:
    """Meetings held in ``months`` whole or part calendar months; ``difference`` is against one each month."""

    held: int
    months: int

    @property
    def a_month(self) -> str:
        """Two decimals, or "N/A" for no months."""
        return f"{float(Fraction(self.held, self.months)):.2f}" if self.months else "N/A"

    @property
    def difference(self) -> int:
        return self.held - self.months

    @property
    def sentence(self) -> str:
        if self.difference == 0:
            return "exactly one each month"
        more_or_fewer = "more" if self.difference > 0 else "fewer"
        return f"{abs(self.difference)} {more_or_fewer} than one each month"


def meeting_rate(held: int, first: date, last: date) -> MeetingRate:
    """The rate over the calendar months from that of ``first`` to that of ``last``, both counted."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return MeetingRate(held, max(months, 0))
