"""Monthly panels on working days, and their rate."""

from datetime import date

from services.panel.domain.meetings.meeting_dates import monthly_dates
from services.panel.domain.meetings.meeting_plan import plan_faults
from shared.indicators import meeting_rate
from shared.working_days import is_working_day


def test_twenty_panels_in_twenty_four_months_are_four_fewer_than_one_each_month() -> None:
    rate = meeting_rate(20, date(2009, 4, 1), date(2011, 3, 31))
    assert rate.months == 24
    assert rate.a_month == "0.83"
    assert rate.difference == -4
    assert rate.sentence == "4 fewer than one each month"


def test_no_months_have_no_rate_rather_than_a_rate_of_nothing() -> None:
    assert meeting_rate(0, date(2026, 5, 1), date(2026, 4, 30)).a_month == "N/A"


def test_a_monthly_series_keeps_the_weekday_and_its_week() -> None:
    dates = monthly_dates(date(2026, 1, 15), 4, is_working_day)
    assert dates == [date(2026, 1, 15), date(2026, 2, 19), date(2026, 3, 19), date(2026, 4, 16)]


def test_a_date_on_a_bank_holiday_gives_way_to_the_next_working_day() -> None:
    first_fridays = monthly_dates(date(2026, 3, 6), 2, is_working_day)
    assert first_fridays == [
        date(2026, 3, 6),
        date(2026, 4, 7),
    ]  # 3 April is Good Friday, 6 April Easter Monday


def test_a_series_goes_over_the_turn_of_the_year() -> None:
    assert monthly_dates(date(2026, 12, 10), 2, is_working_day) == [date(2026, 12, 10), date(2027, 1, 14)]


def test_a_month_without_a_fifth_such_weekday_takes_its_fourth() -> None:
    assert monthly_dates(date(2026, 1, 29), 2, is_working_day) == [date(2026, 1, 29), date(2026, 2, 26)]


def faults_of(**given: object) -> dict[str, str]:
    plan = {"held_on": date(2029, 12, 12), "starts": "09:30", "place": "Room 1", "kind": "all_deaths"}
    rest = {"theme": "", "quorum_rules": "default-1", "target_cases": 8, "months": 1, "every": 1}
    return {one.field: one.message for one in plan_faults(**plan | rest | given)}  # type: ignore[arg-type]


def test_a_series_past_the_known_bank_holidays_is_a_fault_of_its_length() -> None:
    assert faults_of() == {}
    assert faults_of(months=24, every=6) == {
        "months": "Plan fewer: bank holidays are known to the end of 2030"
    }


def test_a_place_is_no_essay() -> None:
    assert list(faults_of(place="x" * 201)) == ["place"]
    assert faults_of(place="x" * 200) == {}
