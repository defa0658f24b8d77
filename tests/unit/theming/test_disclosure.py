"""Nobody can work out a small count from what is published: attacked by a reader built apart."""

from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from services.theming.disclosure.years import hidden_cases, hidden_group, hidden_split
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.periods import Period, parse_period, periods_of_year

AREAS = ("all", "Leicester", "Leicestershire and Rutland", "Leicestershire", "Rutland", "Other")
SUMS_OF_AREAS = (
    ("all", ("Leicester", "Leicestershire and Rutland", "Other")),
    ("Leicestershire and Rutland", ("Leicestershire", "Rutland")),
)
SUMS_OF_TIME = (("-H1", ("-Q1", "-Q2")), ("-H2", ("-Q3", "-Q4")), ("", ("-H1", "-H2")))
NAME = "2025-26"
TIMES = ("-Q1", "-Q2", "-H1", "-Q3", "-Q4", "-H2", "")
YEAR = Period(2025, "Y", 1)
POLICIES = {name: policy_on(name, date(2026, 1, 1)) for name in ("publishable", "restricted_board")}
SEXES = ("female", "male", "not_known")
THEMES, GROUP = ("asthma", "anaphylaxis", "epilepsy"), "acute"
Key = tuple[str, str, str]


def counted(cases: list[tuple[str, int, frozenset[str]]]) -> Counter[Key]:
    """Counts of cases given as area, quarter (1 to 4) and items."""
    wider = {"Leicester": ("all",), "Other": ("all",)}
    counts: Counter[Key] = Counter()
    for area, quarter, items in cases:
        times = (f"-Q{quarter}", f"-H{(quarter + 1) // 2}", "")
        for place in (area, *wider.get(area, ("Leicestershire and Rutland", "all"))):
            counts.update((item, place, NAME + time) for item in {"cases"} | items for time in times)
    return counts


def attack(
    counts: Counter[Key],
    hidden: frozenset[Key],
    policy: DisclosurePolicy,
    items: tuple[str, ...],
    *,
    split: bool,
):
    """The range of every hidden cell for somebody who knows all sums, how shown counts were rounded and that
    nobody is shown as 0 where a total is shown."""
    keys = [(item, area, NAME + time) for item in ("cases", *items) for area in AREAS for time in TIMES]
    place = {key: number for number, key in enumerate(keys)}
    equal, at_least = [], []

    def relation(whole: list[Key], parts: list[Key]) -> np.ndarray:
        row = np.zeros(len(keys))
        row[[place[key] for key in whole]] = 1
        row[[place[key] for key in parts]] = -1
        return row

    for item in ("cases", *items):
        for time in TIMES:
            equal += [
                relation([(item, w, NAME + time)], [(item, p, NAME + time) for p in ps])
                for w, ps in SUMS_OF_AREAS
            ]
        for area in AREAS:
            equal += [
                relation([(item, area, NAME + w)], [(item, area, NAME + p) for p in ps])
                for w, ps in SUMS_OF_TIME
            ]
    for at in places():
        if split:
            equal.append(relation([("cases", *at)], [(item, *at) for item in items]))
        elif items:
            *themes, group = items
            at_least += [relation([(group, *at)], [(theme, *at)]) for theme in themes]
            at_least.append(relation([(theme, *at) for theme in themes], [(group, *at)]))
            at_least.append(relation([("cases", *at)], [(group, *at)]))

    def known(key: Key) -> tuple[float, float]:
        if key in hidden:
            return (0 if split or of_hidden(hidden, key) else 1), 10_000
        if counts[key] == 0:
            return 0, 0
        like_it = [
            n
            for n in range(2000)
            if n > policy.suppress_to and policy.rounded(n) == policy.rounded(counts[key])
        ]
        return min(like_it), max(like_it)

    bounds = [known(key) for key in keys]

    def furthest(key: Key, sign: int) -> float:
        cost = np.zeros(len(keys))
        cost[place[key]] = -sign
        inequality = (
            {"A_ub": csr_array(-np.array(at_least)), "b_ub": np.zeros(len(at_least))} if at_least else {}
        )
        found = linprog(
            cost, A_eq=csr_array(np.array(equal)), b_eq=np.zeros(len(equal)), bounds=bounds, **inequality
        )
        assert found.status == 0
        return float(found.x[place[key]])

    return {key: (furthest(key, -1), furthest(key, 1)) for key in keys if key in hidden}


