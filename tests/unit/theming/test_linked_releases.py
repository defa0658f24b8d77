"""Nobody can work out a small count from the tables of a release, nor from those of several releases."""

import random
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from services.theming.disclosure.released import Released, WouldGiveAway
from services.theming.disclosure.releases import ProtectedRelease, protect_release
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release, Sum
from shared.disclosure.cells import Suppressed, TrueZero, Value
from shared.disclosure.policies import policy_on
from shared.errors import Invalid
from tests.unit.theming.linked_releases import (
    WIDER,
    Cases,
    OutsideReader,
    cell_by_cell,
    exposed_to,
    left_open,
    lost,
    some_cases,
    some_release,
    table_of,
)

POLICIES = {name: policy_on(name, date(2026, 1, 1)) for name in ("publishable", "restricted_board")}
PUBLISHABLE, BOARD = POLICIES.values()
#: ``python -m tests.benchmarks protecting`` does the same with five hundred.
NUMBERS = [number for number in range(24) if number not in (10, 15, 18, 23)]


@cache
def protected_by(name: str, number: int) -> ProtectedRelease:
    return protect_release(some_release(number)[1], POLICIES[name])


@pytest.mark.parametrize("name", POLICIES)
def test_an_outsider_recovers_no_hidden_cell_of_releases_made_by_lot(name: str) -> None:
    for number in NUMBERS:
        protected = protected_by(name, number)
        reader = OutsideReader(some_release(number)[0].dims)
        reader.reads(protected)
        assert exposed_to(reader, protected) == [], number


@pytest.mark.parametrize("name", POLICIES)
def test_less_is_lost_than_by_hiding_cell_by_cell(name: str) -> None:
    ours, theirs = (0, 0), (0, 0)
    for number in NUMBERS:
        protected = protected_by(name, number)
        by_cell = cell_by_cell(protected.problem)
        if left_open(protected.problem, by_cell) > left_open(protected.problem, protected.hidden):
            continue  # it hides less and gives away what we do not: nothing to compare
        here = lost(protected.problem, protected.hidden)
        there = lost(protected.problem, by_cell)
        ours = (ours[0] + here[0], ours[1] + here[1])
        theirs = (theirs[0] + there[0], theirs[1] + there[1])
    assert ours[0] < theirs[0]
    assert ours[1] < theirs[1]


def test_small_counts_always_go() -> None:
    for number in NUMBERS[:14]:
        protected = protected_by("publishable", number)
        for table in protected.release.tables:
            for values, cell in protected.cells(table).items():
                if PUBLISHABLE.is_small(table.counts[values]):
                    assert isinstance(cell, Suppressed)


AGES = ("0-27 days", "28-364 days", "1-4 years", "5-17 years")


def infants_of_a_year() -> Cases:
    """About what the area has in a year: Rutland had two infants and one older child."""
    spread = {"Leicester": (14, 9, 6, 8), "Leicestershire": (11, 8, 5, 9), "Rutland": (2, 0, 0, 1)}
    values = [
        (area, age)
        for area, counts in spread.items()
        for age, n in zip(AGES, counts, strict=True)
        for _ in range(n)
    ]
    return Cases(("area", "age"), tuple(values))


def test_check_19_rutland_infants_one_year_cannot_be_worked_out() -> None:
    cases = infants_of_a_year()
    table = table_of(cases, ("area", "age"))
    for policy in POLICIES.values():
        protected = protect_release(Release((table,), {"area": WIDER["area"]}), policy)
        reader = OutsideReader(cases.dims)
        reader.reads(protected)
        assert isinstance(protected.cell(table, ("Rutland", "0-27 days")), Suppressed)
        low, high = reader.range_of(table, ("Rutland", "0-27 days"))
        assert low <= policy.suppress_from
        assert high >= policy.suppress_to
        assert isinstance(protected.cell(table, (TOTAL, TOTAL)), Value)
        assert exposed_to(reader, protected) == []


def quarters(draw: random.Random, year: int) -> list[Cases]:
    """The cases of four quarters, by area and sex; Rutland has few."""
    found = []
    for quarter in range(1, 5):
        some = some_cases(draw, ("area", "sex"), draw.choice((8, 25, 60)))
        values = tuple((f"Q{4 * year + quarter}", *each) for each in some.values)
        found.append(Cases(("period", "area", "sex"), values))
    return found


def of_period(cases: Cases, period: str) -> LinkedTable:
    whole = table_of(cases, cases.dims)
    return replace(
        whole,
        name=period,
        counts={values: count for values, count in whole.counts.items() if values[0] == period},
    )


@pytest.mark.parametrize("name", POLICIES)
def test_nothing_hidden_in_one_of_eight_quarters_appears_by_subtraction_from_the_years(name: str) -> None:
    finest = {"period": tuple(f"Q{number}" for number in range(1, 9))}
    for number in range(2):
        out: list[Released] = []
        reader, every = OutsideReader(("period", "area", "sex"), finest), []
        for year in (0, 1):
            four = quarters(random.Random(10 * number + year), year)
            whole = Cases(four[0].dims, tuple(v for each in four for v in each.values))
            tables = [of_period(each, f"Q{4 * year + q}") for q, each in enumerate(four, 1)]
            for table in (*tables, of_period(whole, f"year {year}")):
                protected = released_after(out, table, POLICIES[name])
                if protected:
                    reader.reads(protected)
                    every.append(protected)
        assert len(every) >= 8
        assert [fault for each in every for fault in exposed_to(reader, each)] == []


