"""Financial years, half-years and quarters."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Invalid
from shared.periods import Period, in_a_sentence, parse_period, period_of, periods_of_year


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2025-26-Q1", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025-26-Q4", date(2026, 1, 1), date(2026, 3, 31)),
        ("2025-26-H1", date(2025, 4, 1), date(2025, 9, 30)),
        ("2025-26-H2", date(2025, 10, 1), date(2026, 3, 31)),
        ("2025-26", date(2025, 4, 1), date(2026, 3, 31)),
        ("1999-00-Q3", date(1999, 10, 1), date(1999, 12, 31)),
    ],
)
def test_a_period_has_the_days_of_the_financial_year(name: str, first: date, last: date) -> None:
    period = parse_period(name)
    assert (period.starts_on, period.ends_on, period.name) == (first, last, name)


def test_a_name_in_small_letters_is_understood() -> None:
    assert parse_period(" 2025-26-q1 ") == Period(2025, "Q", 1)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "is not a period"),
        ("Q1", "is not a period"),
        ("2025-Q1", "is not a period"),
        ("2025-26-M1", "is not a period"),
        ("2025-27-Q1", "is not a financial year"),
        ("2025-26-Q5", "There is no quarter 5"),
        ("2025-26-H0", "There is no half-year 0"),
        ("0000-01", "is not a financial year"),
        ("٢٠٢٥-26-Q1", "is not a period"),
    ],
)
def test_what_is_not_a_period_is_refused_with_what_would_be(name: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_period(name)
    (fault,) = refused.value.faults
    assert fault.field == "period"
    assert says in fault.message


@given(st.dates(date(1991, 1, 1), date(2190, 1, 1)), st.sampled_from("QHY"))
def test_every_day_is_in_exactly_one_period_of_each_kind(day: date, kind: str) -> None:
    period = period_of(day, kind)
    assert period.starts_on <= day <= period.ends_on
    assert parse_period(period.name) == period


def test_a_year_is_its_halves_and_a_half_its_quarters() -> None:
    year = Period(2025, "Y", 1)
    assert [part.name for part in year.parts] == ["2025-26-H1", "2025-26-H2"]
    assert [part.name for part in year.parts[1].parts] == ["2025-26-Q3", "2025-26-Q4"]
    assert year.parts[0].parts[0].parts == ()


def test_the_periods_of_a_year_come_in_the_order_in_which_they_end() -> None:
    names = [period.name.removeprefix("2025-26") for period in periods_of_year(2025)]
    assert names == ["-Q1", "-Q2", "-H1", "-Q3", "-Q4", "-H2", ""]


def test_a_period_is_complete_the_day_after_its_last() -> None:
    quarter = parse_period("2025-26-Q1")
    assert not quarter.complete_on(date(2025, 6, 30))
    assert quarter.complete_on(date(2025, 7, 1))


def test_a_sentence_says_a_quarter_in_words_and_a_year_by_its_name() -> None:
    assert in_a_sentence(parse_period("2026-27-Q2")) == "quarter 2 of 2026-27"
    assert in_a_sentence(parse_period("2025-26")) == "2025-26"
