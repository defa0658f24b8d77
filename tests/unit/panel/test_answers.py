"""What people say of coming, by a signed link or signed in, and a meeting that moves."""

from datetime import UTC, date, datetime

import pytest

from services.panel.domain.meetings.answers import answer_token, read_answer_token, seat_mark
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.invitations import (
    CANCELLED,
    INVITATION,
    MOVED,
    PAPERS_READY,
    REMINDER,
    to_be_told,
)
from services.panel.domain.meetings.meeting_refusals import InvitationLinkNotValid, MeetingHasBegun
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.seats import Seat
from shared.errors import Invalid

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
KEY = "k" * 40
ADDRESSES = {"a": "a@agency.example", "b": "b@agency.example"}


def meeting() -> PanelMeeting:
    made = PanelMeeting("m1", date(2026, 6, 18), "09:30", "Room 1", "all_deaths", "default-1", 8)
    made.seats = [Seat(each, each.upper(), "police", "Police", "emergency_services") for each in "abc"]
    return made


def kinds(of: PanelMeeting, kind: str, told: dict[str, list[tuple[str, int]]]) -> list[str]:
    return [seat.person_id for seat in to_be_told(of, kind, ADDRESSES, told)]


def test_a_token_is_for_one_seat_and_does_not_say_whose() -> None:
    token = answer_token(KEY, "m1", "member-police")
    assert read_answer_token(KEY, token) == ("m1", seat_mark("m1", "member-police"))
    assert seat_mark("m1", "member-police") != seat_mark("m2", "member-police")
    assert "police" not in str(read_answer_token(KEY, token))


@pytest.mark.parametrize("token", ["", "x", "ImFiYyI.forged"], ids=["empty", "short", "forged"])
def test_a_token_nobody_signed_opens_nothing(token: str) -> None:
    with pytest.raises(InvitationLinkNotValid):
        read_answer_token(KEY, token)


def test_apologies_stand_on_the_register_and_can_be_taken_back() -> None:
    planned = meeting()
    planned.answered("a", "apologies", at=AT)
    assert planned.seat("a").mark is Mark.APOLOGIES
    planned.answered("a", "remote", at=AT)
    assert (planned.seat("a").mark, planned.seat("a").answer) == (Mark.NOT_RECORDED, "remote")


def test_coming_is_an_answer_and_not_yet_a_presence() -> None:
    planned = meeting()
    planned.answered("a", "coming", at=AT)
    assert planned.seat("a").mark is Mark.NOT_RECORDED


def test_a_deputy_named_ahead_is_kept_by_the_register_unless_somebody_else_came() -> None:
    planned = meeting()
    planned.answered("a", "deputy", at=AT, deputy_id="d")
    planned.record("a", Mark.DEPUTY)
    assert planned.seat("a").attendee.person_id == "d"
    planned.record("a", Mark.PRESENT)
    assert planned.seat("a").deputy_id is None


def test_an_unknown_answer_is_refused_and_nothing_is_kept() -> None:
    planned = meeting()
    with pytest.raises(Invalid):
        planned.answered("a", "perhaps", at=AT)
    assert planned.seat("a").answer is None


def test_nobody_answers_once_the_meeting_has_begun() -> None:
    planned = meeting()
    planned.status = MeetingStatus.IN_SESSION
    with pytest.raises(MeetingHasBegun):
        planned.answered("a", "coming", at=AT)


def test_another_day_asks_everybody_anew_and_another_room_does_not() -> None:
    planned = meeting()
    planned.answered("a", "apologies", at=AT)
    planned.reschedule(planned.held_on, planned.starts, "Room 2")
    assert planned.seat("a").answer == "apologies"
    planned.reschedule(date(2026, 6, 25), "09:30", "Room 2")
    assert (planned.seat("a").answer, planned.seat("a").mark) == (None, Mark.NOT_RECORDED)


def test_who_has_no_address_or_was_told_is_not_invited_twice() -> None:
    assert kinds(meeting(), INVITATION, {}) == ["a", "b"]
    assert kinds(meeting(), INVITATION, {"a": [(INVITATION, 0)]}) == ["b"]
    assert kinds(meeting(), INVITATION, {"a": [(MOVED, 1)]}) == ["b"]


def test_a_change_is_told_once_to_those_who_know_of_the_meeting() -> None:
    planned = meeting()
    planned.sequence = 1
    assert kinds(planned, MOVED, {"a": [(INVITATION, 0)]}) == ["a"]
    assert kinds(planned, MOVED, {"a": [(INVITATION, 0), (MOVED, 1)]}) == []
    assert kinds(planned, CANCELLED, {}) == []


def test_a_reminder_goes_to_those_who_have_not_sent_apologies() -> None:
    planned = meeting()
    told = {"a": [(INVITATION, 0)], "b": [(INVITATION, 0)]}
    planned.answered("b", "apologies", at=AT)
    assert kinds(planned, REMINDER, told) == ["a"]
    assert kinds(planned, PAPERS_READY, told) == ["a", "b"]
