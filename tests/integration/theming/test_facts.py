"""Facts of cases are counted as they are known now, and as they were known at an instant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.statistics.dimensions import NOT_RECORDED, dimensions
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.facts import CountedFacts, cases_counted, cases_listed
from services.theming.queries.waiting import times_to_review
from services.theming.tables import case_fact_version, case_facts
from shared.contracts import HoldRaised, HoldReleased, ReviewedFactor
from shared.errors import NotPermitted
from tests.integration.theming.conftest import CASE, NOW, Theming, notified, reviewed

EVERY = tuple(dimensions(load_codebook()))
YEAR = {"first_day": date(2026, 4, 1), "last_day": date(2027, 3, 31)}


def counted(
    theming: Theming,
    *dims: str,
    basis: str = "notified",
    known_at: datetime | None = None,
    person: str = "cdr-manager",
    **days: date,
) -> list[CountedFacts]:
    return theming.act(person, cases_counted, basis=basis, dims=dims, known_at=known_at, **{**YEAR, **days})


def values(theming: Theming, dim: str, **asked: Any) -> dict[frozenset[str], int]:
    found: dict[frozenset[str], int] = {}
    for each in counted(theming, dim, **asked):
        found[each.values[dim]] = found.get(each.values[dim], 0) + each.cases
    return found


def versions(theming: Theming, source: str = "") -> list[Any]:
    version = case_fact_version.c
    found = select(case_fact_version).where(version.source.startswith(source)).order_by(version.number)
    return theming.look(lambda tx: tx.session.execute(found).all())


def test_cases_with_the_same_values_are_counted_together_by_month_and_area(theming: Theming) -> None:
    theming.tell(
        notified("LLR-2026-0001", on=date(2026, 5, 3)),
        notified("LLR-2026-0002", on=date(2026, 5, 28)),
        notified("LLR-2026-0003", on=date(2026, 6, 1), area="Elsewhere"),
    )
    found = counted(theming, "sex")
    assert sorted((each.day, each.area, each.cases) for each in found) == [
        (date(2026, 5, 1), "Leicester", 2),
        (date(2026, 6, 1), "Other", 1),
    ]
    assert {each.values["sex"] for each in found} == {frozenset({"female"})}


def test_days_outside_those_asked_for_are_not_counted(theming: Theming) -> None:
    theming.tell(
        notified("LLR-2026-0001", on=date(2026, 5, 3)), notified("LLR-2026-0002", on=date(2026, 5, 28))
    )
    found = counted(theming, first_day=date(2026, 5, 4), last_day=date(2026, 5, 31))
    assert [(each.day, each.cases) for each in found] == [(date(2026, 5, 1), 1)]


def test_every_dimension_is_counted_on_both_bases_and_at_an_instant(theming: Theming) -> None:
    theming.tell(notified(), reviewed(), reviewed("LLR-2026-0002"))
    for basis, cases in (("notified", 1), ("reviewed", 2)):
        for known_at in (None, NOW):
            found = counted(theming, *EVERY, basis=basis, known_at=known_at)
            assert sum(each.cases for each in found) == cases
            assert all(set(each.values) == set(EVERY) for each in found)


def test_what_was_not_recorded_is_a_value_and_not_the_value_not_known(theming: Theming) -> None:
    theming.tell(notified(expected="not_known", deprivation_quintile=None), reviewed("LLR-2026-0002"))
    assert values(theming, "expected") == {frozenset({"not_known"}): 1}
    assert values(theming, "deprivation_quintile") == {frozenset({NOT_RECORDED}): 1}
    assert values(theming, "expected", basis="reviewed") == {frozenset({NOT_RECORDED}): 1}
    assert values(theming, "category") == {frozenset({NOT_RECORDED}): 1}
    assert values(theming, "supplementary_form", basis="reviewed") == {frozenset({NOT_RECORDED}): 1}


@pytest.mark.parametrize(("met", "said"), [(True, "in_time"), (False, "late"), (None, "cannot_be_judged")])
def test_in_time_late_and_cannot_be_judged_are_three_values(
    theming: Theming, met: bool | None, said: str
) -> None:
    theming.tell(notified(met=met))
    assert values(theming, "in_time") == {frozenset({said}): 1}


def test_a_case_has_every_supplementary_form_that_was_opened_or_none(theming: Theming) -> None:
    theming.tell(
        notified("LLR-2026-0001", supplementary_forms=("Drowning", "Epilepsy")), notified("LLR-2026-0002")
    )
    assert values(theming, "supplementary_form") == {frozenset({"Drowning", "Epilepsy"}): 1, frozenset(): 1}


def test_a_domain_counts_where_the_panel_found_a_modifiable_factor_in_it(theming: Theming) -> None:
    factors = [
        ReviewedFactor(domain=domain, factor="x", grade=1, modifiable=modifiable)
        for domain, modifiable in (("B", "yes"), ("B", "yes"), ("D", "yes"), ("A", "no"), ("C", "not_known"))
    ]
    theming.tell(reviewed(factors=tuple(factors)))
    found = values(theming, "modifiable_factor_domain", basis="reviewed")
    assert found == {frozenset({"B", "D"}): 1}


@pytest.mark.parametrize(
    ("died_in", "band"),
    [
        ("2026-02", "0-6 months"),
        ("2026-01", "7-12 months"),
        ("2025-07", "13-24 months"),
        ("2024-07", "over 24 months"),
        (None, NOT_RECORDED),
        ("2026-09", NOT_RECORDED),
    ],
)
def test_months_to_review_are_whole_calendar_months(theming: Theming, died_in: str | None, band: str) -> None:
    theming.tell(notified(died_in=died_in), reviewed(on=date(2026, 8, 12)))
    assert values(theming, "months_to_review", basis="reviewed") == {frozenset({band}): 1}


def test_the_year_of_death_is_a_financial_year(theming: Theming) -> None:
    theming.tell(notified("LLR-2026-0001", died_in="2026-03"), notified("LLR-2026-0002", died_in=None))
    found = values(theming, "year_of_death")
    assert found == {frozenset({"2025-26"}): 1, frozenset({NOT_RECORDED}): 1}


def test_what_is_told_twice_adds_no_version(theming: Theming) -> None:
    theming.tell(notified(), notified(), reviewed(), reviewed())
    assert [(each.source, each.number) for each in versions(theming)] == [("notified", 1), ("reviewed", 1)]


def test_an_older_version_of_a_review_adds_nothing_and_a_newer_one_stays_in_its_period(
    theming: Theming,
) -> None:
    theming.tell(
        reviewed(on=date(2026, 8, 12), review_version=2),
        reviewed(on=date(2026, 7, 1), review_version=1),
        reviewed(on=date(2026, 10, 5), review_version=3, category=8),
    )
    found = versions(theming, "reviewed")
    assert [(each.number, each.review_version) for each in found] == [(1, 2), (2, 3)]
    assert {each.reviewed_on for each in found} == {date(2026, 8, 12)}
    assert [each.completed_on for each in found] == [date(2026, 8, 12), date(2026, 10, 5)]


def test_a_case_is_counted_as_it_was_known_on_each_day(theming: Theming) -> None:
    theming.at = NOW - timedelta(days=3)
    theming.tell(notified(sex="not_known"))
    theming.at = NOW - timedelta(days=2)
    theming.tell(notified(sex="female"), reviewed(category=5))
    theming.at = NOW
    theming.tell(reviewed(category=8, review_version=2))
    days = [NOW - timedelta(days=back) for back in (4, 3, 2, 1, 0)]
    assert [values(theming, "sex", known_at=day) for day in days] == [
        {},
        {frozenset({"not_known"}): 1},
        *[{frozenset({"female"}): 1}] * 3,
    ]
    by_category = [values(theming, "category", basis="reviewed", known_at=day) for day in days]
    assert by_category == [{}, {}, *[{frozenset({"5"}): 1}] * 2, {frozenset({"8"}): 1}]


def test_a_theme_counts_from_its_confirmation_until_its_rejection(theming: Theming) -> None:
    theming.tell(notified(), reviewed("LLR-2026-0002"))
    theming.act("cdr-manager", add_theme, case=CASE, theme="asthma", reason="Plain in the text")
    theming.at = NOW + timedelta(days=2)
    theming.act("cdr-manager", reject_theme, case=CASE, theme="asthma")
    before, with_it, after = (NOW + timedelta(days=days) for days in (-1, 1, 2))
    assert values(theming, "theme", known_at=before) == {}
    assert values(theming, "theme", known_at=with_it) == {frozenset({"asthma"}): 1}
    group = load_codebook().themes["asthma"].group
    assert values(theming, "theme_group", known_at=with_it) == {frozenset({group}): 1}
    assert values(theming, "theme", known_at=after) == values(theming, "theme") == {frozenset(): 1}


def hold(case: str = CASE, *, on: date = date(2026, 6, 1)) -> HoldRaised:
    return HoldRaised(case_reference=case, hold_id="h1", kind="inquest", placed_on=on)


def ended(on: date, outcome: Any = "concluded") -> HoldReleased:
    return HoldReleased(case_reference=CASE, hold_id="h1", lifted_on=on, outcome=outcome)


def test_a_hold_begins_once_and_its_first_end_stands(theming: Theming) -> None:
    theming.tell(hold(), hold(), ended(date(2026, 7, 1)), ended(date(2026, 9, 1)), hold())
    found = [(each.hold_kind, each.placed_on, each.lifted_on) for each in versions(theming, "hold:")]
    began = ("inquest", date(2026, 6, 1))
    assert found == [(*began, None), (*began, date(2026, 7, 1))]


def test_a_hold_whose_end_came_first_has_ended_and_one_recorded_in_error_counts_for_no_day(
    theming: Theming,
) -> None:
    theming.tell(ended(date(2026, 7, 1)), hold())
    assert versions(theming, "hold:")[-1].lifted_on == date(2026, 7, 1)
    theming.tell(ended(date(2026, 6, 1), "recorded_in_error"))
    last = versions(theming, "hold:")[-1]
    assert (last.placed_on, last.lifted_on, last.hold_outcome) == (
        date(2026, 6, 1),
        date(2026, 6, 1),
        "recorded_in_error",
    )


@pytest.mark.parametrize(
    "change", ["UPDATE case_fact_version SET sex = 'male'", "DELETE FROM case_fact_version"]
)
def test_a_version_is_never_changed_or_removed(theming: Theming, change: str) -> None:
    theming.tell(notified())
    with pytest.raises(DBAPIError, match="never changed"), theming.database.engine.begin() as connection:
        connection.execute(text(change))


def test_the_office_lists_the_cases_behind_a_count_and_nobody_else_does(theming: Theming) -> None:
    theming.tell(
        notified("LLR-2026-0002", on=date(2026, 5, 4)), notified("LLR-2026-0001", on=date(2026, 5, 9))
    )
    asked = {"basis": "notified", "dims": ("sex",), **YEAR}
    found = theming.act("cdr-manager", cases_listed, **asked)
    assert [(each.case_reference, each.day) for each in found] == [
        ("LLR-2026-0002", date(2026, 5, 4)),
        ("LLR-2026-0001", date(2026, 5, 9)),
    ]
    with pytest.raises(NotPermitted):
        theming.act("public-health-analyst", cases_listed, **asked)


def test_what_is_counted_now_is_what_the_newest_facts_say(theming: Theming) -> None:
    theming.tell(notified(), notified(sex="male"), reviewed(), reviewed(review_version=2, category=3))
    (row,) = theming.look(lambda tx: tx.session.execute(select(case_facts)).all())
    assert (row.sex, row.category, row.died_in, row.joint_agency_response) == ("male", 3, "2026-05", True)
    later = datetime(2099, 1, 1, tzinfo=UTC)
    for basis in ("notified", "reviewed"):
        assert counted(theming, *EVERY, basis=basis) == counted(theming, *EVERY, basis=basis, known_at=later)


def test_the_time_to_review_is_told_with_the_holds_known_then(theming: Theming) -> None:
    theming.tell(notified(died_in="2026-02"), hold(on=date(2026, 5, 1)), reviewed(on=date(2026, 8, 12)))
    theming.at = NOW + timedelta(days=1)
    theming.tell(ended(date(2026, 6, 30)))
    (then,) = theming.act("public-health-analyst", times_to_review, known_at=NOW, **YEAR)
    (now,) = theming.act("public-health-analyst", times_to_review, **YEAR)
    assert (then.day, then.area) == (date(2026, 8, 12), "Leicester")
    assert [(each.months, each.months_not_held) for each in (then, now)] == [(6, 3), (6, 4)]
