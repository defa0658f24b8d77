"""How often chance alone raises a signal, and how soon a doubling is seen: from invented histories."""

from dataclasses import dataclass
from math import log

from shared.counted_words import counted

STEP = 1.2


@dataclass(frozen=True)
class Estimate:
    """A mean with the 95 % interval that the number of invented histories leaves."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class FalseAlarms:
    """``a_year``: notifications a year. Estimates are signals a year, of each method and of the vote.

    ``days_to_doubling``: the median; None if fewer than half were found within the years watched.
    ``found_in_year``: the share found within a year.
    """

    a_year: float
    swing: float
    settings: str
    histories: int
    by_method: dict[str, Estimate]
    days_to_doubling: float | None
    found_in_year: float

    @property
    def of_vote(self) -> Estimate:
        return self.by_method["vote"]


def worked_out_at(a_year: float) -> float:
    """The rate a year for which it is worked out: the nearest of a row of rates, each a fifth above the last.

    What it comes to hardly differs between neighbours. Rates below one in two years are taken as that.
    """
    steps = max(round(log(max(a_year, 0.5)) / log(STEP)), -3)
    return round(STEP**steps, 2)


def in_words(estimate: Estimate) -> str:
    """An estimate as a reader takes it in."""
    if not estimate.mean:
        return "none in all the years worked through"
    years = 1 / estimate.mean
    if years < 1.5:
        return f"about {estimate.mean:.1f} a year"
    return f"about one in {counted(round(years), 'year')}"
