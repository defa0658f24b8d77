"""When the clocks after the notification are due."""

from datetime import date

import pytest

from services.notifications.domain.clocks.clock_rows import CLOCKS
from services.notifications.domain.clocks.following import FollowingClock, following_clocks, months_after
from services.notifications.domain.clocks.judging import NOTIFICATION_CLOCKS
from services.notifications.domain.forms.answers import Answers


def followed(died_at: str = "2026-04-02T10:00", **values: object) -> dict[str, FollowingClock]:
    answers = Answers("A form", "1", {"death.died_at": died_at, "notified_at": "2026-04-02", **values})
    return {each.clock.id: each for each in following_clocks(answers)}


def test_with_the_notification_clocks_they_are_all_the_clocks_of_the_policy() -> None:
    assert {*followed(), *(clock.id for clock in NOTIFICATION_CLOCKS)} == {clock.id for clock in CLOCKS}


def test_the_review_has_two_limits_in_calendar_months() -> None:
    review = followed()["whole_review"]
    assert review.due_on == (date(2026, 10, 2), date(2027, 4, 2))
    assert review.limit == "6 and 12 months"


def test_a_joint_agency_meeting_is_due_in_working_days_where_a_criterion_is_met() -> None:
    meeting = followed(**{"death.events": ["sudden_unexpected_death"]})["initial_joint_agency_meeting"]
    assert meeting.due_on == (date(2026, 4, 8),)
    assert "Friday 3 April (Good Friday)" in meeting.working


def test_without_a_criterion_no_joint_agency_meeting_is_due() -> None:
    assert followed()["initial_joint_agency_meeting"].due_on == ()


def test_a_clock_that_starts_later_says_with_what() -> None:
    assert "request sent" in followed()["reporting_form"].working


def test_without_a_date_of_death_nothing_is_due_on_a_day() -> None:
    assert all(each.due_on == () for each in followed(died_at="not_known").values())


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
    ],
)
def test_months_are_calendar_months_and_end_with_the_month(start: date, months: int, due: date) -> None:
    assert months_after(start, months) == due
