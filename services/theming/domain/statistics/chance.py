"""How far chance alone moves small numbers: exact or nearly exact intervals, in plain arithmetic.

Sources: Garwood 1936 (Poisson), Wilson 1927 (shares), Newcombe 1998 (differences); for funnels Spiegelhalter
2005, "Funnel plots for comparing institutional performance", Statistics in Medicine 24.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

Interval = tuple[float, float]
NEGLIGIBLE = 1e-18


def poisson_interval(count: int, level: float = 0.95) -> Interval:
    """The exact interval of the mean of which ``count`` were seen: a reader can take it for 0 upwards."""
    tail, beyond = (1 - level) / 2, count + 20 * sqrt(count + 1) + 20
    low = 0.0 if count == 0 else _crossing(lambda mean: 1 - _poisson_up_to(count - 1, mean), tail, 0, count)
    return low, _crossing(lambda mean: -_poisson_up_to(count, mean), -tail, count, beyond)


def wilson(part: float, whole: float, level: float = 0.95) -> Interval:
    """The interval of a share, each end from 0 to 1. ``whole`` is above 0."""
    z = _normal(level)
    share, grown = part / whole, 1 + z * z / whole
    middle = (share + z * z / (2 * whole)) / grown
    away = z / grown * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return max(0.0, middle - away), min(1.0, middle + away)


def difference(first: tuple[float, float], second: tuple[float, float], level: float = 0.95) -> Interval:
    """The interval of one share less another, each as part and whole (Newcombe 1998, method 10)."""
    (low1, high1), (low2, high2) = wilson(*first, level), wilson(*second, level)
    share1, share2 = first[0] / first[1], second[0] / second[1]
    below = sqrt((share1 - low1) ** 2 + (high2 - share2) ** 2)
    above = sqrt((high1 - share1) ** 2 + (share2 - low2) ** 2)
    return share1 - share2 - below, share1 - share2 + above


@dataclass(frozen=True)
class Ratio:
    """How many times as high one rate is as another, with its interval."""

    value: float
    low: float
    high: float


def rate_ratio(counts: tuple[float, float], people: tuple[float, float], level: float = 0.95) -> Ratio | None:
    """The first rate over the second; None where the second had nobody.

    Given both counts together, the first is a share of them: its interval gives the ratio's.
    """
    first, second = counts
    if first + second == 0 or second == 0:
        return None
    scale = people[1] / people[0]
    low, high = wilson(first, first + second, level)
    return Ratio(first / second * scale, _odds(low) * scale, _odds(high) * scale)


def funnel_limits(number: int, share: float, level: float) -> Interval:
    """Between which shares of ``number`` cases chance keeps ``level`` of all, were ``share`` true of each.

    Exact binomial quantiles, interpolated between whole cases.
    """
    tail = (1 - level) / 2
    return _quantile(number, share, tail) / number, _quantile(number, share, 1 - tail) / number


def _quantile(number: int, share: float, probability: float) -> float:
    before, up_to = 0.0, 0.0
    for cases in range(number + 1):
        before, up_to = up_to, up_to + _binomial(cases, number, share)
        if up_to >= probability:
            return max(0.0, cases - (up_to - probability) / (up_to - before))
    return float(number)


def _binomial(cases: int, number: int, share: float) -> float:
    ways = lgamma(number + 1) - lgamma(cases + 1) - lgamma(number - cases + 1)
    return exp(ways + cases * log(share) + (number - cases) * log(1 - share))


def _poisson_up_to(count: int, mean: float) -> float:
    """Each term follows from the one before it: from the likeliest number downwards and upwards."""
    if mean <= 0:
        return 1.0
    first = min(count, int(mean))
    likeliest = exp(first * log(mean) - mean - lgamma(first + 1))
    below = _added_up(likeliest, (each / mean for each in range(first, 0, -1)))
    above = _added_up(likeliest, (mean / each for each in range(first + 1, count + 1)))
    return min(1.0, likeliest + below + above)


def _added_up(term: float, factors: Iterable[float]) -> float:
    """The terms after ``term``, each the one before times a factor, as far as they count."""
    found = 0.0
    for factor in factors:
        term *= factor
        found += term
        if term < NEGLIGIBLE:
            break
    return found


def _crossing(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Where a rising function reaches ``wanted``, by halving."""
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2


def _normal(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")
