"""How well a model did on cases it had not learnt from, each left out in turn."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

BINS = 10
Judged = Sequence[tuple[float, bool]]


@dataclass(frozen=True)
class Bin:
    """Cases given a probability from ``start`` to ``end``: what was said on average, and what was so."""

    start: float
    end: float
    cases: int
    said: float
    was: float


@dataclass(frozen=True)
class ReportCard:
    """``precision`` and ``recall`` at the threshold, None where nothing is shown. ``brier``: mean squared
    error of the probabilities, 0 is best. ``by_chance``: that of always saying the theme's share.
    """

    positives: int
    negatives: int
    threshold: float | None
    precision: float | None
    recall: float | None
    brier: float
    by_chance: float
    bins: tuple[Bin, ...]

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def report_card(judged: Judged, threshold: float | None) -> ReportCard:
    """``judged``: the probability given to each case that was left out, and whether it has the theme."""
    positives = sum(1 for _, so in judged if so)
    share = positives / len(judged)
    shown = [so for said, so in judged if threshold is not None and said >= threshold]
    return ReportCard(
        positives,
        len(judged) - positives,
        threshold,
        round(sum(shown) / len(shown), 4) if shown else None,
        round(sum(shown) / positives, 4) if shown else None,
        round(sum((said - so) ** 2 for said, so in judged) / len(judged), 4),
        round(share * (1 - share), 4),
        tuple(each for number in range(BINS) if (each := _bin(judged, number))),
    )


def threshold_for(judged: Judged, *, least_precision: float, least_probability: float) -> float | None:
    """The lowest probability at which enough of what would be shown is right; None if there is none.

    In hundredths, so that the answer does not hang on the last digit.
    """
    for hundredths in range(round(least_probability * 100), 100):
        shown = [so for said, so in judged if said >= hundredths / 100]
        if shown and sum(shown) / len(shown) >= least_precision:
            return hundredths / 100
    return None


def _bin(judged: Judged, number: int) -> Bin | None:
    start, end = number / BINS, (number + 1) / BINS
    within = [(said, so) for said, so in judged if start <= said < end or (number == BINS - 1 and said == 1)]
    if not within:
        return None
    said, was = sum(each for each, _ in within), sum(so for _, so in within)
    return Bin(start, end, len(within), round(said / len(within), 4), round(was / len(within), 4))