def of_hidden(hidden: frozenset[Key], key: Key) -> bool:
    """Whether it is a part of a total that is hidden."""
    return key[0] != "cases" and ("cases", *key[1:]) in hidden


def assert_safe(counts, hidden, policy, items=(), *, split=False) -> None:
    every = [(item, *total[1:]) for total in hidden if total[0] == "cases" for item in items]
    assert hidden.issuperset(every)
    small = {key for key, count in counts.items() if policy.is_small(count) and key[0] in ("cases", *items)}
    assert small <= hidden
    width = policy.suppress_to - policy.suppress_from
    for key, (lowest, highest) in attack(counts, hidden, policy, items, split=split).items():
        if of_hidden(hidden, key) and not counts[key]:
            continue  # it covers others, and may follow where nobody in a wider area is of its kind
        assert highest - lowest >= width - 1e-6, (key, counts[key], lowest, highest)
        if key in small:
            assert highest >= policy.suppress_to - 1e-6, (key, counts[key], lowest, highest)
        if of_hidden(hidden, key) and policy.is_small(counts[("cases", *key[1:])]):
            assert lowest < 1e-6, (key, counts[key], lowest, highest)
    none = [(item, *at) for item in items for at in places() if not counts[(item, *at)]]
    assert split or not [key for key in none if key in hidden and not of_hidden(hidden, key)]


def places() -> list[tuple[str, str]]:
    return [(area, NAME + time) for area in AREAS for time in TIMES]


areas = st.sampled_from(["Leicester"] * 5 + ["Leicestershire"] * 4 + ["Rutland"])
quarters = st.integers(1, 4)
SLOW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(
    st.lists(st.tuples(areas, quarters, st.just(frozenset())), max_size=220),
    st.sampled_from(sorted(POLICIES)),
)
def test_no_total_can_be_worked_out(cases, name: str) -> None:
    counts, policy = counted(cases), POLICIES[name]
    assert_safe(counts, hidden_cases(policy, YEAR, counts), policy)


@SLOW
@given(
    st.lists(st.tuples(areas, quarters, st.sampled_from([frozenset({sex}) for sex in SEXES])), max_size=160),
    st.sampled_from(sorted(POLICIES)),
)
def test_no_part_of_a_split_can_be_worked_out(cases, name: str) -> None:
    counts, policy = counted(cases), POLICIES[name]
    assert_safe(counts, hidden_split(policy, YEAR, SEXES, counts), policy, SEXES, split=True)


@SLOW
@given(
    st.lists(st.tuples(areas, quarters, st.sets(st.sampled_from(THEMES))), max_size=160),
    st.sampled_from(sorted(POLICIES)),
)
def test_no_theme_can_be_worked_out_though_themes_overlap(cases, name: str) -> None:
    with_group = [
        (area, quarter, frozenset(themes | ({GROUP} if themes else set()))) for area, quarter, themes in cases
    ]
    counts, policy = counted(with_group), POLICIES[name]
    hidden = hidden_group(policy, YEAR, GROUP, THEMES, counts)
    assert_safe(counts, hidden, policy, (*THEMES, GROUP))


def some_year() -> Counter[Key]:
    """A year like the area's: Rutland has one death or two a quarter."""
    per_quarter = {"Leicester": 24, "Leicestershire": 21, "Rutland": 2}
    cases = [
        (area, quarter, frozenset({SEXES[number % 2]}))
        for area, number_of in per_quarter.items()
        for quarter in range(1, 5)
        for number in range(number_of)
    ]
    return counted(cases)


