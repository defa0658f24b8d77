"""A meeting's standing, its list of people, its register and the order of its agenda."""

from datetime import UTC, date, datetime

import pytest

from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.meeting_refusals import (
    AgendaFixed,
    AlreadyInvited,
    AlreadyOnTheAgenda,
    MeetingCannotMove,
    NotOnTheAgenda,
    NotOnThePanel,
    RegisterNotOpen,
)
from services.panel.domain.meetings.meeting_status import (
    MEETING_STATUS_LABELS,
    MEETING_TRANSITIONS,
    MeetingStatus,
)
from services.panel.domain.meetings.meeting_steps import held_on_another_day, start, take_start_back
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import PanelMember
from shared.errors import Invalid

AT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
DAY = date(2026, 6, 18)


def meeting(*cases: str) -> PanelMeeting:
    made = PanelMeeting("m1", DAY, "09:30", "Room 1", "all_deaths", "default-1")
    for case in cases:
        made.list_case(case, by="manager", at=AT)
    return made


def member(person_id: str, role: str = "police", sector: str = "emergency_services") -> PanelMember:
    return PanelMember(
        person_id, f"Member {person_id}", role, f"Body of {person_id}", sector, date(2020, 1, 1)
    )


def order(of: PanelMeeting) -> list[tuple[int, str]]:
    return [(item.position, item.case_reference) for item in of.agenda]


def test_every_status_of_a_meeting_is_in_the_table_and_has_a_label() -> None:
    assert set(MEETING_TRANSITIONS) == set(MEETING_STATUS_LABELS) == set(MeetingStatus)


def test_a_meeting_goes_from_planned_to_closed_step_by_step() -> None:
    held = meeting()
    for status in (MeetingStatus.AGENDA_PUBLISHED, MeetingStatus.IN_SESSION, MeetingStatus.CLOSED):
        held.move_to(status)
    assert held.status is MeetingStatus.CLOSED


def test_a_planned_meeting_cannot_be_closed_and_a_closed_one_not_reopened() -> None:
    with pytest.raises(MeetingCannotMove):
        meeting().move_to(MeetingStatus.CLOSED)
    closed = meeting()
    closed.status = MeetingStatus.CLOSED
    with pytest.raises(MeetingCannotMove):
        closed.move_to(MeetingStatus.IN_SESSION)


def test_an_agenda_is_reordered_one_place_at_a_time_and_stops_at_the_ends() -> None:
    held = meeting("A", "B", "C")
    held.move_item("C", places=-1)
    assert order(held) == [(1, "A"), (2, "C"), (3, "B")]
    held.move_item("A", places=-1)
    held.move_item("B", places=1)
    assert order(held) == [(1, "A"), (2, "C"), (3, "B")]


def test_taking_a_case_off_closes_the_gap() -> None:
    held = meeting("A", "B", "C")
    held.take_off("B")
    assert order(held) == [(1, "A"), (2, "C")]
    with pytest.raises(NotOnTheAgenda):
        held.take_off("B")


def test_a_case_is_on_an_agenda_once() -> None:
    with pytest.raises(AlreadyOnTheAgenda):
        meeting("A").list_case("A", by="manager", at=AT)


def test_the_agenda_of_a_closed_meeting_is_fixed() -> None:
    held = meeting("A")
    held.status = MeetingStatus.CLOSED
    with pytest.raises(AgendaFixed):
        held.list_case("B", by="manager", at=AT)
    with pytest.raises(AgendaFixed):
        held.move_item("A", places=1)


def test_only_somebody_who_holds_a_seat_on_the_day_is_invited_and_only_once() -> None:
    held = meeting()
    held.invite(member("p"))
    with pytest.raises(AlreadyInvited):
        held.invite(member("p"))
    gone = member("q")
    gone.valid_to = date(2026, 6, 17)
    with pytest.raises(NotOnThePanel):
        held.invite(gone)


def test_the_register_keeps_the_organisation_of_the_day() -> None:
    held = meeting()
    somebody = member("p")
    held.invite(somebody)
    somebody.organisation = "Merged body"
    assert held.seat("p").organisation == "Body of p"


def test_nothing_is_recorded_until_somebody_records_it() -> None:
    held = meeting()
    assert held.invite(member("p")).mark is Mark.NOT_RECORDED


def test_a_deputy_fills_the_seat_and_is_the_person_whose_interests_count() -> None:
    held = meeting("A")
    held.invite(member("p"))
    held.record("p", Mark.DEPUTY, deputy_id="d")
    assert [each.person_id for each in held.taking_part_in("A", set())] == ["d"]
    assert [each.person_id for each in held.taking_part_in("A", {"p"})] == ["d"]
    assert held.taking_part_in("A", {"d"}) == []
    held.record("p", Mark.PRESENT, deputy_id="d")
    assert held.seat("p").deputy_id is None


def test_attendance_can_still_be_recorded_after_the_meeting_but_not_when_it_was_cancelled() -> None:
    held = meeting()
    held.invite(member("p"))
    held.status = MeetingStatus.CLOSED
    held.record("p", Mark.PRESENT)
    held.status = MeetingStatus.CANCELLED
    with pytest.raises(RegisterNotOpen):
        held.record("p", Mark.APOLOGIES)


