"""Dates and times on a page."""

from datetime import UTC, date, datetime

from shared.web.formats import in_minutes, london, london_date, written_date
from shared.web.rendering import environment


def test_an_instant_in_summer_is_shown_in_london_time() -> None:
    assert london(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026, 12:30 am"
    assert london_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


def test_noon_and_midnight_are_twelve() -> None:
    assert london(datetime(2026, 1, 5, 12, 5, tzinfo=UTC)) == "5 January 2026, 12:05 pm"
    assert london(datetime(2026, 1, 5, 0, 5, tzinfo=UTC)) == "5 January 2026, 12:05 am"


def test_a_date_is_written_out_and_a_missing_one_is_blank() -> None:
    assert written_date(date(2026, 3, 12)) == "12 March 2026"
    assert written_date(None) == london(None) == london_date(None) == ""


def test_a_page_says_one_day_and_several_days() -> None:
    said = environment().from_string("{{ number | counted('day') }}")
    assert [said.render(number=number) for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_one_minute_is_one_and_others_are_several() -> None:
    assert [in_minutes(number) for number in (0, 1, 2)] == ["0 minutes", "1 minute", "2 minutes"]
