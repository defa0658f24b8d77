"""How long reviews took, with and without the time they waited for other processes."""

from datetime import date

import pytest

from services.theming.domain.statistics.waiting import Hold, days_held, review_wait

DIED, REVIEWED = "2025-11", date(2026, 8, 12)


def test_months_run_from_the_month_of_death_to_that_of_the_review() -> None:
    assert review_wait(REVIEWED, "Leicester", DIED, []).months == 9
    assert review_wait(date(2025, 11, 30), "Leicester", DIED, []).months == 0


def test_time_on_hold_is_taken_off_in_whole_months() -> None:
    holds = [Hold(date(2026, 1, 1), date(2026, 3, 2))]
    wait = review_wait(REVIEWED, "Leicester", DIED, holds)
    assert (wait.months, wait.months_not_held) == (9, 7)


def test_a_hold_that_lasts_counts_until_the_review_and_never_more_than_there_was() -> None:
    assert review_wait(REVIEWED, "Leicester", DIED, [Hold(date(2025, 1, 1), None)]).months_not_held == 0


def test_a_day_under_two_holds_counts_once() -> None:
    holds = [Hold(date(2026, 1, 1), date(2026, 1, 11)), Hold(date(2026, 1, 6), date(2026, 1, 21))]
    assert days_held(holds, date(2025, 11, 1), REVIEWED) == 20


def test_a_hold_recorded_in_error_counts_for_no_day() -> None:
    assert days_held([Hold(date(2026, 1, 1), date(2026, 1, 1))], date(2025, 11, 1), REVIEWED) == 0


@pytest.mark.parametrize("died_in", [None, "2026-09"])
def test_without_a_month_of_death_that_can_be_true_it_cannot_be_judged(died_in: str | None) -> None:
    wait = review_wait(REVIEWED, "Leicester", died_in, [])
    assert (wait.months, wait.months_not_held) == (None, None)
