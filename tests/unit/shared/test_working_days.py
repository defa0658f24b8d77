"""Working days in England, on days that people argue about."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.working_days import (
    FIRST_DAY,
    LAST_DAY,
    OVERRIDES,
    PastTheCalendar,
    add_working_days,
    is_working_day,
    next_working_day,
    skipped_between,
    why_not_working,
    working_days_between,
)

DAYS = st.dates(FIRST_DAY, LAST_DAY - timedelta(days=60))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2011, 4, 28), date(2011, 5, 3)),  # royal wedding, then the early May bank holiday
        (date(2011, 12, 23), date(2011, 12, 28)),  # Christmas Day on a Sunday: Tuesday is its substitute
        (date(2012, 3, 31), date(2012, 4, 2)),
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday to the Tuesday after Easter
        (date(2022, 6, 1), date(2022, 6, 6)),  # Platinum Jubilee
        (date(2022, 9, 16), date(2022, 9, 20)),  # the Queen's funeral
        (date(2023, 5, 5), date(2023, 5, 9)),  # Coronation
        (date(2020, 5, 1), date(2020, 5, 4)),  # in 2020 the early May holiday was moved to the 8th
        (date(2020, 5, 7), date(2020, 5, 11)),
        (date(2021, 12, 24), date(2021, 12, 29)),  # both Christmas substitutes
        (date(2020, 12, 24), date(2020, 12, 29)),
        (date(2021, 12, 31), date(2022, 1, 4)),  # New Year's Day on a Saturday
        (date(2024, 2, 28), date(2024, 2, 29)),
    ],
)
def test_the_next_working_day_skips_weekends_and_bank_holidays(day: date, due: date) -> None:
    assert next_working_day(day) == due


def test_figure_a13_twenty_working_days_from_5_august_2016_is_5_september_2016() -> None:
    assert add_working_days(date(2016, 8, 5), 20) == date(2016, 9, 5)


def test_each_skipped_day_has_its_reason() -> None:
    skipped = [(each.day.day, each.reason) for each in skipped_between(date(2011, 4, 28), date(2011, 5, 3))]
    assert skipped == [(29, "Royal wedding"), (30, "Saturday"), (1, "Sunday"), (2, "Early May bank holiday")]


def test_scottish_and_irish_holidays_are_working_days_in_england() -> None:
    assert is_working_day(date(2026, 1, 2))
    assert is_working_day(date(2026, 3, 17))


def test_a_substitute_day_says_that_it_is_one() -> None:
    assert why_not_working(date(2026, 12, 28)) == "Boxing Day (substitute day)"


@pytest.mark.parametrize("day", [LAST_DAY, date(2099, 1, 1)])
def test_a_date_past_the_calendar_is_refused_loudly(day: date) -> None:
    with pytest.raises(PastTheCalendar, match="31 December 2030"):
        next_working_day(day)


@given(DAYS, st.integers(1, 25))
def test_adding_working_days_and_counting_them_agree(day: date, count: int) -> None:
    due = add_working_days(day, count)
    assert is_working_day(due)
    assert working_days_between(day, due) == count


@given(DAYS, DAYS)
def test_a_later_start_is_never_due_earlier(first: date, second: date) -> None:
    assert (first <= second) <= (next_working_day(first) <= next_working_day(second))


@given(DAYS)
def test_the_days_up_to_the_next_working_day_are_all_accounted_for(day: date) -> None:
    due = next_working_day(day)
    assert len(skipped_between(day, due)) == (due - day).days - 1


def test_the_calendar_is_known_for_90_days_to_come() -> None:
    """Look at gov.uk/bank-holidays, add one-off days to working_days.toml, and move its last_day on."""
    assert datetime.now(UTC).date() + timedelta(days=90) <= LAST_DAY


def test_each_one_off_day_has_a_source_and_lies_within_the_calendar() -> None:
    assert all(each.source and FIRST_DAY <= each.day <= LAST_DAY for each in OVERRIDES)
    assert len({each.day for each in OVERRIDES}) == len(OVERRIDES)


def test_one_off_days_do_not_hang_on_the_package() -> None:
    for each in OVERRIDES:
        assert why_not_working(each.day) == (each.name or None)
