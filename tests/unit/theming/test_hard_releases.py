"""Releases hard to protect: tables in a circle, one dominant cell, ones and noughts, one that stands out."""

import random
from datetime import date, timedelta

import pytest

from services.theming.disclosure.finer import finer_counts
from services.theming.disclosure.releases import protect_release
from services.theming.disclosure.years import hidden_split
from services.theming.domain.statistics.counting import CountedCase, count_cases
from services.theming.domain.statistics.dimensions import AGE_BANDS
from shared.disclosure.policies import policy_on
from shared.periods import Period
from tests.unit.theming.adversarial_releases import (
    WholeChildren,
    circle,
    hard_release,
    narrowed_by_whole_children,
)
from tests.unit.theming.linked_releases import OutsideReader, exposed_to

POLICIES = {name: policy_on(name, date(2026, 1, 1)) for name in ("publishable", "restricted_board")}


@pytest.mark.parametrize("name", POLICIES)
def test_an_outsider_recovers_no_hidden_cell_of_tables_in_a_circle(name: str) -> None:
    for number in (1, 38, 41):
        cases, release = circle(number)
        protected = protect_release(release, POLICIES[name])
        reader = OutsideReader(cases.dims)
        reader.reads(protected)
        assert exposed_to(reader, protected) == [], number


@pytest.mark.parametrize("name", POLICIES)
def test_an_outsider_recovers_no_hidden_cell_of_releases_made_to_be_hard(name: str) -> None:
    for number in range(1, 13):
        cases, release = hard_release(number)
        protected = protect_release(release, POLICIES[name])
        reader = OutsideReader(cases.dims)
        reader.reads(protected)
        assert exposed_to(reader, protected) == [], number


def test_whole_children_narrow_no_hidden_count_of_small_releases() -> None:
    for number in (1, 5, 6, 9, 14, 16):
        cases, release = hard_release(number)
        protected = protect_release(release, POLICIES["restricted_board"])
        reader = WholeChildren(cases.dims)
        reader.reads(protected)
        assert narrowed_by_whole_children(reader, protected) == ([], 0), number


def test_finer_counts_are_reckoned_with_only_where_tables_go_round_in_a_circle() -> None:
    in_a_row = circle(6)[1].cells().keys() - _cells_with(circle(6)[1], {"area", "modifiable"})
    assert finer_counts(in_a_row) == frozenset()
    assert {key[::2] for key in finer_counts(circle(0)[1].cells().keys())} == {("area", "modifiable", "sex")}
    four = finer_counts(circle(6)[1].cells().keys())
    assert {len(key) // 2 for key in four} == {2, 3}  # of a circle of four dimensions two circles of three


def _cells_with(release, dims: set[str]) -> set:
    return {key for key in release.cells() if set(key[::2]) == dims}


@pytest.mark.parametrize("name", POLICIES)
def test_a_year_of_few_deaths_by_area_and_age_is_always_protected(name: str) -> None:
    """A cell that may as well be shown was the only company of another: then nothing was answered at all."""
    for seed in (7, 8, 26):
        draw = random.Random(seed)
        cases = []
        for _ in range(75):
            day = date(2024, 4, 1) + timedelta(days=draw.randrange(365))
            area = draw.choices(("Leicester", "Leicestershire", "Rutland"), (50, 46, 4))[0]
            age = draw.choices(AGE_BANDS[:6], (42, 20, 13, 8, 8, 9))[0]
            cases.append(CountedCase(day, area, frozenset({age})))
        counts = count_cases(cases)
        hidden = hidden_split(POLICIES[name], Period(2024, "Y", 1), AGE_BANDS, counts)
        assert {key for key, count in counts.items() if POLICIES[name].is_small(count)} <= hidden
