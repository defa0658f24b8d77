"""Of a row or column whose total is too small nothing is said in a release, zeros included."""

from collections import Counter
from datetime import date

import pytest

from services.theming.disclosure.of_hidden import of_hidden_totals
from services.theming.disclosure.released import Released
from services.theming.disclosure.releases import ProtectedRelease, protect_release
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release
from services.theming.domain.statistics.tree import Key, Relation
from shared.disclosure.cells import Suppressed, TrueZero
from shared.disclosure.policies import policy_on

POLICIES = {name: policy_on(name, date(2026, 1, 1)) for name in ("publishable", "restricted_board")}
AGES = ("infants", "children", "not known")
CATEGORIES = ("infection", "trauma", "cancer", "asthma")
Case = tuple[str, str]
MANY: list[Case] = [(age, category) for age in AGES[:2] for category in CATEGORIES for _ in range(12)]
ONE: Case = ("not known", "trauma")


def table(cases: list[Case]) -> LinkedTable:
    counts: Counter[tuple[str, str]] = Counter({(a, c): 0 for a in AGES for c in CATEGORIES})
    for age, category in cases:
        counts.update([(age, category), (age, TOTAL), (TOTAL, category), (TOTAL, TOTAL)])
    counts.update({(age, TOTAL): 0 for age in AGES})
    return LinkedTable("by age and category", ("age", "category"), dict(counts))


def protected(cases: list[Case], name: str, before: tuple[Released, ...] = ()) -> ProtectedRelease:
    return protect_release(Release((table(cases),)), POLICIES[name], before)


def row(made: ProtectedRelease, age: str) -> list[object]:
    return [made.cell(made.release.tables[0], (age, category)) for category in CATEGORIES]


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_the_only_child_of_a_row_is_of_no_category_that_can_be_read_off(name: str) -> None:
    made = protected([*MANY, ONE], name)
    assert row(made, "not known") == [Suppressed()] * 4


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_each_column_has_company_for_the_cell_of_the_small_row(name: str) -> None:
    """Had only the child's own column, the one in which a second number is hidden would be the child's."""
    made = protected([*MANY, ONE], name)
    cells = made.cells(made.release.tables[0])
    for category in CATEGORIES:
        hidden = [each for each in (*AGES, TOTAL) if cells[each, category] == Suppressed()]
        assert len(hidden) > 1, category


def test_of_a_row_that_nobody_is_in_that_is_said() -> None:
    assert row(protected(MANY, "publishable"), "not known") == [TrueZero()] * 4


def test_beside_a_total_that_is_shown_zero_is_shown() -> None:
    cases = [case for case in MANY if case != ("infants", "cancer")]
    others = [("not known", category) for category in ("cancer", "trauma") for _ in range(12)]
    made = protected([*cases, *others], "publishable")
    assert made.cell(made.release.tables[0], ("infants", "cancer")) == TrueZero()


def test_a_zero_that_is_out_stands_and_what_goes_out_next_hides_the_others() -> None:
    cases = [*MANY, ONE]
    whole = table(cases)
    shown = {v: n for v, n in whole.counts.items() if v[1] == "cancer"}
    out = Released("S-0001", Release((LinkedTable("cancer", whole.dims, shown),)), frozenset())
    made = protected(cases, "restricted_board", (out,))
    assert row(made, "not known") == [Suppressed(), Suppressed(), TrueZero(), Suppressed()]


def test_a_group_of_themes_is_no_total_of_a_row_and_the_number_of_cases_is() -> None:
    cases: Key = ("period", "2025-26")
    group: Key = (*cases, "theme", "group:acute")
    theme: Key = (*cases, "theme", "asthma")
    counts = {cases: 30, group: 3, theme: 0}
    relations = (
        Relation((cases,), (group,), exact=False),
        Relation((cases,), (theme,), exact=False),
        Relation((group,), (theme,), exact=False),
    )
    policy = POLICIES["publishable"]
    assert of_hidden_totals(relations, counts, {}, policy) == frozenset()
    assert of_hidden_totals(relations, {**counts, cases: 5}, {}, policy) == {group, theme}
    assert of_hidden_totals(relations, counts, {cases: True}, policy) == {group, theme}
