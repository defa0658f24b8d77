"""Three ways to judge small numbers: each against what it should come to by theory or by another's fit."""

from datetime import date, timedelta

import numpy as np
import pytest

from services.theming.domain.signals.false_alarms import Estimate, in_words, worked_out_at
from services.theming.domain.signals.series import (
    ALL,
    NotifiedDeath,
    days_by_series,
    series_of,
    watched_series,
)
from services.theming.domain.themes.codebook import load_codebook
from services.theming.signals.backtest import VOTE, signals_a_year
from services.theming.signals.cumulative_sum import limits
from services.theming.signals.days_between import chances
from services.theming.signals.histories import Histories, Scenario, history, invented
from services.theming.signals.looking import look
from services.theming.signals.regression import fitted, fitted_by_statsmodels, threshold, thresholds
from services.theming.signals.seasons import FLAT, YEAR, Season
from services.theming.signals.watching import METHODS, watch
from tests.unit.theming.signals.simulating import SCENARIOS, SETTINGS, WINTER, fewer, judged


@pytest.mark.parametrize(
    ("name", "seed"), [("6 a year", 61), ("24 a year", 241), ("12 a year, more in winter", 121)]
)
def test_the_false_alarms_shown_are_those_simulated_and_a_doubling_is_seen_before_a_c_chart_sees_it(
    name: str, seed: int
) -> None:
    found = judged(name, 100, seed, fewer(100))
    assert all(found.agrees(method) for method in (VOTE, *METHODS)), found
    assert found.alarms_of_c_chart >= found.simulated[VOTE].mean
    assert found.ratio > 1.1, found


def test_what_is_shown_would_be_found_wrong_if_histories_were_not_by_chance() -> None:
    """The comparison can fail: deaths that come in clusters raise more signals than chance does."""
    draw = np.random.default_rng(5)
    clustered = invented(Scenario(24.0, 10, clustered=3.0), 80, draw)
    by_chance = invented(Scenario(24.0, 10), 80, draw)
    assert signals_a_year(clustered, SETTINGS)[VOTE].low > signals_a_year(by_chance, SETTINGS)[VOTE].high


@pytest.mark.parametrize("a_year", [6.0, 24.0, 60.0])
def test_the_cumulative_sum_raises_a_false_alarm_as_rarely_as_it_is_set_to(a_year: float) -> None:
    """With the usual number known exactly; simulated without any of the code that sets the limit."""
    draw = np.random.default_rng(7)
    limit = limits(np.array([a_year * SETTINGS.sum_years]), 2.0)[0]
    gaps = draw.exponential(1.0, (200, int(a_year * 60)))
    total, alarms = np.zeros(200), 0
    for place in range(gaps.shape[1]):
        total = np.maximum(0, total - gaps[:, place]) + np.log(2)
        alarms += int((total >= limit).sum())
        total = np.where(total >= limit, 0.0, total)
    assert gaps.sum() / a_year / alarms == pytest.approx(SETTINGS.sum_years, rel=0.1)


def test_the_chance_of_short_gaps_is_that_of_a_negative_binomial_count() -> None:
    """Five notifications within 20 days where ten came in 1,000: by hand, from the sum of probabilities."""
    from math import gamma

    days = np.array([[0.0, 5.0, 10.0, 15.0, 19.5]])
    known, over = np.full((1, 5), 10.0), np.full((1, 5), 1000.0)
    shape, share = 10.5, 20 / 1020
    fewer_than_four = sum(
        gamma(shape + k) / gamma(shape) / gamma(k + 1) * share**k * (1 - share) ** shape for k in range(4)
    )
    assert chances(days, known, over, (4,))[0, 4] == pytest.approx(1 - fewer_than_four)
    assert (chances(days, known, over, (4,))[0, :4] == 1).all()


