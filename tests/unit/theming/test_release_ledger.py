"""Taking one release from another gives nothing away: in time, by area, by filter, after a revision."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from services.theming.disclosure.attacking import Reader
from services.theming.disclosure.going_out import check_spans
from services.theming.disclosure.released import Released, WouldGiveAway
from services.theming.disclosure.releases import ProtectedRelease, protect_release, worked_out
from services.theming.domain.releases.adding_up import overlapping_spans, sums_of
from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release
from services.theming.domain.themes.codebook import load_codebook
from shared.disclosure.cells import Cell, Suppressed, TrueZero, Value
from shared.disclosure.policies import DisclosurePolicy, policy_on
from tests.unit.theming.linked_releases import (
    WIDER,
    Cases,
    OutsideReader,
    leaves_enough_open,
    some_cases,
    table_of,
)

POLICIES = {name: policy_on(name, date(2026, 1, 1)) for name in ("publishable", "restricted_board")}
PUBLISHABLE, BOARD = POLICIES.values()
KNOWN, CODEBOOK = dimensions(load_codebook()), load_codebook()


def one_cell(name: str, count: int, **held: str) -> LinkedTable:
    """A table of one count: what its cases have in common."""
    return LinkedTable(name, tuple(held), {tuple(held.values()): count})


#: Two cells that are shown, of which one holds the other but for two children.
DIFFERENCES = {
    "in time": (
        one_cell("the year", 20, period="2025-26"),
        one_cell("the first half", 18, period="2025-26-H1"),
    ),
    "in time, over three of four quarters": (
        one_cell("the year", 20, period="2025-26"),
        LinkedTable("quarters", ("period",), {("2025-26-H1",): 9, ("2025-26-Q3",): 9}),
    ),
    "in time, over years together": (
        one_cell("five years", 20, period="2021-22..2025-26"),
        one_cell("three of them", 18, period="2022-23..2024-25"),
    ),
    "by area": (
        one_cell("the county and Rutland", 20, period="2025-26", area="Leicestershire and Rutland"),
        one_cell("the county", 18, period="2025-26", area="Leicestershire"),
    ),
    "by area, with a combined one that nobody published": (
        one_cell("all areas", 20, period="2025-26"),
        LinkedTable(
            "three of four",
            ("area", "period"),
            {("Leicester", "2025-26"): 9, ("Leicestershire", "2025-26"): 9, ("Other", "2025-26"): 0},
        ),
    ),
    "by filter": (
        one_cell("all children", 20, period="2025-26"),
        one_cell("girls", 18, period="2025-26", sex="female"),
    ),
}


def out_of(cell: Cell, policy: DisclosurePolicy) -> tuple[int, int]:
    """What a reader knows of a published cell."""
    match cell:
        case Value(count):
            return policy.interval(count)
        case TrueZero():
            return (0, 0)
    return (policy.suppress_from, 10**6)


def left_for_a_reader(
    first: ProtectedRelease, second: ProtectedRelease, policy: DisclosurePolicy
) -> tuple[int, int]:
    """What she knows of the children who are in the first table and not in the second."""
    (whole,) = (out_of(cell, policy) for cell in first.cells(first.release.tables[0]).values())
    parts = [out_of(cell, policy) for cell in second.cells(second.release.tables[0]).values()]
    low = whole[0] - sum(high for _, high in parts)
    return max(0, low), whole[1] - sum(low for low, _ in parts)


def adding_up(*tables: LinkedTable) -> Release:
    return Release(tables[:1], sums_of(KNOWN, CODEBOOK, tables))


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("difference", DIFFERENCES)
def test_differencing(difference: str, name: str) -> None:
    """The attack succeeds where the second release knows nothing of the first, and fails where it does."""
    policy, (whole, part) = POLICIES[name], DIFFERENCES[difference]
    first = protect_release(adding_up(whole), policy)
    assert not first.hidden
    careless = protect_release(adding_up(part), policy)
    assert not leaves_all_open(left_for_a_reader(first, careless, policy), policy)

    out = [Released("release S-0001", adding_up(whole))]
    careful = protected_or_refused(adding_up(part, whole), policy, out)
    if isinstance(careful, WouldGiveAway):
        assert f"“{whole.name}” in release S-0001" in str(careful)
    else:
        assert leaves_all_open(left_for_a_reader(first, careful, policy), policy)


def leaves_all_open(known: tuple[int, int], policy: DisclosurePolicy) -> bool:
    return known[0] <= policy.suppress_from and known[1] >= policy.suppress_to


def protected_or_refused(
    release: Release, policy: DisclosurePolicy, before: list[Released]
) -> ProtectedRelease | WouldGiveAway:
    try:
        return protect_release(release, policy, before)
    except WouldGiveAway as refused:
        return refused


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_differencing_the_other_way_round(difference: str) -> None:
    """The part is out first: then the whole is not shown."""
    whole, part = DIFFERENCES[difference]
    ledger = [Released("release S-0001", adding_up(part))]
    with_both = protect_release(adding_up(whole, part), PUBLISHABLE, ledger)
    assert all(isinstance(cell, Suppressed) for cell in with_both.cells(whole).values())


def test_what_is_left_over_and_not_small_is_no_reason_to_hide() -> None:
    whole, part = one_cell("all", 60, period="2025-26"), one_cell("girls", 28, period="2025-26", sex="female")
    ledger = [Released("release S-0001", adding_up(whole))]
    assert not protect_release(adding_up(part, whole), PUBLISHABLE, ledger).hidden


def test_years_together_that_overlap_without_holding_each_other_are_refused() -> None:
    out = [Released("release S-0001", adding_up(one_cell("a", 90, period="2020-21..2023-24")))]
    with pytest.raises(WouldGiveAway, match=r"share years.*in release S-0001"):
        check_spans([one_cell("b", 95, period="2021-22..2024-25")], out)
    check_spans([one_cell("c", 40, period="2021-22..2022-23")], out)
    assert overlapping_spans(["2025-26-Q1", "2025-26-H1", "2025-26", "2024-25..2025-26"]) == []


def test_a_figure_that_is_out_stands_and_what_is_hidden_stays_hidden_when_counts_change() -> None:
    counts = {"Leicester": 30, "Leicestershire": 24, "Rutland": 3}
    first = areas(counts)
    protected = protect_release(first, PUBLISHABLE)
    out = [Released("release S-0001", first, protected.hidden)]
    later = areas({"Leicester": 26, "Leicestershire": 24, "Rutland": 9})
    again = protect_release(later, PUBLISHABLE, out)
    assert again.cells(later.tables[0]) == protected.cells(first.tables[0])


def areas(counts: dict[str, int]) -> Release:
    county = {"county and Rutland": counts["Leicestershire"] + counts["Rutland"], TOTAL: sum(counts.values())}
    cells = {(area,): count for area, count in {**counts, **county}.items()}
    return Release((LinkedTable("by area", ("area",), cells),), {"area": WIDER["area"]})


def test_a_table_for_boards_keeps_what_the_public_is_not_told_unless_boards_may_know_it() -> None:
    public = areas({"Leicester": 30, "Leicestershire": 24, "Rutland": 3})
    hidden = protect_release(public, PUBLISHABLE).hidden
    out = [Released("release S-0001", public, hidden, of_others=PUBLISHABLE)]
    protected = protect_release(public, BOARD, out)
    cells = protected.cells(public.tables[0])
    assert isinstance(cells["Rutland",], Suppressed)
    assert cells["Leicester",] == Value(30)
    assert worked_out([*out, Released("release S-0002", public, protected.hidden)], BOARD) == {}


class KnowsTheRevisions(OutsideReader):
    """She knows of every review that was completed again what it changed: each cell then, plus its change."""

    def reads_then(self, protected: ProtectedRelease, now: Cases) -> None:
        for table in protected.release.tables:
            standing = table_of(now, table.dims)
            for values, cell in protected.cells(table).items():
                if not isinstance(cell, Suppressed):
                    low, high = protected.policy.interval(getattr(cell, "count", 0))
                    change = standing.counts[values] - protected.problem.counts[table.key(values)]
                    members = self._members(table, values)
                    self.model.addRow(
                        low + change, high + change, len(members), members, np.ones(len(members))
                    )


def narrowed(
    reader: OutsideReader, protected: ProtectedRelease, now: Cases, of_revised: LinkedTable
) -> list[str]:
    """The hidden cells that she knows too well, as they were counted then.

    ``of_revised``: how many of the cases then were revised before or since. Of these she knows by herself.
    That a part of a hidden total is none may follow: else it would have been shown.
    """
    found, inside = [], Reader(protected.problem, protected.hidden)
    for table in protected.release.tables:
        standing = table_of(now, table.dims)
        for values in table.counts:
            key = table.key(values)
            if key in protected.hidden and not protected.problem.none_of_few(key):
                then = protected.problem.counts[key]
                low, high = (end - standing.counts[values] + then for end in reader.range_of(table, values))
                evident = max(inside.evident(key), of_revised.counts[values])
                if not leaves_enough_open(protected.problem, protected.policy, key, low, high, evident):
                    found.append(f"{key} was {then}, known to be {low:g} to {high:g}")
    return found


FINEST = {"period": tuple(f"Q{quarter}" for quarter in range(1, 9))}


def worked_out_of_eight_quarters(number: int, policy: DisclosurePolicy, *, ledger: bool) -> list[str]:
    """Ten tables go out in an order drawn by lot, with reviews completed again between them.

    What who holds all of them, and knows what every revision changed, can narrow too far.
    """
    draw = random.Random(number)
    cases, periods = eight_quarters(draw), [*FINEST["period"], "year 0", "year 1"]
    draw.shuffle(periods)
    out: list[Released] = []
    every: list[tuple[ProtectedRelease, Cases]] = []
    revised: set[int] = set()
    for period in periods:
        release = Release((of_period(cases, period),), {"area": WIDER["area"], "period": WIDER["period"]})
        protected = protected_or_refused(release, policy, out if ledger else [])
        if isinstance(protected, ProtectedRelease):
            every.append((protected, cases))
            out.append(as_it_went_out(protected))
            cases = completed_again(draw, cases, revised)
    assert len(every) >= 7
    reader = KnowsTheRevisions(("period", "area", "sex"), FINEST)
    for each, _ in every:
        reader.reads_then(each, cases)
    return [
        fault
        for each, then in every
        for fault in narrowed(reader, each, cases, table_of(only(then, revised), then.dims))
    ]


def only(cases: Cases, places: set[int]) -> Cases:
    return Cases(cases.dims, tuple(cases.values[place] for place in sorted(places)))


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("number", range(2))
def test_releases_of_eight_quarters_in_any_order_with_reviews_completed_again(number: int, name: str) -> None:
    assert worked_out_of_eight_quarters(number, POLICIES[name], ledger=True) == []


def test_without_the_ledger_the_same_reader_works_hidden_counts_out() -> None:
    assert worked_out_of_eight_quarters(0, BOARD, ledger=False)


def as_it_went_out(protected: ProtectedRelease) -> Released:
    """With the figures that were printed: those that were out already stand."""
    table = protected.release.tables[0]
    counts = {values: protected.problem.counts[table.key(values)] for values in table.counts}
    release = replace(protected.release, tables=(replace(table, counts=counts),))
    return Released(table.name, release, protected.hidden.intersection(release.cells()))


def eight_quarters(draw: random.Random) -> Cases:
    values = [
        (f"Q{quarter}", *each)
        for quarter in range(1, 9)
        for each in some_cases(draw, ("area", "sex"), draw.choice((8, 25, 40))).values
    ]
    return Cases(("period", "area", "sex"), tuple(values))


def completed_again(draw: random.Random, cases: Cases, revised: set[int]) -> Cases:
    """Between most releases one review changes the sex that was recorded of a child, or its area."""
    if draw.random() > 0.6:
        return cases
    values, place = list(cases.values), draw.randrange(len(cases.values))
    revised.add(place)
    period, area, sex = values[place]
    other = draw.choice(["Leicester", "Leicestershire", "Rutland"])
    values[place] = (period, other, sex) if draw.random() < 0.5 else (period, area, "not known")
    return Cases(cases.dims, tuple(values))


def of_period(cases: Cases, period: str) -> LinkedTable:
    whole = table_of(cases, cases.dims)
    counts = {values: count for values, count in whole.counts.items() if values[0] == period}
    return replace(whole, name=period, counts=counts)
