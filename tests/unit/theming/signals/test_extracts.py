"""What public health is given of a series: no count of one split can be worked out from the others."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.theming.domain.signals.extract import SPLITS, WIDTH, protected, signal_extract, window_of
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero, Value
from shared.disclosure.policies import policy_on

POLICY = policy_on("publishable", date(2026, 11, 22))
DAYS = (date(2025, 11, 17), date(2026, 11, 15))


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 60), min_size=1))
def test_no_small_count_is_shown_and_a_hidden_one_never_stands_alone(counts: dict[str, int]) -> None:
    shown = protected(counts, POLICY)
    assert set(shown) == set(counts)
    for name, cell in shown.items():
        if isinstance(cell, Value):
            assert counts[name] > 7
            assert cell.count % 5 == 0
        if isinstance(cell, TrueZero):
            assert counts[name] == 0
    assert sum(isinstance(cell, Suppressed) for cell in shown.values()) != 1 or len(counts) == 1


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 12), min_size=2))
def test_a_reader_who_knows_the_sum_and_every_shown_count_exactly_narrows_no_hidden_one(
    counts: dict[str, int],
) -> None:
    """Every way to fill the hidden cells is tried: each of them can be at least WIDTH numbers."""
    shown = protected(counts, POLICY)
    hidden = [name for name, cell in shown.items() if isinstance(cell, Suppressed)]
    # Where everything is hidden not even the zeros are said.
    least = 0 if len(hidden) == len(counts) else 1
    total = sum(counts[name] for name in hidden)
    if not hidden or len(hidden) == len(counts):
        return
    fills = [
        each
        for each in product(range(least, total + 1), repeat=len(hidden) - 1)
        if total - sum(each) >= least
    ]
    for place in range(len(hidden) - 1):
        assert len({each[place] for each in fills}) >= WIDTH
    assert len({total - sum(each) for each in fills}) >= WIDTH


def test_all_of_one_kind_says_something_of_each_and_is_hidden() -> None:
    assert set(protected({"female": 0, "male": 20}, POLICY).values()) == {Suppressed()}


def test_of_a_small_number_nothing_is_split() -> None:
    rows = [{"age_band": "1-4 years", "sex": "male", "area": "Rutland", "place_of_death": "Home"}] * 4
    known = {
        "age_band": ["1-4 years"],
        "sex": ["male", "female"],
        "area": ["Rutland"],
        "place_of_death": ["Home"],
    }
    made = signal_extract("all", "All", DAYS, 3.0, rows, known, POLICY)
    assert made.total == Suppressed()
    assert made.usual_a_year == Suppressed()
    assert {cell for split in made.splits for _, cell in split.cells} == {Suppressed()}
    none = signal_extract("all", "All", DAYS, 0.0, [], known, POLICY)
    assert none.total == TrueZero()
    assert {cell for split in none.splits for _, cell in split.cells} == {TrueZero()}


@pytest.mark.parametrize(
    ("today", "last"),
    [(date(2026, 11, 22), date(2026, 11, 15)), (date(2026, 11, 23), date(2026, 11, 22))],
)
def test_an_extract_covers_fifty_two_whole_weeks(today: date, last: date) -> None:
    first, until = window_of(today)
    assert until == last
    assert (until - first).days + 1 == 364
    assert first.isoweekday() == 1


@pytest.mark.parametrize(
    ("a_year", "shown"), [(0.4, Suppressed()), (0.0, TrueZero()), (None, Missing()), (14.6, Value(15))]
)
def test_less_than_one_a_year_is_usual_and_not_none(a_year: float | None, shown: Cell) -> None:
    made = signal_extract("all", "All", DAYS, a_year, [], dict.fromkeys(SPLITS, ()), POLICY)
    assert made.usual_a_year == shown
