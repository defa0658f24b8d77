"""The calendar entry of a meeting: where and when, moved and cancelled, and nothing of cases or people."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from services.panel.domain.meetings.calendar_entry import Organiser, calendar_entry
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import PanelMember

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
OFFICE = Organiser("The office", "office@panel.example")


def meeting(place: str = "Room 1", held_on: date = date(2026, 6, 18)) -> PanelMeeting:
    made = PanelMeeting("m1", held_on, "09:30", place, "all_deaths", "default-1", 8)
    made.invite(
        PanelMember("police-1", "Nkemdirim Vosper", "police", "Police", "emergency_services", held_on)
    )
    made.list_case("LLR-2026-0001", by="manager", at=AT)
    return made


def read(text: str) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(text)
    return calendar, calendar.walk("VEVENT")[0]


@pytest.mark.parametrize(
    ("day", "utc"),
    [(date(2026, 6, 18), "2026-06-18T08:30"), (date(2026, 12, 17), "2026-12-17T09:30")],
    ids=["summer", "winter"],
)
def test_an_entry_starts_at_the_clock_time_in_london_in_summer_and_in_winter(day: date, utc: str) -> None:
    text = calendar_entry(meeting(held_on=day), AT, OFFICE)
    assert f"DTSTART;TZID=Europe/London:{day:%Y%m%d}T093000\r\n" in text
    assert read(text)[1].decoded("dtstart").astimezone(UTC).isoformat().startswith(utc)


def test_the_zone_goes_with_the_entry_by_rule() -> None:
    text = calendar_entry(meeting(), AT, OFFICE)
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n" in text
    [zone] = Calendar.from_ical(text).walk("VTIMEZONE")
    made = zone.to_tz()
    assert datetime(2026, 3, 29, 12, tzinfo=made).utcoffset().total_seconds() == 3600
    assert datetime(2026, 10, 25, 12, tzinfo=made).utcoffset().total_seconds() == 0


def test_an_entry_says_nothing_of_cases_or_people() -> None:
    text = calendar_entry(meeting("Room 1, first floor; by video"), AT, OFFICE).replace("\r\n ", "")
    assert "LOCATION:Room 1\\, first floor\\; by video\r\n" in text
    for never in ("LLR", "0001", "Vosper", "police", "ATTENDEE"):
        assert never not in text


def test_a_request_names_the_office_alone_as_organiser() -> None:
    calendar, event = read(calendar_entry(meeting(), AT, OFFICE))
    assert calendar["method"] == "REQUEST"
    assert event["organizer"] == "mailto:office@panel.example"


def test_without_an_address_of_the_office_it_is_a_plain_entry() -> None:
    calendar, event = read(calendar_entry(meeting(), AT, Organiser("The office")))
    assert calendar["method"] == "PUBLISH"
    assert "organizer" not in event


def test_a_moved_meeting_keeps_its_identity_and_its_sequence_grows() -> None:
    planned = meeting()
    first = read(calendar_entry(planned, AT, OFFICE))[1]
    planned.reschedule(date(2026, 6, 25), "14:00", "Room 2")
    second = read(calendar_entry(planned, AT, OFFICE))[1]
    assert second["uid"] == first["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second["status"] == "CONFIRMED"


def test_a_cancelled_meeting_is_cancelled_in_the_calendar() -> None:
    cancelled = meeting()
    cancelled.cancel()
    calendar, event = read(calendar_entry(cancelled, AT, OFFICE))
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)


def test_the_same_meeting_gives_the_same_entry() -> None:
    assert calendar_entry(meeting(), AT, OFFICE) == calendar_entry(meeting(), AT, OFFICE)


def test_long_lines_are_folded_within_75_octets_and_read_back_whole() -> None:
    place = " ".join(["Émile’s room"] * 20)
    text = calendar_entry(meeting(place), AT)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert read(text)[1]["location"] == place
