"""Shares of a report: of two rounded numbers together, and of two answers beside one another."""

from datetime import date

import pytest

from services.theming.domain.reports.showing import share, share_of_two
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero, Value
from shared.disclosure.policies import policy_on

EXACT, ROUNDED = policy_on("restricted_board", date(2026, 4, 1)), policy_on("publishable", date(2026, 4, 1))


def test_two_rounded_numbers_are_said_to_lie_between_what_they_can_be() -> None:
    """45 and 20 of 105, none unknown: 43 to 47 and 18 to 22, of 103 to 107."""
    said = share_of_two([Value(45), Value(20)], Value(105), TrueZero(), ROUNDED)
    assert said == "between 57% and 67%"
    assert 61 / 107 >= 0.57
    assert 69 / 103 <= 0.67
    assert share_of_two([Value(45), Value(20)], Value(105), Value(5), EXACT) == "65.0%"


@pytest.mark.parametrize("cell", [Suppressed(), Missing()])
def test_nothing_is_said_where_a_number_of_it_is_not_shown(cell: Cell) -> None:
    for policy in (EXACT, ROUNDED):
        assert share_of_two([cell, Value(20)], Value(105), TrueZero(), policy) == ""
        assert share_of_two([Value(45), Value(20)], Value(105), cell, policy) == ""
    assert share_of_two([TrueZero(), TrueZero()], TrueZero(), TrueZero(), EXACT) == ""


def test_of_two_answers_the_share_is_of_both_as_the_chart_has_it() -> None:
    """46 in time and 22 late, 22 not to be judged: rounded 45, 20 and 20 of 90; 64% would be too few."""
    assert share(Value(45), Value(90), [Value(20)], ROUNDED, Value(20)) == "about 69%"
    assert share(Value(45), Value(90), [Value(20)], ROUNDED, Suppressed()) == "about 64%"
    assert share(Value(46), Value(90), [Value(22)], EXACT, Value(22)) == "67.6%"
