"""What chance does to small numbers, against other people's arithmetic."""

import pytest
from scipy.stats import binom, chi2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from services.theming.domain.statistics.chance import (
    difference,
    funnel_limits,
    poisson_interval,
    rate_ratio,
    wilson,
)


@pytest.mark.parametrize("count", [0, 1, 3, 20, 107, 3492])
def test_the_interval_of_a_count_is_the_exact_one_of_garwood(count: int) -> None:
    low, high = poisson_interval(count)
    assert low == pytest.approx(chi2.ppf(0.025, 2 * count) / 2 if count else 0, abs=1e-6)
    assert high == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2, abs=1e-6)


@pytest.mark.parametrize(("part", "whole"), [(0, 9), (72, 107), (9, 9)])
def test_the_interval_of_a_share_is_wilsons(part: int, whole: int) -> None:
    assert wilson(part, whole) == pytest.approx(proportion_confint(part, whole, method="wilson"), abs=1e-9)


def test_the_interval_of_a_difference_is_newcombes() -> None:
    theirs = confint_proportions_2indep(72, 107, 60, 100, method="newcomb", compare="diff")
    assert difference((72, 107), (60, 100)) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("number", [10, 35, 250])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_the_funnel_keeps_what_it_says_it_keeps(number: int, level: float) -> None:
    low, high = (round(end * number, 9) for end in funnel_limits(number, 0.48, level))
    within = binom.cdf(int(high), number, 0.48) - (binom.cdf(int(low) - 1, number, 0.48) if low >= 1 else 0)
    assert level - 0.04 < within < level + 0.04
    assert low < 0.48 * number < high


def test_a_ratio_of_rates_allows_for_how_many_children_there_are() -> None:
    found = rate_ratio((30, 10), (200_000, 100_000))
    assert found is not None
    assert found.value == pytest.approx(1.5)
    assert found.low < 1 < found.high
    assert rate_ratio((30, 0), (1, 1)) is None
