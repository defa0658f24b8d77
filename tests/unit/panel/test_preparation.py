"""What the manager sees before an agenda goes out."""

from datetime import UTC, date, datetime

from services.panel.domain.meetings.attendance import Mark
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


def test_a_deputy_who_was_announced_without_a_name_is_pointed_out_to_the_office() -> None:
    planned = meeting()
    planned.answered("police", "deputy", at=AT)
    [said] = points(planned)
    assert said.startswith("A deputy is coming for police, and is not named")
    planned.answered("police", "deputy", at=AT, deputy_id="another")
    assert points(planned) == []


def test_an_agenda_below_target_is_said() -> None:
    assert points(meeting(target=8)) == ["Below target: 1 of at least 8 cases."]
