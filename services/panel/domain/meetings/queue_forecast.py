"""When the queue of cases is cleared at the planned pace, or by how much it grows."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from services.panel.domain.meetings.meetings import TARGET_CASES

MEETINGS_A_YEAR = 12  # source: one panel a month


@dataclass(frozen=True)
class QueueForecast:
    """``grows_a_month`` is negative where the queue shrinks; ``cleared_in_months`` None if it never does."""

    waiting: int
    capacity_a_year: int
    new_a_month: Fraction
    grows_a_month: Fraction
    cleared_in_months: int | None

    @property
    def sentence(self) -> str:
        if self.waiting == 0 and self.grows_a_month <= 0:
            return "No case is waiting."
        if self.cleared_in_months is not None:
            return f"Cleared in {self.cleared_in_months} month{'' if self.cleared_in_months == 1 else 's'}."
        if self.grows_a_month == 0:
            return f"Stays at {self.waiting}: as many cases come as are reviewed."
        return f"Grows by {float(self.grows_a_month):.1f} cases a month."


def forecast_queue(
    *,
    waiting: int,
    new_cases: int,
    over_months: int,
    meetings_a_year: int = MEETINGS_A_YEAR,
    cases_a_meeting: int = TARGET_CASES,
) -> QueueForecast:
    """The forecast if ``new_cases`` in ``over_months`` months is the pace at which cases keep coming."""
    capacity = meetings_a_year * cases_a_meeting
    new_a_month = Fraction(new_cases, over_months)
    grows = new_a_month - Fraction(capacity, 12)
    months = ceil(waiting / -grows) if grows < 0 else None
    return QueueForecast(waiting, capacity, new_a_month, grows, months)
