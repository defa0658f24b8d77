"""The steps of a meeting: asked about where they could be a mistake, taken back, kept with who and why."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.cases.place_hold import place_hold
from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.meetings.invite_member import invite_member
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.actions.meetings.take_start_back import take_start_back
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.meeting_refusals import AgendaEmpty, CaseCannotBeListed, MeetingCannotMove
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.queries.cases import visible_case
from services.panel.queries.finalising import signed_form
from services.panel.queries.meeting_steps import steps_of
from services.panel.queries.meetings import all_members, visible_meeting, visible_meetings
from services.panel.queries.reports import meeting_lines
from services.panel.tables.meeting_steps import meeting_step
from shared.errors import Invalid, NotPermitted
from tests.integration.panel.conftest import CASE, Browser, Panel
from tests.integration.panel.test_reviews import FORM

SignIn = Callable[[str], Browser]
OFFICE, CHAIR = "cdr-manager", "panel-chair"
OTHER = "LLR-2026-0108"


@pytest.fixture
def meeting_id(panel: Panel) -> str:
    """A meeting on the day of the test, its agenda published."""
    panel.notified()
    return panel.on_agenda()


def planned_for(panel: Panel, day: date, *cases: str, **given: Any) -> str:
    [meeting] = panel.act(OFFICE, plan_meeting, held_on=day, starts="09:30", place="Room 1", **given)
    for case in cases:
        panel.notified(case)
        panel.act(OFFICE, mark_ready, case_reference=case)
        panel.act(OFFICE, put_case_on_agenda, meeting_id=meeting.id, case_reference=case)
    return str(meeting.id)


def status(panel: Panel, meeting_id: str) -> MeetingStatus:
    return panel.reading(OFFICE, lambda tx: visible_meeting(tx, meeting_id).status)  # type: ignore[no-any-return]


def kept(panel: Panel, meeting_id: str) -> list[tuple[str, str]]:
    steps = panel.reading(OFFICE, lambda tx: steps_of(tx, meeting_id))
    return [(one.label, one.because) for one in steps]


def test_a_meeting_starts_before_its_day_only_once_that_is_confirmed(panel: Panel, sign_in: SignIn) -> None:
    meeting_id = planned_for(panel, date(2026, 7, 2), CASE)
    panel.act(OFFICE, publish_agenda, meeting_id=meeting_id)
    office, page = sign_in(OFFICE), f"/meetings/{meeting_id}/start"
    asked = office.get(page).text
    assert "Thursday 2 July 2026, 09:30" in asked
    assert "Yes, it starts today, 15 June 2026" in asked
    refused = office.post(page, page, {})
    assert refused.status_code == 422
    assert "Confirm that the meeting planned for 2 July 2026 starts today, 15 June 2026" in refused.text
    assert status(panel, meeting_id) is MeetingStatus.AGENDA_PUBLISHED
    assert "The meeting is in session." in office.post(page, page, {"early": "yes"}).text
    assert status(panel, meeting_id) is MeetingStatus.IN_SESSION


def test_on_its_day_a_meeting_starts_by_one_button(panel: Panel, meeting_id: str, sign_in: SignIn) -> None:
    chair = sign_in(CHAIR)
    shown = chair.get(f"/meetings/{meeting_id}").text
    assert f'action="/panel/meetings/{meeting_id}/start"' in shown
    chair.post(f"/meetings/{meeting_id}/start", f"/meetings/{meeting_id}", {})
    assert status(panel, meeting_id) is MeetingStatus.IN_SESSION


def test_a_meeting_that_has_not_started_after_all_goes_back_with_a_reason(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    panel.act(CHAIR, start_meeting, meeting_id=meeting_id)
    office, page = sign_in(OFFICE), f"/meetings/{meeting_id}/not-started"
    refused = office.post(page, page, {"because": " "})
    assert refused.status_code == 422
    assert "Say why the meeting has not started after all" in refused.text
    office.post(page, page, {"because": "The button of another meeting was meant"})
    assert status(panel, meeting_id) is MeetingStatus.AGENDA_PUBLISHED
    listed = panel.reading(OFFICE, lambda tx: visible_case(tx, CASE).status)
    assert listed is CaseStatus.LISTED
    assert kept(panel, meeting_id)[-2:] == [
        ("Started", ""),
        ("Not started after all", "The button of another meeting was meant"),
    ]
    assert "The button of another meeting was meant" in office.get(f"/meetings/{meeting_id}").text


def test_a_meeting_at_which_a_case_was_signed_off_has_taken_place(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    panel.everybody_present(meeting_id)
    panel.act(OFFICE, save_analysis, case_reference=CASE, form=FORM, version=0)
    panel.act(CHAIR, complete_review, case_reference=CASE)
    page = f"/meetings/{meeting_id}/not-started"
    assert sign_in(OFFICE).post(page, page, {"because": "A mistake"}).status_code == 409
    assert status(panel, meeting_id) is MeetingStatus.IN_SESSION


def test_a_meeting_in_session_is_not_published_again(panel: Panel, meeting_id: str) -> None:
    panel.act(CHAIR, start_meeting, meeting_id=meeting_id)
    with pytest.raises(MeetingCannotMove):
        panel.act(OFFICE, publish_agenda, meeting_id=meeting_id)


def test_an_empty_agenda_is_not_published(panel: Panel, sign_in: SignIn) -> None:
    meeting_id = planned_for(panel, date(2026, 7, 2))
    with pytest.raises(AgendaEmpty):
        panel.act(OFFICE, publish_agenda, meeting_id=meeting_id)
    shown = sign_in(OFFICE).get(f"/meetings/{meeting_id}").text
    assert "The agenda can be published once a case is on it." in shown
    assert "step/publish" not in shown


def test_one_ticked_case_that_cannot_be_listed_is_named_and_the_ticks_stay(
    panel: Panel, sign_in: SignIn
) -> None:
    meeting_id = planned_for(panel, date(2026, 7, 2))
    for case in (CASE, OTHER):
        panel.notified(case)
        panel.act(OFFICE, mark_ready, case_reference=case)
    hold = {"kind": "inquest", "reason": "Opened", "placed_on": date(2026, 6, 1)}
    panel.act(OFFICE, place_hold, case_reference=OTHER, **hold)
    page = f"/meetings/{meeting_id}/agenda/add"
    answer = sign_in(OFFICE).post(page, page, {"cases": [CASE, OTHER]})
    assert answer.status_code == 422
    assert (
        f"{OTHER}: The case cannot be put on an agenda. On hold: Inquest, since 1 June 2026." in answer.text
    )
    assert f'value="{CASE}" checked' in answer.text
    assert panel.reading(OFFICE, lambda tx: visible_meeting(tx, meeting_id).agenda) == []


def test_a_cancelled_meeting_says_who_cancelled_it_when_and_why(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    office, page = sign_in(OFFICE), f"/meetings/{meeting_id}/cancel"
    refused = office.post(page, page, {"because": ""})
    assert refused.status_code == 422
    assert "Say why the meeting is cancelled" in refused.text
    assert status(panel, meeting_id) is MeetingStatus.AGENDA_PUBLISHED
    shown = office.post(page, page, {"because": "The room is flooded"}).text
    assert "Cancelled, 15 June 2026, 11:30 am, by" in shown
    assert "The room is flooded" in shown
    assert [step for step, _ in kept(panel, meeting_id)] == ["Planned", "Agenda published", "Cancelled"]


def test_a_meeting_of_a_day_that_is_over_is_entered_with_a_reason(panel: Panel, sign_in: SignIn) -> None:
    over = {"held_on": date(2026, 6, 9), "starts": "09:30", "place": "Room 1"}
    with pytest.raises(Invalid) as refused:
        panel.act(OFFICE, plan_meeting, **over)
    assert [fault.field for fault in refused.value.faults] == ["because"]
    [meeting] = panel.act(OFFICE, plan_meeting, **over, because="Held when the service was down")
    assert kept(panel, meeting.id) == [("Planned", "Held when the service was down")]
    day = {"held_on-day": "8", "held_on-month": "6", "held_on-year": "2026"}
    page = "/meetings/plan"
    answer = sign_in(OFFICE).post(page, page, {**day, "starts": "9", "place": "", "months": "1"})
    assert answer.status_code == 422
    for said in ("Enter the start as a time", "Say where", "say why the meeting is recorded afterwards"):
        assert said in answer.text
    assert len(panel.reading(OFFICE, visible_meetings)) == 1


def test_the_steps_of_a_meeting_are_never_changed_and_not_for_members(panel: Panel, meeting_id: str) -> None:
    for change in (meeting_step.update().values(because="x"), meeting_step.delete()):
        with pytest.raises(DBAPIError), panel.database.engine.begin() as connection:
            connection.execute(change)
    with pytest.raises(NotPermitted):
        panel.reading("panel-member", lambda tx: steps_of(tx, meeting_id))


def test_the_day_on_which_a_meeting_was_held_counts_in_minutes_register_report_and_national_form(
    panel: Panel, sign_in: SignIn
) -> None:
    panel.notified()
    panel.on_agenda()
    meeting_id = planned_for(panel, date(2026, 7, 2), OTHER)
    panel.act(OFFICE, publish_agenda, meeting_id=meeting_id)
    for person in panel.reading(OFFICE, lambda tx: [one.person_id for one in all_members(tx)]):
        if person not in {one.person_id for one in panel.reading(OFFICE, seats_of(meeting_id))}:
            panel.act(OFFICE, invite_member, meeting_id=meeting_id, person_id=person)
    panel.act(CHAIR, start_meeting, meeting_id=meeting_id, although_early=True)
    for seat in panel.reading(OFFICE, seats_of(meeting_id)):
        line = {"meeting_id": meeting_id, "person_id": seat.person_id, "mark": Mark.PRESENT}
        panel.act(CHAIR, record_attendance, **line)
    panel.act(OFFICE, save_analysis, case_reference=OTHER, form=FORM, version=0)
    panel.act(CHAIR, complete_review, case_reference=OTHER)
    office = sign_in(OFFICE)
    both = "15 June 2026 (planned for Thursday 2 July 2026, 09:30)"
    assert both in office.get(f"/meetings/{meeting_id}").text
    assert both in office.get(f"/meetings/{meeting_id}/record").text
    assert "planned 2 Jul 2026" in office.get("/register").text
    assert "2026-06-15 (planned 2026-07-02)" in office.get("/register.csv").text
    told = panel.reading(OFFICE, lambda tx: signed_form(tx, OTHER))
    assert [one.value for one in told.items if one.item.id == "panel_date"] == ["2026-06-15"]
    [line] = [one for one in panel.reading(OFFICE, meeting_lines) if one.planned_on]
    assert (line.held_on, line.called_for) == (date(2026, 6, 15), date(2026, 7, 2))
    said = ("Started", "Held on 15 June 2026, planned for 2 July 2026")
    assert said in kept(panel, meeting_id)


def test_a_meeting_that_is_closed_asks_of_each_case_and_assumes_nothing_even_where_nothing_was_written(
    panel: Panel, sign_in: SignIn
) -> None:
    third = "LLR-2026-0109"
    meeting_id = planned_for(panel, date(2026, 6, 15), CASE, OTHER, third)
    panel.act(OFFICE, publish_agenda, meeting_id=meeting_id)
    panel.act(OFFICE, start_meeting, meeting_id=meeting_id)
    panel.act(OFFICE, save_analysis, case_reference=CASE, form=FORM, version=0)
    panel.act(OFFICE, save_analysis, case_reference=OTHER, form=replace(FORM, cause_of_death=""), version=0)
    office, page = sign_in(OFFICE), f"/meetings/{meeting_id}/close"
    shown = office.get(page).text
    assert "Analysis written in full, not signed off" in shown
    assert "Analysis begun" in shown
    assert "Nothing recorded" in shown
    assert ticked(shown) == {}, "a case may have been discussed though nobody wrote anything down"
    refused = office.post(page, page, {f"outcome-{third}": "not_reached", f"outcome-{CASE}": "discussed"})
    assert refused.status_code == 422
    assert f"{OTHER}: say whether it was discussed or not reached" in refused.text
    assert ticked(refused.text) == {f"outcome-{third}": "not_reached", f"outcome-{CASE}": "discussed"}
    assert status(panel, meeting_id) is MeetingStatus.IN_SESSION
    said = {f"outcome-{CASE}": "discussed", f"outcome-{OTHER}": "not_reached"}
    office.post(page, page, {**said, f"outcome-{third}": "not_reached"})
    cases = panel.reading(OFFICE, lambda tx: [visible_case(tx, one) for one in (CASE, OTHER)])
    standing = [one.status for one in cases]
    assert standing == [CaseStatus.REVIEWED, CaseStatus.DEFERRED]


def test_whoever_closes_a_meeting_is_not_told_what_was_written_of_a_case_closed_to_them(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    panel.act(CHAIR, start_meeting, meeting_id=meeting_id)
    panel.act(OFFICE, save_analysis, case_reference=CASE, form=FORM, version=0)
    panel.act(CHAIR, declare_interest, case_reference=CASE, reason="I treated the child")
    shown = sign_in(CHAIR).get(f"/meetings/{meeting_id}/close").text
    assert "Closed to you" in shown
    assert "Analysis written in full" not in shown
    assert ticked(shown) == {}
    panel.act(CHAIR, close_meeting, meeting_id=meeting_id, not_reached=[CASE])
    assert "Deferred" in sign_in(OFFICE).get(f"/cases/{CASE}").text


def test_whoever_started_a_meeting_too_early_takes_it_back_with_a_case_closed_to_them_on_it(
    panel: Panel, meeting_id: str
) -> None:
    panel.act(CHAIR, declare_interest, case_reference=CASE, reason="I treated the child")
    panel.act(CHAIR, start_meeting, meeting_id=meeting_id)
    panel.act(CHAIR, take_start_back, meeting_id=meeting_id, because="Pressed too early")
    assert status(panel, meeting_id) is MeetingStatus.AGENDA_PUBLISHED


def test_in_session_recording_attendance_stands_first_until_something_is_recorded(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    chair, page = sign_in(CHAIR), f"/meetings/{meeting_id}"
    assert "Nobody’s attendance is recorded yet" not in chair.get(page).text
    panel.act(CHAIR, start_meeting, meeting_id=meeting_id)
    shown = chair.get(page).text
    assert shown.index("Nobody’s attendance is recorded yet") < shown.index("<h2")
    line = {"meeting_id": meeting_id, "person_id": CHAIR, "mark": Mark.PRESENT}
    panel.act(CHAIR, record_attendance, **line)
    assert "Nobody’s attendance is recorded yet" not in chair.get(page).text


@pytest.mark.parametrize("page", ["agenda/add", "agenda/order", "close", "start", "cancel", "move"])
def test_a_closed_meeting_offers_no_form_that_it_would_refuse(
    panel: Panel, meeting_id: str, sign_in: SignIn, page: str
) -> None:
    panel.act(CHAIR, start_meeting, meeting_id=meeting_id)
    panel.act(CHAIR, close_meeting, meeting_id=meeting_id, not_reached=[CASE])
    answer = sign_in(OFFICE).get(f"/meetings/{meeting_id}/{page}")
    assert answer.status_code == 409
    assert "Closed" in answer.text


def test_a_completed_case_is_refused_for_an_agenda_because_it_is_completed(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    panel.everybody_present(meeting_id)
    panel.act(OFFICE, save_analysis, case_reference=CASE, form=FORM, version=0)
    panel.act(CHAIR, complete_review, case_reference=CASE)
    other = planned_for(panel, date(2026, 7, 2))
    with pytest.raises(CaseCannotBeListed) as refused:
        panel.act(OFFICE, put_case_on_agenda, meeting_id=other, case_reference=CASE)
    assert str(refused.value.detail) == "Review completed. Reopen the review first."
    assert sign_in(OFFICE).get(f"/cases/{CASE}/list").status_code == 409


def seats_of(meeting_id: str) -> Callable[[Any], Any]:
    return lambda tx: list(visible_meeting(tx, meeting_id).seats)


def ticked(page: str) -> dict[str, str]:
    """What is chosen already of what becomes of each case, by field."""
    found = re.findall(r"<input[^>]*>", page)
    chosen = [one for one in found if "outcome-" in one and " checked" in one]
    return {re.search(r'name="([^"]+)"', one)[1]: re.search(r'value="([^"]+)"', one)[1] for one in chosen}  # type: ignore[index]
