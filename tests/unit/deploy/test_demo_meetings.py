"""When the demonstration's next meeting is: always still to come."""

from datetime import UTC, date, datetime

import pytest

from deploy.seeding.panels import next_meeting_day


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), date(2026, 11, 23)),  # a Monday, before the meeting
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 23, 13, 28, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 27, 13, 28, tzinfo=UTC), date(2026, 11, 30)),  # a Friday
        (datetime(2026, 11, 28, 6, 0, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 12, 24, 12, 0, tzinfo=UTC), date(2026, 12, 29)),  # before Christmas
        (datetime(2026, 7, 6, 6, 45, tzinfo=UTC), date(2026, 7, 7)),  # summer time: 7.45 in London
        (datetime(2026, 7, 5, 23, 30, tzinfo=UTC), date(2026, 7, 6)),  # in London Monday already
    ],
)
def test_the_next_meeting_is_on_a_working_day_and_still_to_come(now: datetime, day: date) -> None:
    assert next_meeting_day(now) == day