def test_a_meeting_without_emergency_services_names_them_and_is_recorded_all_the_same() -> None:
    held = meeting()
    sectors = ("local_authority", "nhs_commissioner", "acute_hospital", "public_health", "community_health")
    for sector in sectors:
        held.invite(member(sector, sector=sector))
        held.record(sector, Mark.PRESENT)
    held.invite(member("police"))
    held.record("police", Mark.APOLOGIES)
    assert held.sectors.missing == ("Emergency services",)
    held.move_to(MeetingStatus.AGENDA_PUBLISHED)
    held.move_to(MeetingStatus.IN_SESSION)
    held.move_to(MeetingStatus.CLOSED)


def test_a_blank_in_the_register_is_no_absence_of_a_sector() -> None:
    held = meeting("A")
    for person, sector in (
        ("here", "public_health"),
        ("blank", "local_authority"),
        ("away", "acute_hospital"),
    ):
        held.invite(member(person, sector=sector))
    held.invite(member("another", sector="acute_hospital"))
    held.record("here", Mark.PRESENT)
    held.record("away", Mark.APOLOGIES)
    assert held.sectors.not_recorded == ("Local authority", "Acute hospital")
    assert held.sectors.sentences == (
        "Nobody from: NHS commissioner, Emergency services, Community health.",
        "Not recorded for: Local authority, Acute hospital.",
    )
    held.record("another", Mark.APOLOGIES)
    held.record("blank", Mark.REMOTE)
    missing = ("NHS commissioner", "Acute hospital", "Emergency services", "Community health")
    assert (held.sectors.missing, held.sectors.not_recorded) == (missing, ())


def test_a_missing_quorum_says_of_how_many_nothing_is_recorded() -> None:
    held = meeting("A")
    for person in ("p", "q"):
        held.invite(member(person))
    assert held.quorum_for("A", set()).blanks_in_words == "2 seats are not recorded."
    assert held.quorum_for("A", {"p"}).blanks_in_words == "1 seat is not recorded."
    assert held.expected_quorum_for("A", set()).blanks_in_words == ""
    held.record("p", Mark.APOLOGIES)
    held.record("q", Mark.PRESENT)
    assert held.quorum_for("A", set()).blanks_in_words == ""


def test_quorum_differs_from_case_to_case_when_somebody_leaves() -> None:
    held = meeting("A", "B")
    for role, sector in (
        ("chair", "public_health"),
        ("social_care", "local_authority"),
        ("police", "emergency_services"),
        ("hospital_clinician", "acute_hospital"),
    ):
        held.invite(member(role, role, sector))
        held.record(role, Mark.PRESENT)
    held.item("B").out_of_the_room.append("police")
    assert held.quorum_for("A", set()).quorate
    assert held.quorum_for("B", set()).missing == ("1 more organisation (3 of 4 here)",)
    assert not held.quorum_for("A", {"social_care"}).quorate


def test_who_leaves_is_out_for_later_cases_beside_those_who_left_before_and_decided_cases_stay() -> None:
    held = meeting("A", "B", "C", "D")
    for person in ("ann", "ben"):
        held.invite(member(person))
        held.record(person, Mark.PRESENT)
    held.set_out_of_the_room("C", ["ann"], and_later=False)
    held.set_out_of_the_room("B", ["ben"], and_later=True, decided=["D"])
    assert [item.out_of_the_room for item in held.agenda] == [[], ["ben"], ["ann", "ben"], []]
    held.set_out_of_the_room("B", [], and_later=True)
    assert [item.out_of_the_room for item in held.agenda] == [[], [], ["ann"], []]


def published() -> PanelMeeting:
    made = meeting("LLR-2026-0001")
    made.publish(AT)
    return made


def test_a_meeting_started_before_its_day_is_held_on_the_day_on_which_it_starts() -> None:
    early = published()
    start(early, today=date(2026, 6, 16), although_early=True)
    assert (early.held_on, early.planned_on) == (date(2026, 6, 16), DAY)
    assert held_on_another_day(early) == "Held on 16 June 2026, planned for 18 June 2026"
    take_start_back(early, because="A mistake", decided=0)
    assert (early.held_on, early.planned_on) == (DAY, None)


@pytest.mark.parametrize(
    ("held_on", "refused"),
    [
        (None, "Say on which day the meeting is, or was, held"),
        (date(2026, 6, 30), "That day is still to come"),
        (date(2026, 6, 14), "The agenda went out later than that, on 15 June 2026"),
    ],
)
def test_a_meeting_started_after_its_day_says_on_which_day_it_was_held(
    held_on: date | None, refused: str
) -> None:
    late, today = published(), date(2026, 6, 25)
    with pytest.raises(Invalid) as fault:
        start(late, today=today, held_on=held_on)
    assert [one.message for one in fault.value.faults] == [refused]
    assert late.status is MeetingStatus.AGENDA_PUBLISHED
    start(late, today=today, held_on=date(2026, 6, 19))
    assert (late.held_on, late.planned_on) == (date(2026, 6, 19), DAY)


def test_a_meeting_entered_after_its_day_and_held_on_it_has_one_day() -> None:
    late = published()
    start(late, today=date(2026, 6, 25), held_on=DAY)
    assert (late.held_on, late.planned_on, held_on_another_day(late)) == (DAY, None, "")
