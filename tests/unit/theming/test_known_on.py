"""As known on which day the statistics may be asked."""

from datetime import date

import pytest

from services.theming.domain.statistics.known_on import quarter_ends, read_known_on

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("written", ["yesterday", "30/09/2026", "2026-13-01"])
def test_what_is_no_date_is_refused_and_not_said_again(written: str) -> None:
    day, faults = read_known_on(written, today=TODAY, any_day=True)
    assert day is None
    assert [fault.field for fault in faults] == ["as_known_on"]
    assert written not in faults[0].message


def test_nothing_written_is_as_known_now() -> None:
    assert read_known_on("", today=TODAY, any_day=False) == (None, [])


@pytest.mark.parametrize("written", ["2026-11-21", "2026-12-31"])
def test_a_day_that_is_not_over_has_no_answer_that_stays(written: str) -> None:
    _, faults = read_known_on(written, today=TODAY, any_day=True)
    assert "is over" in faults[0].message


def test_who_sees_rounded_counts_asks_as_known_on_the_last_day_of_a_quarter() -> None:
    assert read_known_on("2026-09-30", today=TODAY, any_day=False) == (date(2026, 9, 30), [])
    _, faults = read_known_on("2026-09-29", today=TODAY, any_day=False)
    assert "last day of a quarter" in faults[0].message
    assert read_known_on("2026-09-29", today=TODAY, any_day=True)[1] == []


def test_the_ends_of_quarters_from_the_first_held_to_the_last_that_is_over() -> None:
    found = quarter_ends(date(2026, 2, 3), date(2026, 9, 30))
    assert found == [date(2026, 6, 30), date(2026, 3, 31)]
    assert quarter_ends(None, TODAY) == []
