"""Kappa, its interval, and when a theme's proposals are advisory."""

import pytest

from services.theming.domain.confirming.agreement import (
    ReadTwice,
    agreement,
    by_theme,
    in_words,
    kappa_of,
    not_compared,
)
from services.theming.domain.confirming.precision import Precision
from services.theming.domain.confirming.rules import confirming_rules


def read(case: int, first: str, second: str) -> ReadTwice:
    return ReadTwice(str(case), frozenset(first), frozenset(second))


def test_kappa_is_that_of_the_textbook() -> None:
    # Cohen's example as often printed: 20 both, 5 and 10 alone, 15 neither.
    assert kappa_of((20, 5, 10, 15)) == pytest.approx(0.4)


def test_complete_agreement_is_one_and_opposite_answers_less_than_nothing() -> None:
    assert kappa_of((3, 0, 0, 5)) == 1
    assert kappa_of((0, 5, 5, 0)) == -1


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (0, 0, 0, 9), (9, 0, 0, 0)])
def test_where_nobody_ever_differs_in_answer_kappa_cannot_be_said(counts: tuple[int, int, int, int]) -> None:
    assert kappa_of(counts) is None
    assert in_words(None) == "cannot be said"


def test_every_theme_of_every_case_is_one_decision() -> None:
    found = agreement([read(1, "ab", "a"), read(2, "", "c")], "abcd")
    assert (found.cases, found.both, found.first_only, found.second_only, found.neither) == (2, 1, 1, 1, 5)
    assert found.agreed == pytest.approx(6 / 8)


def test_the_interval_holds_the_kappa_and_is_narrower_with_more_cases() -> None:
    few = [read(n, "a" if n % 2 else "", "a" if n % 5 else "") for n in range(10)]
    many = [
        read(n, (each.first and "a") or "", (each.second and "a") or "") for n, each in enumerate(few * 10)
    ]
    wide, narrow = agreement(few, "a"), agreement(many, "a")
    assert wide.kappa == pytest.approx(narrow.kappa)
    assert wide.interval
    assert narrow.interval
    assert wide.interval[0] <= (wide.kappa or 0) <= wide.interval[1]
    assert narrow.interval[1] - narrow.interval[0] < (wide.interval[1] - wide.interval[0]) / 2


def test_one_case_has_no_interval() -> None:
    assert agreement([read(1, "a", "b")], "ab").interval is None


def test_themes_nobody_found_are_left_out() -> None:
    assert list(by_theme([read(1, "a", "b")], "abc")) == ["a", "b"]


@pytest.mark.parametrize(
    ("kappa", "words"),
    [
        (0.81, "almost perfect"),
        (0.8, "substantial"),
        (0.5, "moderate"),
        (0.21, "fair"),
        (0.0, "slight or none"),
    ],
)
def test_kappa_in_words(kappa: float, words: str) -> None:
    assert in_words(kappa) == words


def test_a_theme_below_its_floor_is_advisory_from_enough_decisions_on() -> None:
    fewest = confirming_rules().fewest_decided
    assert not Precision("asthma", 0, fewest - 1).advisory
    assert Precision("asthma", 0, fewest).advisory
    assert not Precision("asthma", fewest, fewest).advisory
    assert Precision("inflicted_injury", 85, 100).advisory  # a floor of its own
    assert not Precision("asthma", 85, 100).advisory


def test_nothing_decided_has_no_share_and_is_not_zero() -> None:
    nothing = Precision("asthma", 0, 0)
    assert nothing.share is None
    assert nothing.interval is None
    assert not nothing.advisory


def test_the_interval_of_a_share_is_wilsons() -> None:
    low, high = Precision("asthma", 8, 10).interval or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.49, 0.943)


def test_what_one_of_the_two_could_not_choose_is_no_answer_of_theirs() -> None:
    made_since = ReadTwice("1", frozenset("a"), frozenset("an"), compared=frozenset("ab"))
    both_had_it = ReadTwice("2", frozenset("a"), frozenset("an"))
    found = agreement([made_since], "abn")
    assert (found.both, found.first_only, found.second_only, found.neither) == (1, 0, 0, 1)
    assert found.kappa == 1
    assert agreement([made_since, both_had_it], "n").cases == 1
    assert list(by_theme([made_since], "abn")) == ["a"]
    assert not_compared([made_since, both_had_it], "abn") == {"n": 1}