def test_no_sum_leaves_a_single_hidden_cell_to_be_subtracted() -> None:
    counts = some_year()
    hidden = hidden_cases(POLICIES["publishable"], YEAR, counts)
    assert ("cases", "Rutland", "2025-26-Q1") in hidden
    for period in periods_of_year(2025):
        for whole, parts in SUMS_OF_AREAS:
            gone = [area for area in (whole, *parts) if ("cases", area, period.name) in hidden]
            assert len(gone) != 1


def test_the_whole_area_stays_visible_when_rutland_is_hidden() -> None:
    hidden = hidden_cases(POLICIES["publishable"], YEAR, some_year())
    assert not [key for key in hidden if key[1] in ("all", "Leicester", "Leicestershire and Rutland")]


@pytest.mark.parametrize("period", [period.name for period in periods_of_year(2025)])
def test_the_same_cell_gives_the_same_answer_whichever_period_is_asked_for(period: str) -> None:
    counts = some_year()
    asked, whole = parse_period(period), hidden_split(POLICIES["publishable"], YEAR, SEXES, counts)
    part = hidden_split(POLICIES["publishable"], asked, SEXES, counts)
    assert {key for key in part if key[2] == period} == {key for key in whole if key[2] == period}


def test_what_was_shown_of_the_first_quarter_does_not_depend_on_the_second() -> None:
    before = Counter({key: count for key, count in some_year().items() if key[2].endswith("-Q1")})
    first = parse_period("2025-26-Q1")
    policy = POLICIES["publishable"]
    assert hidden_cases(policy, first, before) == {
        key for key in hidden_cases(policy, YEAR, some_year()) if key[2] == first.name
    }


def test_totals_are_hidden_alike_in_every_table() -> None:
    counts, policy = some_year(), POLICIES["publishable"]
    totals = hidden_cases(policy, YEAR, counts)
    split = hidden_split(policy, YEAR, SEXES, counts)
    assert {key for key in split if key[0] == "cases"} == totals


def test_where_all_cases_are_of_one_kind_that_is_not_said() -> None:
    counts = counted([("Leicester", 1, frozenset({"female"}))] * 20)
    hidden = hidden_split(POLICIES["publishable"], YEAR, SEXES, counts)
    line = {sex for sex in SEXES if (sex, "Leicester", "2025-26-Q1") in hidden}
    assert "female" in line
    assert len(line) >= 2


def test_a_split_is_answered_though_its_totals_leave_two_small_areas_little_room() -> None:
    cases = [("Leicester", 1)] * 10 + [("Leicestershire", 1)] * 3 + [("Other", 1)]
    counts = counted([(*at, frozenset({SEXES[number % 2]})) for number, at in enumerate(cases)])
    hidden = hidden_split(POLICIES["publishable"], parse_period("2025-26-Q1"), SEXES, counts)
    assert {key for key, count in counts.items() if 0 < count < 8 and key[2].endswith("-Q1")} <= hidden


def test_a_theme_that_every_case_has_is_not_shown() -> None:
    counts = counted([("Leicester", 1, frozenset({"asthma", GROUP}))] * 20)
    hidden = hidden_group(POLICIES["publishable"], YEAR, GROUP, THEMES, counts)
    assert ("asthma", "Leicester", "2025-26-Q1") in hidden


def test_an_area_with_nobody_hides_nothing() -> None:
    assert hidden_cases(POLICIES["publishable"], YEAR, Counter()) == frozenset()
    assert hidden_group(POLICIES["publishable"], YEAR, GROUP, THEMES, Counter()) == frozenset()


ASTHMA = frozenset({"asthma", GROUP})


