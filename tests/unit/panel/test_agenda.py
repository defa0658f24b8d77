"""Which cases may be listed, in which order they are proposed, and what the queue will do."""

from datetime import UTC, date, datetime
from fractions import Fraction

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.holds import Hold
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.meetings.agenda import below_target, propose, why_not_listed
from services.panel.domain.meetings.queue_forecast import forecast_queue

TODAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


def case(reference: str, notified_on: date, status: CaseStatus = CaseStatus.READY_FOR_PANEL) -> ReviewCase:
    return ReviewCase(
        reference=reference,
        notified_on=notified_on,
        died_in="2026-01",
        age_band="28-364 days",
        age_text="3 months",
        sex="female",
        ethnic_category="not_known",
        ethnic_group="not_known",
        area="Leicester",
        deprivation_quintile=None,
        place_of_death="hospital",
        place_of_event="home",
        expected="no",
        gestation_weeks=None,
        coroner_informed="yes",
        joint_agency_response=True,
        notifier_role="Paediatrician",
        notifier_sector="acute_hospital",
        status=status,
    )


def held(reference: str, notified_on: date, placed_on: date, lifted_on: date | None) -> ReviewCase:
    made = case(reference, notified_on)
    made.holds.append(Hold("h", "inquest", "Inquest opened", placed_on, "manager", lifted_on))
    return made


def test_the_oldest_case_comes_first_and_days_on_hold_do_not_count_as_age() -> None:
    waited = held("LLR-2026-0001", date(2025, 6, 1), date(2025, 6, 10), date(2026, 6, 10))
    old = case("LLR-2026-0002", date(2026, 1, 5))
    new = case("LLR-2026-0003", date(2026, 3, 5))
    assert propose([new, waited, old], on=TODAY, places=8) == [old, new, waited]


def test_only_as_many_cases_are_proposed_as_there_are_places() -> None:
    cases = [case(f"LLR-2026-{n:04}", date(2026, 1, n)) for n in range(1, 12)]
    assert [each.reference for each in propose(cases, on=TODAY, places=2)] == [
        "LLR-2026-0001",
        "LLR-2026-0002",
    ]
    assert propose(cases, on=TODAY, places=-1) == []


def test_a_case_that_is_not_ready_is_not_proposed_and_the_reason_is_shown() -> None:
    gathering = case("LLR-2026-0001", date(2026, 1, 5), CaseStatus.GATHERING)
    assert propose([gathering], on=TODAY, places=8) == []
    assert why_not_listed(gathering, TODAY) == gathering.missing(TODAY) != []


def test_a_case_on_hold_is_not_listed_and_the_hold_is_named() -> None:
    waiting = held("LLR-2026-0001", date(2026, 1, 5), date(2026, 2, 1), None)
    assert why_not_listed(waiting, TODAY) == ["On hold: Inquest, since 1 February 2026."]
    assert propose([waiting], on=TODAY, places=8) == []


def test_a_deferred_case_may_be_listed_again() -> None:
    assert why_not_listed(case("A", date(2026, 1, 5), CaseStatus.DEFERRED), TODAY) == []


def test_an_agenda_of_seven_is_below_target_and_one_of_eight_is_not() -> None:
    assert below_target(7, 8) == "Below target: 7 of at least 8 cases."
    assert below_target(8, 8) == ""


def test_one_panel_a_month_of_eight_cases_is_ninety_six_a_year() -> None:
    assert forecast_queue(waiting=0, new_cases=0, over_months=12).capacity_a_year == 96


def test_a_queue_that_shrinks_says_when_it_is_cleared() -> None:
    forecast = forecast_queue(waiting=13, new_cases=60, over_months=12)
    assert forecast.grows_a_month == -3
    assert forecast.sentence == "Cleared in 5 months."


def test_a_queue_that_grows_says_by_how_much() -> None:
    forecast = forecast_queue(waiting=20, new_cases=107, over_months=6)
    assert forecast.grows_a_month == Fraction(107, 6) - 8
    assert forecast.cleared_in_months is None
    assert forecast.sentence == "Grows by 9.8 cases a month."


def test_a_queue_in_balance_is_never_cleared() -> None:
    forecast = forecast_queue(waiting=20, new_cases=96, over_months=12)
    assert forecast.sentence == "Stays at 20: as many cases come as are reviewed."


def test_no_queue_and_enough_capacity_is_no_queue() -> None:
    assert forecast_queue(waiting=0, new_cases=10, over_months=12).sentence == "No case is waiting."


def test_a_case_that_was_discussed_may_be_listed_again_but_is_not_proposed() -> None:
    discussed = case("LLR-2026-0001", date(2026, 1, 5), CaseStatus.REVIEWED)
    assert why_not_listed(discussed, TODAY) == []
    assert propose([discussed], on=TODAY, places=8) == []
