"""How much is missing, by field and source: exact for the office, as published for everybody else."""

from datetime import date

import pytest
from fastapi.testclient import TestClient

from services.theming.queries.data_quality import data_quality, record_quality
from shared.contracts import CaseFactsRecorded
from shared.disclosure.cells import Missing, TrueZero, Value
from shared.errors import NotPermitted
from shared.periods import Period
from tests.integration.theming.conftest import NOW, Theming, enter, notified, reviewed

YEAR = Period(2026, "Y", 1)


@pytest.fixture
def incomplete(theming: Theming) -> Theming:
    """Twenty notifications: of ten the sex is not known, of two nothing is held but the review."""
    for number in range(20):
        sex = "not_known" if number < 10 else "female"
        ethnic_group = ("White", "Not known", "Not stated")[number % 3]
        theming.tell(notified(f"LLR-2026-{number:04}", sex=sex, ethnic_group=ethnic_group))
    theming.tell(notified("LLR-2026-0020", deprivation_quintile=None, died_in=None))
    theming.tell(reviewed("LLR-2026-0000", modifiability="inadequate_information"))
    return theming


def row(theming: Theming, name: str, **asked: object):  # type: ignore[no-untyped-def]
    found = theming.look(lambda tx: data_quality(tx, YEAR, **asked))
    return next(each for each in found if each.name == name)


def test_not_known_not_stated_and_not_recorded_are_counted_apart(incomplete: Theming) -> None:
    ethnic = row(incomplete, "ethnic_group")
    assert (ethnic.cases, ethnic.missing["not_known"]) == (Value(21), Value(7))
    assert (ethnic.missing["asked_not_stated"], ethnic.missing["not_recorded"]) == (Value(6), TrueZero())
    assert ethnic.missing["not_asked"] == Missing(), "no notification can say so"
    assert ethnic.percent == "33.3%", "who was asked and declined has answered"
    fifth = row(incomplete, "deprivation_quintile")
    assert (fifth.missing["not_recorded"], fifth.percent) == (Value(1), "4.8%")
    assert row(incomplete, "year_of_death").missing["not_recorded"] == Value(1)


def test_the_review_is_a_source_of_its_own(incomplete: Theming) -> None:
    modifiability = row(incomplete, "modifiability")
    assert (modifiability.source, modifiability.cases) == ("review", Value(1))
    assert modifiability.percent == "100.0%"


def test_b18_of_no_cases_the_share_is_not_applicable(theming: Theming) -> None:
    assert row(theming, "sex").percent == "N/A"


def test_it_is_told_as_known_then_too(incomplete: Theming) -> None:
    incomplete.at = NOW.replace(day=22)
    incomplete.tell(*(notified(f"LLR-2026-{number:04}", sex="male") for number in range(10)))
    assert row(incomplete, "sex").missing["not_known"] == TrueZero()
    assert row(incomplete, "sex", known_at=NOW).missing["not_known"] == Value(10)


def record(case: str, version: int, *states: str) -> CaseFactsRecorded:
    facts = [
        {"question": f"c.{n}", "label": "x", "section": "The child", "state": state, "values": []}
        for n, state in enumerate(states)
    ]
    told = {"case_reference": case, "version": version, "facts": facts}
    return CaseFactsRecorded.model_validate(told)


def test_not_asked_and_not_known_of_the_record_are_counted_in_facts_for_the_office_alone(
    incomplete: Theming, web: TestClient
) -> None:
    incomplete.tell(
        record("LLR-2026-0000", 1, "not_asked", "not_asked"),
        record("LLR-2026-0000", 3, "agreed", "not_asked", "not_known", "not_applicable"),
        record("LLR-2026-0000", 2, "not_asked"),
        record("LLR-2026-0001", 1, "agreed", "conflict"),
    )
    (section,) = incomplete.look(lambda tx: record_quality(tx, YEAR))
    assert (section.label, section.cases, section.percent) == ("The child", Value(5), "40.0%")
    assert (section.missing["not_known"], section.missing["not_asked"]) == (Value(1), Value(1))
    enter(web, "cdr-manager")
    assert "The child" in table(web)
    with pytest.raises(NotPermitted):
        incomplete.look(lambda tx: record_quality(tx, YEAR), "public-health-analyst")


def table(web: TestClient, period: str = "2026-27") -> str:
    answer = web.get("/themes/data-quality", params={"period": period})
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def test_the_office_sees_exact_counts_and_the_years_beside_each_other(
    incomplete: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    shown = table(web)
    assert "Counts are exact" in shown
    assert "47.6% of 21" in shown


def test_everybody_else_sees_what_the_statistics_publish(incomplete: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    shown = table(web)
    assert "small ones are suppressed" in shown
    assert ">21<" not in shown
    assert ">20<" in shown
    assert "by year" not in shown
    statistics = web.get(
        "/themes/statistics", params={"by": "sex", "period": "2026-27", "basis": "notified"}
    ).text
    assert ">10<" in statistics
    assert ">10<" in shown


def test_a_period_that_is_none_is_refused_with_its_fault(web: TestClient, theming: Theming) -> None:
    theming.tell(notified(on=date(2026, 5, 12)))
    enter(web, "public-health-analyst")
    answer = web.get("/themes/data-quality", params={"period": "soon"})
    assert answer.status_code == 422
    assert "This is not a period" in answer.text


def test_it_opens_on_the_latest_year_that_is_over_and_the_office_sees_this_year_beside_it(
    theming: Theming, web: TestClient
) -> None:
    for number, day in enumerate((date(2025, 4, 12), date(2026, 5, 12), date(2026, 8, 12))):
        theming.tell(notified(f"LLR-2026-{number:04}", on=day))
    for persona in ("public-health-analyst", "cdr-manager"):
        enter(web, persona)
        shown = web.get("/themes/data-quality").text
        assert "Year 2025-26: 1 April 2025" in shown, persona
        assert ("2026-27 so far" in shown) == (persona == "cdr-manager")


def test_it_opens_on_the_latest_quarter_where_no_year_is_over(theming: Theming, web: TestClient) -> None:
    theming.tell(notified(on=date(2026, 5, 12)))
    enter(web, "public-health-analyst")
    assert "Quarter 2 of 2026-27: 1 July 2026" in web.get("/themes/data-quality").text


def test_the_record_is_explained_only_where_it_is_counted(incomplete: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    assert "there facts are counted and not cases" not in table(web)
    incomplete.tell(record("LLR-2026-0000", 1, "agreed"))
    assert "there facts are counted and not cases" in table(web)
