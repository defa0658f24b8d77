"""``cdop timeliness`` against a table written by hand, on every day from 2009 to 2027."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from services.notifications.timeliness import judge_lines

TABLE = Path(__file__).parents[1] / "shared" / "bank_holidays_2009_2027.txt"
FIRST, LAST = date(2009, 1, 1), date(2027, 12, 31)
# In Europe/London, from 01:00 UTC on the first day to 01:00 UTC on the second.
SUMMER = {
    2009: ("03-29", "10-25"), 2010: ("03-28", "10-31"), 2011: ("03-27", "10-30"), 2012: ("03-25", "10-28"),
    2013: ("03-31", "10-27"), 2014: ("03-30", "10-26"), 2015: ("03-29", "10-25"), 2016: ("03-27", "10-30"),
    2017: ("03-26", "10-29"), 2018: ("03-25", "10-28"), 2019: ("03-31", "10-27"), 2020: ("03-29", "10-25"),
    2021: ("03-28", "10-31"), 2022: ("03-27", "10-30"), 2023: ("03-26", "10-29"), 2024: ("03-31", "10-27"),
    2025: ("03-30", "10-26"), 2026: ("03-29", "10-25"), 2027: ("03-28", "10-31"),
}  # fmt: skip


def bank_holidays() -> set[date]:
    rows = [line.split() for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    return {date.fromisoformat(f"{year}-{day}") for year, *days in rows for day in days}


def days() -> list[date]:
    # The limit of the last days lies beyond the table.
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days - 6)]


def expected(day: date, holidays: set[date]) -> date:
    due = day + timedelta(days=1)
    while due.weekday() >= 5 or due in holidays:
        due += timedelta(days=1)
    return due


def offset_at_night(day: date) -> str:
    begins, ends = (date.fromisoformat(f"{day.year}-{text}") for text in SUMMER[day.year])
    return "+01:00" if begins <= day < ends else "+00:00"


def answers(*records: dict[str, object]) -> list[dict[str, dict[str, dict[str, object]]]]:
    return [json.loads(line) for line in judge_lines(json.dumps(record) for record in records)]


def test_the_table_has_a_line_for_each_year_and_only_weekdays() -> None:
    assert {day.year for day in bank_holidays()} == set(SUMMER) == set(range(2009, 2028))
    assert all(day.weekday() < 5 for day in bank_holidays())
    assert len(bank_holidays()) == 19 * 8 + 5


def test_every_day_of_nineteen_years_is_due_when_the_table_says() -> None:
    holidays, wrong = bank_holidays(), []
    records = [
        {"id": day.isoformat(), "died_at": f"{day}T12:00", "notified_at": f"{day}T13:00"} for day in days()
    ]
    for day, answer in zip(days(), answers(*records), strict=True):
        due = expected(day, holidays)
        want = f"{due}T23:59:59{offset_at_night(due)}"
        if answer["clocks"]["next_working_day"]["due_at"] != want:
            wrong.append((day, want, answer))
    assert wrong == []


def test_the_last_second_of_the_day_is_met_and_the_next_is_late_on_every_hundredth_day() -> None:
    holidays = bank_holidays()
    chosen = days()[::100]
    for day in chosen:
        due = expected(day, holidays)
        after = due + timedelta(days=1)
        in_time, late = answers(
            {"id": 1, "died_at": f"{day}T23:50", "notified_at": f"{due}T23:59:59"},
            {"id": 2, "died_at": f"{day}T23:50", "notified_at": f"{after}T00:00:00"},
        )
        assert in_time["clocks"]["next_working_day"]["met"] is True, day
        assert late["clocks"]["next_working_day"]["met"] is False, day


@pytest.mark.parametrize(
    ("died_on", "due_on"),
    [
        ("2011-04-28", "2011-05-03"),  # A15: royal wedding, then the early May bank holiday
        ("2011-12-23", "2011-12-28"),  # A16
        ("2012-03-31", "2012-04-02"),  # A19
        ("2012-06-01", "2012-06-06"),  # Diamond Jubilee on Tuesday 5 June
        ("2020-05-07", "2020-05-11"),  # the early May bank holiday was moved to VE day
        ("2020-05-01", "2020-05-04"),
        ("2022-05-27", "2022-05-30"),  # the spring bank holiday was moved to 2 June
        ("2022-06-01", "2022-06-06"),  # Platinum Jubilee
        ("2022-09-16", "2022-09-20"),  # the state funeral
        ("2023-05-05", "2023-05-09"),  # the coronation
        ("2026-12-24", "2026-12-29"),  # Boxing Day on a Saturday
        ("2027-12-24", "2027-12-29"),  # Christmas Day on a Saturday
    ],
)
def test_days_that_people_argue_about(died_on: str, due_on: str) -> None:
    (answer,) = answers({"id": 1, "died_at": died_on, "notified_at": died_on})
    assert str(answer["clocks"]["next_working_day"]["due_at"]).startswith(due_on)


@pytest.mark.parametrize("year", sorted(SUMMER))
def test_24_hours_are_24_hours_also_on_the_nights_the_clocks_change(year: int) -> None:
    for text, hours in zip(SUMMER[year], (25, 23), strict=True):
        eve = date.fromisoformat(f"{year}-{text}") - timedelta(days=1)
        (answer,) = answers({"id": 1, "died_at": f"{eve}T22:30", "notified_at": f"{eve}T23:00"})
        due = str(answer["clocks"]["24_hours"]["due_at"])
        wall = datetime.fromisoformat(f"{eve}T22:30") + timedelta(hours=hours)
        assert due.startswith(wall.isoformat()), (year, due)


def test_a_death_on_an_unknown_day_is_neither_in_time_nor_late() -> None:
    """A21: the body was found later."""
    (answer,) = answers({"id": 1, "died_at": None, "notified_at": "2026-03-10T10:00"})
    assert {clock["met"] for clock in answer["clocks"].values()} == {None}


@pytest.mark.parametrize("number", ["1e400", "-1e400"])
def test_a_number_too_large_for_a_number_still_gets_an_answer_in_json(number: str) -> None:
    record = f'{{"id": {number}, "died_at": "2026-03-10T10:00", "notified_at": "2026-03-10T11:00"}}'
    (line,) = judge_lines([record])
    answer = json.loads(line, parse_constant=lambda word: pytest.fail(word))
    assert answer["id"] == number
    assert answer["clocks"]["24_hours"]["met"] is True
