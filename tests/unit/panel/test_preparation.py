"""What the manager sees before an agenda goes out, and the calendar entry that goes with it."""

from datetime import UTC, date, datetime

from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.calendar_entry import calendar_entry
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import PanelMember
from services.panel.domain.meetings.preparation import preparation_points

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SEATS = (
    ("chair", "public_health"),
    ("designated_doctor", "nhs_commissioner"),
    ("social_care", "local_authority"),
    ("police", "emergency_services"),
    ("hospital_clinician", "acute_hospital"),
    ("safeguarding_nurse", "community_health"),
)


def meeting(place: str = "Room 1", target: int = 1) -> PanelMeeting:
    made = PanelMeeting("m1", date(2026, 6, 18), "09:30", place, "all_deaths", "default-1", target)
    for role, sector in SEATS:
        made.invite(PanelMember(role, role, role, f"Body {role}", sector, date(2020, 1, 1)))
    made.list_case("LLR-2026-0001", by="manager", at=AT)
    return made


def points(of: PanelMeeting, **interested: set[str]) -> list[str]:
    named = {f"LLR-2026-000{number[1:]}": people for number, people in interested.items()}
    return preparation_points(of, {}, named, AT.date())


def test_nothing_is_said_when_nothing_is_in_the_way() -> None:
    assert points(meeting()) == []


def test_an_interest_that_takes_away_the_quorum_is_said_before_the_meeting() -> None:
    expected = ["Even if everybody comes there is no quorum for: LLR-2026-0001."]
    assert points(meeting(), n1={"social_care"}) == expected


def test_apologies_of_the_only_person_of_a_sector_are_said_with_its_name() -> None:
    planned = meeting()
    planned.record("police", Mark.APOLOGIES)
    assert points(planned) == ["Nobody is expected from: Emergency services."]


def test_an_agenda_below_target_is_said() -> None:
    assert points(meeting(target=8)) == ["Below target: 1 of at least 8 cases."]


def test_a_calendar_entry_says_when_in_utc_and_where_and_nothing_of_cases_or_people() -> None:
    text = calendar_entry(meeting("Room 1, first floor; by video"), AT)
    assert "DTSTART:20260618T083000Z\r\n" in text  # 09:30 in London is 08:30 UTC in June
    assert "LOCATION:Room 1\\, first floor\\; by video\r\n" in text
    assert "STATUS:CONFIRMED" in text
    assert "LLR" not in text
    assert "chair" not in text


def test_a_winter_meeting_starts_at_the_same_hour_in_utc() -> None:
    winter = meeting()
    winter.held_on = date(2026, 12, 17)
    assert "DTSTART:20261217T093000Z" in calendar_entry(winter, AT)


def test_a_cancelled_meeting_is_cancelled_in_the_calendar() -> None:
    cancelled = meeting()
    cancelled.status = MeetingStatus.CANCELLED
    assert "STATUS:CANCELLED" in calendar_entry(cancelled, AT)


def test_long_lines_are_folded_within_75_octets_and_read_back_whole() -> None:
    place = "Émile’s room " * 20
    text = calendar_entry(meeting(place), AT)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"LOCATION:{' '.join(place.split())}" in text.replace("\r\n ", "")