def test_a_large_quarter_is_shown_beside_a_small_one_and_their_half_year_goes() -> None:
    cases = [("Leicester", 1, ASTHMA)] * 3 + [("Leicester", 2, ASTHMA)] * 12
    cases += [
        (area, quarter, frozenset()) for area in ("Leicester", "Leicestershire") for quarter in (1, 2)
    ] * 20
    policy = POLICIES["publishable"]
    hidden = hidden_group(policy, parse_period(f"{NAME}-Q2"), GROUP, THEMES, counted(cases))
    assert ("asthma", "all", f"{NAME}-Q1") in hidden
    assert ("asthma", "all", f"{NAME}-Q2") not in hidden
    assert ("asthma", "all", f"{NAME}-H1") in hidden


RUTLAND = ("Rutland", f"{NAME}-Q4")


def a_quarter_with_one_review_of(area: str, items: frozenset[str]) -> Counter[Key]:
    """Of all others half are of each of two kinds; of the one, nobody knows what it is of."""
    kinds = (frozenset({SEXES[0], "epilepsy", GROUP}), frozenset({SEXES[1]}))
    others = [(place, 4, kinds[n % 2]) for place in ("Leicester", "Leicestershire") for n in range(30)]
    return counted([*others, (area, 4, items)])


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_the_themes_of_the_only_review_of_a_quarter_cannot_be_read_off_beside_zeros(name: str) -> None:
    counts = a_quarter_with_one_review_of("Rutland", frozenset({SEXES[0], *ASTHMA}))
    every = (*THEMES, GROUP)
    hidden = hidden_group(POLICIES[name], parse_period(RUTLAND[1]), GROUP, THEMES, counts)
    assert {(theme, *RUTLAND) for theme in every} <= hidden
    assert all(lowest == 0 for key, (lowest, _) in attack(
        counts, hidden, POLICIES[name], every, split=False
    ).items() if key[1:] == RUTLAND and key[0] != "cases")  # fmt: skip


def test_of_a_group_that_nobody_is_of_nothing_is_said_beside_a_hidden_total_either() -> None:
    counts = a_quarter_with_one_review_of("Rutland", frozenset({SEXES[0]}))
    others = ("drowning", "burns")
    hidden = hidden_group(POLICIES["publishable"], YEAR, "injury", others, counts)
    assert {(theme, *RUTLAND) for theme in (*others, "injury")} <= hidden
    assert ("burns", "all", RUTLAND[1]) not in hidden


def test_a_large_count_that_goes_with_its_total_takes_none_of_the_whole_county_with_it() -> None:
    cases = [("Leicester", 1, ASTHMA)] * 12 + [("Leicester", 1, frozenset())] * 4
    counts = counted([*cases, *[("Rutland", 1, frozenset())] * 3])
    hidden = hidden_group(POLICIES["publishable"], parse_period(f"{NAME}-Q1"), GROUP, THEMES, counts)
    assert ("asthma", "Leicester", f"{NAME}-Q1") in hidden
    assert not [key for key in hidden if key[1] == "all"]


def test_beside_a_total_that_is_shown_zeros_stay_shown() -> None:
    """A figure of local practice: of 20 notifications none came from education, which is shown as 0."""
    sectors = ("police", "acute_hospital", "education")
    counts = counted([("Leicester", 1, frozenset({sectors[number % 2]})) for number in range(20)])
    hidden = hidden_split(POLICIES["publishable"], parse_period(f"{NAME}-Q1"), sectors, counts)
    assert ("education", "Leicester", f"{NAME}-Q1") not in hidden


def test_in_the_area_that_goes_for_company_no_count_tells_which_of_the_other_are_none() -> None:
    counts = some_year()
    hidden = hidden_split(POLICIES["restricted_board"], parse_period(f"{NAME}-Q1"), SEXES, counts)
    for area in ("Leicestershire", "Rutland"):
        assert {(item, area, f"{NAME}-Q1") for item in ("cases", *SEXES)} <= hidden