@pytest.mark.parametrize("a_year", [2.0, 12.0, 60.0])
@pytest.mark.parametrize("trend", [0.0, 0.25])
def test_many_regressions_at_once_give_what_statsmodels_gives(a_year: float, trend: float) -> None:
    draw = np.random.default_rng(3)
    means = a_year / 13 * np.exp(trend * np.arange(65) / 13)
    counts = draw.poisson(means, (6, 65)).astype(float)
    counts[0, 10] += 12
    every = fitted(counts, 72, SETTINGS)
    for row in range(len(counts)):
        one = fitted_by_statsmodels(counts[row], 72, SETTINGS)
        assert every.expected[row] == pytest.approx(one.expected[0], rel=1e-5)
        assert every.variance[row] == pytest.approx(one.variance[0], rel=1e-4)


def test_a_past_outbreak_hardly_raises_what_is_usual() -> None:
    counts = np.ones((2, 65))
    counts[1, 20] = 15
    plain, after = fitted(counts, 72, SETTINGS).expected
    assert after < plain * 1.1


def test_the_threshold_that_decides_is_the_one_of_all_histories_at_once() -> None:
    draw = np.random.default_rng(11)
    counts = draw.poisson(1.0, (1, 130)).astype(float)
    for period in (20, 57, 100, 130):
        assert threshold(counts[0], period, SETTINGS) == pytest.approx(
            thresholds(counts, SETTINGS)[0, period], rel=1e-5
        )


def test_nothing_is_judged_before_there_is_a_baseline() -> None:
    found = watch(history(list(range(0, 700, 10)), 700), SETTINGS)
    first = found.days[0][found.judged[0]].min()
    assert SETTINGS.needed_days <= first < SETTINGS.needed_days + 7 * SETTINGS.period_weeks + 10


def test_a_series_without_events_lately_does_not_suffer_from_padding() -> None:
    draw = np.random.default_rng(2)
    few = invented(Scenario(6.0, 10), 3, draw)
    padded = Histories(np.hstack([few.days, np.full((3, 40), np.inf)]), few.until)
    kept = watch(padded, SETTINGS).signals[:, : few.days.shape[1]]
    assert (kept == watch(few, SETTINGS).signals).all()
    assert not watch(padded, SETTINGS).signals[:, few.days.shape[1] :].any()


def test_days_of_a_season_add_up_to_those_of_the_year() -> None:
    whole = WINTER.adjusted(np.array([0.0, YEAR, 10 * YEAR]))
    assert whole == pytest.approx([0.0, YEAR, 10 * YEAR])
    worth = WINTER.adjusted(np.arange(0.0, 366.0))
    assert np.diff(worth).max() == pytest.approx(1.4, abs=0.001)
    assert np.diff(worth).min() == pytest.approx(0.6, abs=0.001)


def test_a_hard_winter_that_comes_every_year_is_no_signal() -> None:
    """With its season known, a winter raises no more than chance does; taken as flat it raises more."""
    draw = np.random.default_rng(4)
    strong = Season(0.8, 10)
    season = invented(Scenario(24.0, 10, strong), 60, draw)
    draw = np.random.default_rng(4)
    taken_as_flat = _as_flat(invented(Scenario(24.0, 10, strong), 60, draw), strong)
    assert signals_a_year(season, SETTINGS)[VOTE].high < signals_a_year(taken_as_flat, SETTINGS)[VOTE].low


def _as_flat(histories: Histories, season: Season) -> Histories:
    """The same calendar days, without what the season makes of them."""
    calendar = np.arange(0.0, 10 * YEAR + 1)
    usual = season.adjusted(calendar)
    finite = np.where(np.isfinite(histories.days), histories.days, 0.0)
    days = np.round(np.interp(finite, usual, calendar))
    return Histories(np.where(np.isfinite(histories.days), days, np.inf), 10 * YEAR)


def test_the_same_histories_are_invented_each_time() -> None:
    one, other = (invented(Scenario(6.0, 10), 5, np.random.default_rng(1)).days for _ in range(2))
    assert (one == other).all()


def test_every_circumstance_theme_and_category_is_watched() -> None:
    series = watched_series(load_codebook())
    assert {"all", "circumstance-respiratory", "circumstance-drowning", "theme-asthma", "category-10"} <= set(
        series
    )
    assert sum(each.kind == "category" for each in series.values()) == 10


