"""Shares as they may be said: exactly, or with what rounding leaves open."""

import pytest

from services.theming.domain.statistics.shares import Share, differ, in_words, of_parts
from shared.disclosure.cells import Missing, Suppressed, TrueZero, Value
from tests.unit.theming.charts.drawn import BOARD, PUBLISHABLE


def exact(part: int, whole: int) -> Share:
    return Share(BOARD.shown(part), BOARD.shown(whole), BOARD)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (72, 107, "two in three deaths (67.3% of 107)"),
        (137, 200, "just under seven in ten deaths (68.5% of 200)"),
        (52, 100, "just over half of all deaths (52.0% of 100)"),
        (85, 100, "85.0% of 100 deaths"),
        (97, 100, "97.0% of 100 deaths"),
        (0, 40, "none of the deaths (0.0% of 40)"),
        (40, 40, "all deaths (100.0% of 40)"),
    ],
)
def test_a_fraction_is_said_only_where_it_is_near(part: int, whole: int, words: str) -> None:
    assert in_words(exact(part, whole), "deaths") == words


def test_rounded_counts_are_said_to_be_about() -> None:
    assert in_words(Share(Value(70), Value(105), PUBLISHABLE), "deaths") == (
        "about two in three deaths (about 67% of about 105)"
    )
    assert in_words(Share(Value(50), Value(50), PUBLISHABLE), "deaths").startswith("all or nearly all deaths")


@pytest.mark.parametrize(
    ("share", "status"),
    [
        (Share(Suppressed(), Value(40), PUBLISHABLE), "hidden"),
        (Share(Value(10), Suppressed(), PUBLISHABLE), "hidden"),
        (Share(TrueZero(), TrueZero(), PUBLISHABLE), "nobody"),
        (Share(Missing(), Missing(), PUBLISHABLE), "nothing held"),
        (exact(5, 9), "too few"),
        (exact(5, 10), "known"),
        (of_parts(Value(8), Suppressed(), BOARD), "hidden"),
    ],
)
def test_no_share_is_said_of_what_is_hidden_or_too_few(share: Share, status: str) -> None:
    assert share.status == status
    assert share.known == (status == "known")


def test_the_interval_of_rounded_counts_holds_every_count_that_could_be_meant() -> None:
    low, high = Share(Value(10), Value(40), PUBLISHABLE).interval
    for part in range(8, 13):
        for whole in range(38, 43):
            inner = Share(BOARD.shown(part), BOARD.shown(whole), BOARD).interval
            assert low <= inner[0] <= inner[1] <= high


def test_shares_differ_only_by_more_than_chance_and_rounding_make() -> None:
    assert differ(exact(90, 100), exact(60, 100))
    assert not differ(exact(67, 100), exact(60, 100))
    near = Share(Value(30), Value(40), PUBLISHABLE), Share(Value(20), Value(40), PUBLISHABLE)
    assert differ(exact(30, 40), exact(20, 40))
    assert not differ(*near), "were they 28 of 42 and 22 of 38, chance could make it"
