"""How a series stands on a day, and what a look at all of them raises."""

from dataclasses import dataclass
from datetime import date

from services.theming.domain.signals.signal import Evidence

METHOD_NAMES = {
    "days_between": "Days between",
    "cumulative_sum": "Cumulative sum",
    "regression": "Regression",
}
TOO_SHORT = "too_short"
TOO_FEW = "too_few"


@dataclass(frozen=True)
class Standing:
    """A series on a day. ``unjudged``: why nothing can be said, or "". ``speaking``: methods, lately.

    ``in_window`` of the last weeks; ``expected`` in them, and ``a_year``, are what is usual; ``all`` held.
    """

    series: str
    all: int
    unjudged: str
    a_year: float
    in_window: int
    expected: float
    speaking: tuple[str, ...]


@dataclass(frozen=True)
class Raised:
    """A signal and the cases of its window."""

    series: str
    raised_on: date
    evidence: Evidence
    cases: tuple[str, ...]