@pytest.mark.parametrize(
    ("events", "category"),
    [
        ({"sudden_unexpected_death", "infection"}, "category-9"),
        ({"violence_or_maltreatment", "drowning"}, "category-1"),
        ({"oncology", "infection"}, "category-4"),
        ({"life_limiting_condition"}, "category-6"),
        ({"life_limiting_condition", "congenital_anomaly"}, "category-7"),
    ],
)
def test_a_notification_points_to_the_category_that_is_nearest_the_top(
    events: set[str], category: str
) -> None:
    found = series_of(NotifiedDeath("LLR-2026-0001", date(2026, 1, 1), frozenset(events)))
    assert {each for each in found if each.startswith("category-")} == {category}


def test_respiratory_is_told_by_a_tick_a_theme_or_the_words_of_an_infection() -> None:
    def death(**given: object) -> NotifiedDeath:
        return NotifiedDeath("LLR-2026-0001", date(2026, 1, 1), **{"events": frozenset(), **given})  # type: ignore[arg-type]

    respiratory = "circumstance-respiratory"
    assert respiratory in series_of(death(events=frozenset({"asthma_or_anaphylaxis"})))
    assert respiratory in series_of(death(themes=frozenset({"asthma"})))
    words = (("infection_sepsis", "He died of RSV bronchiolitis."),)
    assert respiratory in series_of(death(themes=frozenset({"infection_sepsis"}), sentences=words))
    other = (("infection_sepsis", "She died of meningitis."),)
    assert respiratory not in series_of(death(themes=frozenset({"infection_sepsis"}), sentences=other))


def test_a_look_raises_a_surge_and_nothing_that_is_long_over() -> None:
    today, series = date(2026, 11, 21), watched_series(load_codebook())
    first = today - timedelta(days=1500)

    def deaths(surge_ends: int) -> list[NotifiedDeath]:
        days = [*range(0, 1300, 60), *(1500 - surge_ends - 5 * n for n in range(8))]
        return [
            NotifiedDeath(f"LLR-{n}", first + timedelta(days=day), frozenset({"drowning"}))
            for n, day in enumerate(days)
        ]

    _, raised = look(series, days_by_series(deaths(0)), first, today, SETTINGS)
    assert "circumstance-drowning" in {each.series for each in raised}
    _, old = look(series, days_by_series(deaths(120)), first, today, SETTINGS)
    assert not old


def test_one_death_of_a_kind_is_counted_but_not_judged() -> None:
    today, series = date(2026, 11, 21), watched_series(load_codebook())
    first = today - timedelta(days=1500)
    only = [
        NotifiedDeath("LLR-1", first, frozenset()),
        NotifiedDeath("LLR-2", today, frozenset({"poisoning"})),
    ]
    standing, raised = look(series, days_by_series(only), first, today, SETTINGS)
    assert {each.series: each.unjudged for each in standing}["circumstance-poisoning"] == "too_few"
    assert {each.series for each in standing} == {ALL, "circumstance-poisoning", "category-3"}
    assert not raised


@pytest.mark.parametrize(("a_year", "at"), [(0.1, 0.58), (1.0, 1.0), (6.3, 6.19), (12.0, 12.84)])
def test_chance_is_worked_out_for_a_row_of_sizes(a_year: float, at: float) -> None:
    assert worked_out_at(a_year) == pytest.approx(at, abs=0.01)
    assert worked_out_at(worked_out_at(a_year)) == worked_out_at(a_year)


@pytest.mark.parametrize(
    ("mean", "words"),
    [
        (0.1, "about one in 10 years"),
        (1.2, "about 1.2 a year"),
        (0.0, "none in all the years worked through"),
    ],
)
def test_how_often_is_said_in_words(mean: float, words: str) -> None:
    assert in_words(Estimate(mean, mean, mean)) == words


def test_no_season_is_a_day_a_day() -> None:
    assert (FLAT.adjusted(np.arange(5.0)) == np.arange(5.0)).all()
    assert set(SCENARIOS) >= {"2 a year", "60 a year"}