def released_after(out: list[Released], table: LinkedTable, policy):
    """The table as it goes out after the others, or None if it is refused."""
    release = Release((table,), {"area": WIDER["area"], "period": WIDER["period"]})
    try:
        protected = protect_release(release, policy, out)
    except WouldGiveAway:
        return None
    out.append(Released(table.name, release, protected.hidden.intersection(release.cells())))
    return protected


def by_area(city: int, county: int) -> LinkedTable:
    counts = {("city",): city, ("county",): county, (TOTAL,): city + county}
    return LinkedTable("by area", ("area",), counts)


def test_a_cell_hidden_once_stays_hidden() -> None:
    first = Release((by_area(3, 40),))
    out = protect_release(first, BOARD)
    again = protect_release(first, BOARD, [Released("first", first, out.hidden)])
    assert again.hidden == out.hidden


def test_a_table_that_would_give_an_earlier_cell_away_is_refused_with_the_reason() -> None:
    table = by_area(3, 40)
    total_only = Release((replace(table, counts={(TOTAL,): 43}),))
    county_only = Release((replace(table, counts={("county",): 40}),))
    out = [
        Released("total", total_only, frozenset()),
        Released("county", county_only, frozenset()),
    ]
    with pytest.raises(WouldGiveAway, match="published already"):
        protect_release(Release((table,)), BOARD, out)


def test_a_filter_that_differs_by_one_small_group_is_hidden_further() -> None:
    every = {("0-27 days",): 20, ("28-364 days",): 3, ("1-17 years",): 30, (TOTAL,): 53}
    first = Release((LinkedTable("all ages", ("age",), {(TOTAL,): 53}),))
    out = [Released("all ages", first, frozenset())]
    protected = protect_release(Release((LinkedTable("by age", ("age",), every),)), BOARD, out)
    table = protected.release.tables[0]
    hidden = [values for values, cell in protected.cells(table).items() if isinstance(cell, Suppressed)]
    assert ("28-364 days",) in hidden
    assert len(hidden) == 2
    assert (TOTAL,) not in hidden


def test_a_group_that_is_all_of_one_kind_is_not_told() -> None:
    counts = {("yes",): 20, ("no",): 0, ("not known",): 0, (TOTAL,): 20}
    protected = protect_release(Release((LinkedTable("t", ("modifiable",), counts),)), PUBLISHABLE)
    cells = protected.cells(protected.release.tables[0])
    assert isinstance(cells["yes",], Suppressed)
    assert sum(isinstance(cells[value,], Suppressed) for value in ("yes", "no", "not known")) >= 2


def test_themes_that_overlap_need_not_add_up_and_the_distinct_total_is_its_own_cell() -> None:
    counts = {("asthma",): 12, ("home",): 15, (TOTAL,): 20}
    sums = {"theme": (Sum(TOTAL, ("asthma", "home"), overlapping=True),)}
    protected = protect_release(Release((LinkedTable("themes", ("theme",), counts),), sums), BOARD)
    table = protected.release.tables[0]
    assert protected.cell(table, (TOTAL,)) == Value(20)
    assert protected.cells(table) == {("asthma",): Value(12), ("home",): Value(15), (TOTAL,): Value(20)}


def test_a_true_zero_is_shown_as_zero() -> None:
    counts = {("a",): 0, ("b",): 20, ("c",): 30, (TOTAL,): 50}
    protected = protect_release(Release((LinkedTable("t", ("kind",), counts),)), PUBLISHABLE)
    assert protected.cell(protected.release.tables[0], ("a",)) == TrueZero()


def test_tables_that_contradict_each_other_are_refused_with_every_cell() -> None:
    wrong = replace(by_area(30, 40), counts={("city",): 31, ("county",): 41, (TOTAL,): 70})
    with pytest.raises(Invalid) as refused:
        protect_release(Release((by_area(30, 40), wrong)), BOARD)
    assert len(refused.value.faults) == 2
    with pytest.raises(Invalid, match="its parts come to 72"):
        protect_release(Release((wrong,)), BOARD)


def test_the_same_release_is_always_protected_in_the_same_way() -> None:
    _, release = some_release(12)
    assert protect_release(release, BOARD).hidden == protected_by("restricted_board", 12).hidden


def test_the_outsider_does_recover_what_is_only_hidden_for_its_own_sake() -> None:
    table = by_area(3, 40)
    naive = replace(protect_release(Release((table,)), BOARD), hidden=frozenset({("area", "city")}))
    reader = OutsideReader(("area",), {"area": ("city", "county")})
    reader.reads(naive)
    assert reader.range_of(table, ("city",)) == (3, 3)
    assert exposed_to(reader, naive)
