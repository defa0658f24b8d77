"""Invitations: letters with a calendar entry, answers by link, a meeting that moves, experts, reminders."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from deploy.personas import PERSONAS
from services.panel.actions.meetings.answer_by_link import answer_by_link
from services.panel.actions.meetings.answer_invitation import answer_invitation
from services.panel.actions.meetings.cancel_meeting import cancel_meeting
from services.panel.actions.meetings.invite_expert import invite_expert
from services.panel.actions.meetings.name_deputy import name_deputy
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.remind_invited import remind_of_coming_meetings, reminding
from services.panel.actions.meetings.reschedule_meeting import reschedule_meeting
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.meetings.send_invitations import send_invitations
from services.panel.domain.meetings.answers import answer_token
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.invitations import inviting_from
from services.panel.domain.meetings.meeting_refusals import InvitationLinkNotValid, NotOnThePanel
from services.panel.queries.meetings import visible_meeting
from shared.errors import Invalid, NotPermitted
from shared.messages.message import Message
from shared.people import ANONYMOUS, SYSTEM
from tests.integration.panel.conftest import Browser, Panel

KEY = "k" * 40
INVITING = inviting_from(KEY, "https://panel.example", "A panel", "office@panel.example")
DAY = date(2026, 6, 25)
SEATS = (
    ("member-police", "police", "Police", "emergency_services", "police@agency.example", None),
    ("member-acute", "hospital_clinician", "Acute trust", "acute_hospital", "acute@agency.example", None),
    ("member-social-care", "social_care", "City council", "local_authority", "", None),
    ("member-community", "police", "Police", "emergency_services", "deputy@agency.example", "member-police"),
)
NEVER = re.compile(r"LLR-\d|Fictional|Madeup|\(demo\)|member-|police", re.IGNORECASE)


@pytest.fixture
def meeting_id(panel: Panel) -> str:
    """A planned meeting of three members, of whom two have an e-mail address and one has a deputy."""
    for person_id, role, organisation, sector, email, deputises_for in SEATS:
        panel.act(
            "cdr-manager",
            seat_panel_member,
            person_id=person_id,
            name=PERSONAS[person_id].name,
            role=role,
            organisation=organisation,
            sector=sector,
            valid_from=date(2025, 1, 1),
            email=email,
            deputises_for=deputises_for,
        )
    [planned] = panel.act("cdr-manager", plan_meeting, held_on=DAY, starts="09:30", place="Room 1")
    return str(planned.id)


def letters(panel: Panel, kind: str = "") -> list[Message]:
    with panel.database.session() as session:
        found = session.scalars(select(Message).order_by(Message.created_at, Message.recipient))  # type: ignore[arg-type]
        return [one for one in found if not kind or one.kind == kind]


def token_of(letter: Message) -> str:
    return letter.link.removeprefix("https://panel.example/panel/answer/")


def seat(panel: Panel, meeting_id: str, person: str = "member-police") -> Any:
    return panel.reading("cdr-manager", lambda tx: visible_meeting(tx, meeting_id)).seat(person)


def invited(panel: Panel, meeting_id: str) -> int:
    return int(panel.act("cdr-manager", send_invitations, meeting_id=meeting_id, inviting=INVITING))


def test_an_invitation_holds_when_a_link_and_a_calendar_entry_and_nothing_else(
    panel: Panel, meeting_id: str
) -> None:
    assert invited(panel, meeting_id) == 2
    sent = letters(panel, "panel_invitation")
    assert [one.recipient for one in sent] == ["acute@agency.example", "police@agency.example"]
    for one in sent:
        subject, body = one.text("A panel")
        assert subject == "Panel meeting, Thursday 25 June 2026, 09:30"
        assert "METHOD:REQUEST\r\n" in one.calendar
        written = body.replace(one.link, "") + one.calendar.replace(meeting_id, "")
        assert not NEVER.search(written), written


def test_nobody_is_invited_twice_and_who_comes_to_the_list_later_is(panel: Panel, meeting_id: str) -> None:
    assert invited(panel, meeting_id) == 2
    assert invited(panel, meeting_id) == 0
    case = listed_case(panel, meeting_id)
    expert(panel, meeting_id, [case])
    assert invited(panel, meeting_id) == 1


def test_a_moved_meeting_tells_those_who_know_of_it_and_asks_them_anew(panel: Panel, meeting_id: str) -> None:
    invited(panel, meeting_id)
    panel.act("member-police", answer_invitation, meeting_id=meeting_id, answer="apologies")
    moved = {"held_on": date(2026, 7, 2), "starts": "14:00", "place": "Room 2", "inviting": INVITING}
    assert panel.act("cdr-manager", reschedule_meeting, meeting_id=meeting_id, **moved) == 2
    first, second = (letters(panel, kind)[0].calendar for kind in ("panel_invitation", "panel_moved"))
    assert f"UID:{meeting_id}@child-death-review" in first
    assert f"UID:{meeting_id}@child-death-review" in second
    assert "SEQUENCE:0\r\n" in first
    assert "SEQUENCE:1\r\n" in second
    assert "DTSTART;TZID=Europe/London:20260702T140000" in second
    assert (seat(panel, meeting_id).answer, seat(panel, meeting_id).mark) == (None, Mark.NOT_RECORDED)


def test_a_moved_meeting_keeps_its_agenda(panel: Panel, meeting_id: str) -> None:
    case = listed_case(panel, meeting_id)
    panel.act(
        "cdr-manager",
        reschedule_meeting,
        meeting_id=meeting_id,
        held_on=date(2026, 7, 2),
        starts="14:00",
        place="R",
    )
    meeting = panel.reading("cdr-manager", lambda tx: visible_meeting(tx, meeting_id))
    assert [item.case_reference for item in meeting.agenda] == [case]


def test_a_move_with_faults_names_all_of_them_and_moves_nothing(panel: Panel, meeting_id: str) -> None:
    wrong = {"held_on": date(2026, 12, 25), "starts": "9", "place": ""}
    with pytest.raises(Invalid) as refused:
        panel.act("cdr-manager", reschedule_meeting, meeting_id=meeting_id, **wrong)
    assert [fault.field for fault in refused.value.faults] == ["held_on", "starts", "place"]
    meeting = panel.reading("cdr-manager", lambda tx: visible_meeting(tx, meeting_id))
    assert (meeting.held_on, meeting.sequence) == (DAY, 0)


def test_a_cancelled_meeting_is_cancelled_in_the_calendars_of_those_who_know_of_it(
    panel: Panel, meeting_id: str
) -> None:
    invited(panel, meeting_id)
    panel.act("cdr-manager", cancel_meeting, meeting_id=meeting_id, because="Too few", inviting=INVITING)
    sent = letters(panel, "panel_cancelled")
    assert len(sent) == 2
    assert "METHOD:CANCEL\r\n" in sent[0].calendar
    assert "STATUS:CANCELLED\r\n" in sent[0].calendar


def test_papers_that_are_ready_are_announced_with_a_link_that_needs_a_sign_in(
    panel: Panel, meeting_id: str
) -> None:
    listed_case(panel, meeting_id)
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id, inviting=INVITING)
    sent = letters(panel, "panel_papers_ready")
    assert [one.link for one in sent] == [f"https://panel.example/panel/meetings/{meeting_id}"] * 2
    assert not any(one.calendar for one in sent)


def test_a_reminder_goes_once_a_week_before_and_not_to_who_has_sent_apologies(
    panel: Panel, meeting_id: str
) -> None:
    invited(panel, meeting_id)
    panel.act("member-acute", answer_invitation, meeting_id=meeting_id, answer="apologies")
    panel.at = datetime(2026, 6, 17, 10, tzinfo=UTC)
    assert panel.act(SYSTEM, remind_of_coming_meetings, inviting=INVITING) == 0
    panel.at = datetime(2026, 6, 18, 10, tzinfo=UTC)
    assert panel.act(SYSTEM, remind_of_coming_meetings, inviting=INVITING) == 1
    assert panel.act(SYSTEM, remind_of_coming_meetings, inviting=INVITING) == 0
    assert [one.recipient for one in letters(panel, "panel_reminder")] == ["police@agency.example"]


def test_reminders_go_in_office_hours_and_are_looked_for_once_a_day(panel: Panel, meeting_id: str) -> None:
    invited(panel, meeting_id)
    step = reminding(INVITING)
    panel.at = datetime(2026, 6, 20, 3, tzinfo=UTC)
    assert panel.act(SYSTEM, step) is False
    panel.at = datetime(2026, 6, 20, 9, tzinfo=UTC)
    assert panel.act(SYSTEM, step) is True
    assert panel.act(SYSTEM, step) is False


def test_a_member_may_not_write_to_the_others(panel: Panel, meeting_id: str) -> None:
    with pytest.raises(NotPermitted):
        panel.act("member-police", send_invitations, meeting_id=meeting_id, inviting=INVITING)
    assert letters(panel) == []


def test_the_link_answers_for_one_seat_and_names_the_only_deputy(panel: Panel, meeting_id: str) -> None:
    token = answer_token(KEY, meeting_id, "member-police")
    panel.act(ANONYMOUS, answer_by_link, key=KEY, token=token, answer="deputy")
    assert (seat(panel, meeting_id).answer, seat(panel, meeting_id).deputy_id) == (
        "deputy",
        "member-community",
    )
    assert seat(panel, meeting_id, "member-acute").answer is None


def test_a_link_of_a_withdrawn_invitation_or_another_key_opens_nothing(panel: Panel, meeting_id: str) -> None:
    for key, person in (("x" * 40, "member-police"), (KEY, "member-community")):
        with pytest.raises(InvitationLinkNotValid):
            token = answer_token(key, meeting_id, person)
            panel.act(ANONYMOUS, answer_by_link, key=KEY, token=token, answer="coming")


def test_a_deputy_named_ahead_sees_the_papers_of_that_meeting_and_of_no_other(
    panel: Panel, meeting_id: str, sign_in: Callable[[str], Browser]
) -> None:
    case = listed_case(panel, meeting_id)
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id)
    deputy = sign_in("member-community")
    assert deputy.get(f"/cases/{case}/bundle").status_code == 403
    named = {"meeting_id": meeting_id, "person_id": "member-police", "deputy_id": "member-community"}
    panel.act("cdr-manager", name_deputy, **named)
    assert deputy.get(f"/cases/{case}/bundle").status_code == 200
    panel.act("member-police", answer_invitation, meeting_id=meeting_id, answer="coming")
    assert deputy.get(f"/cases/{case}/bundle").status_code == 403


def test_nobody_names_somebody_elses_deputy(panel: Panel, meeting_id: str) -> None:
    with pytest.raises(NotOnThePanel):
        panel.act(
            "member-acute",
            answer_invitation,
            meeting_id=meeting_id,
            answer="deputy",
            deputy_id="member-community",
        )


def test_a_member_chooses_a_deputy_by_name_where_the_office_has_entered_one(
    panel: Panel, meeting_id: str, sign_in: Callable[[str], Browser]
) -> None:
    member, path = sign_in("member-police"), f"/meetings/{meeting_id}/answer"
    asked = member.get(path).text
    assert f"My deputy is coming: {PERSONAS['member-community'].name}" in asked
    assert "It has entered nobody yet" not in asked
    kept = member.post(path, path, {"answer": "deputy:member-community"}).text
    assert "Your answer is kept: a deputy is coming." in kept
    assert "Nobody is named yet" not in kept
    assert seat(panel, meeting_id).deputy_id == "member-community"


def test_a_member_without_a_deputy_is_told_what_the_office_must_do_first(
    panel: Panel, meeting_id: str, sign_in: Callable[[str], Browser]
) -> None:
    listed_case(panel, meeting_id)
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id)
    member, path = sign_in("member-acute"), f"/meetings/{meeting_id}/answer"
    asked = member.get(path).text
    assert "The office has entered no deputy for your seat yet" in asked
    assert "to give your deputy a seat on the panel" in asked
    assert "A deputy, not named" in asked
    assert "A deputy you name can read the papers" not in asked
    kept = member.post(path, path, {"answer": "deputy"}).text
    assert "Nobody is named yet: ask the child death review office to enter your deputy." in kept
    assert "Not named yet" in kept
    office = sign_in("cdr-manager").get(f"/meetings/{meeting_id}").text
    assert "A deputy is coming, not named yet" in office
    assert f"A deputy is coming for {PERSONAS['member-acute'].name}, and is not named" in office


def test_the_page_behind_the_link_shows_when_and_where_and_nothing_else(
    panel: Panel, meeting_id: str, sign_in: Callable[[str], Browser]
) -> None:
    case = listed_case(panel, meeting_id)
    browser = sign_in("auditor")  # whoever is signed in, it is the link
    browser.client.cookies.clear()
    token = answer_token(KEY, meeting_id, "member-police")
    shown = browser.get(f"/answer/{token}")
    assert shown.status_code == 200
    assert "25 June 2026" in shown.text
    assert "Room 1" in shown.text
    assert case not in shown.text
    main = shown.text.partition("<main")[2].partition("</main>")[0]
    assert not NEVER.search(main.replace(token, "")), main
    nothing = browser.post(f"/answer/{token}", f"/answer/{token}")
    assert nothing.status_code == 422
    assert "Say whether you are coming" in nothing.text
    kept = browser.post(f"/answer/{token}", f"/answer/{token}", {"answer": "remote"})
    assert "Joining by video or telephone" in kept.text
    assert seat(panel, meeting_id).answer == "remote"
    entry = browser.get(f"/answer/{token}/panel-meeting.ics")
    assert entry.headers["content-disposition"] == 'attachment; filename="panel-meeting.ics"'
    assert browser.get("/answer/nonsense").status_code == 404


def test_an_expert_sees_the_case_they_came_for_and_nothing_of_the_others(
    panel: Panel, meeting_id: str, sign_in: Callable[[str], Browser]
) -> None:
    mine, other = listed_case(panel, meeting_id), listed_case(panel, meeting_id, "LLR-2026-0108")
    expert(panel, meeting_id, [mine])
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id)
    browser = sign_in("invited-expert")
    assert browser.get(f"/cases/{mine}/bundle").status_code == 200
    assert browser.get(f"/cases/{other}/bundle").status_code == 403
    for path in ("/cases", "/my-cases", "/meetings", f"/meetings/{meeting_id}", "/calendar"):
        shown = browser.get(path).text
        assert other not in shown, path
    assert mine in browser.get(f"/meetings/{meeting_id}").text


def test_an_expert_counts_among_those_who_may_read_their_own_case_alone(
    panel: Panel, meeting_id: str, sign_in: Callable[[str], Browser]
) -> None:
    mine, _ = listed_case(panel, meeting_id), listed_case(panel, meeting_id, "LLR-2026-0108")
    seats = len(re.findall("<tr role=", sign_in("cdr-manager").get(f"/meetings/{meeting_id}").text)) - 1
    expert(panel, meeting_id, [mine])
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id)
    shown = sign_in("cdr-manager").get(f"/meetings/{meeting_id}").text
    assert re.findall(r"Bundle opened by 0 of (\d+) invited", shown) == [str(seats + 1), str(seats)]


def test_an_invitation_of_an_expert_with_faults_names_all_of_them(panel: Panel, meeting_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        panel.act(
            "cdr-manager",
            invite_expert,
            meeting_id=meeting_id,
            person_id="",
            name="",
            organisation="",
            sector="",
            email="no address",
            cases=["LLR-2026-9999"],
        )
    fields = [fault.field for fault in refused.value.faults]
    assert fields == ["person_id", "name", "organisation", "sector", "email", "cases"]


def test_what_the_panel_sent_stands_on_its_page_of_letters(
    panel: Panel, meeting_id: str, sign_in: Callable[[str], Browser]
) -> None:
    invited(panel, meeting_id)
    assert "Invitation to a panel meeting" in sign_in("cdr-manager").get("/messages").text
    assert sign_in("panel-member").get("/messages").status_code == 403


def listed_case(panel: Panel, meeting_id: str, case: str = "LLR-2026-0107") -> str:
    from services.panel.actions.cases.mark_ready import mark_ready
    from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda

    panel.notified(case)
    panel.act("cdr-manager", mark_ready, case_reference=case)
    panel.act("cdr-manager", put_case_on_agenda, meeting_id=meeting_id, case_reference=case)
    return case


def expert(panel: Panel, meeting_id: str, cases: list[str]) -> None:
    panel.act(
        "cdr-manager",
        invite_expert,
        meeting_id=meeting_id,
        person_id="invited-expert",
        name=PERSONAS["invited-expert"].name,
        organisation="Regional network",
        sector="acute_hospital",
        email="expert@network.example",
        cases=cases,
    )
