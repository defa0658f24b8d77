"""Minutes that write themselves, each reader's own, approved at a later meeting and kept as they read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from deploy.personas import PERSONAS
from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.record_provisional_decision import record_provisional_decision
from services.panel.actions.analysis.reopen_review import reopen_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.defer_case import defer_case
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.family.reply_to_family_question import reply_to_family_question
from services.panel.actions.learning.record_action_step import record_action_step
from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.meetings.invite_expert import invite_expert
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.actions.minutes.approve_minutes import approve_minutes
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.actions.quorum.record_out_of_the_room import record_out_of_the_room
from services.panel.domain.learning.action_log import Said
from services.panel.domain.learning.agreed_action import AgreedAction
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.minutes.minutes import MinutesApproved, MinutesNotReady
from services.panel.queries.action_log import logged_actions
from services.panel.queries.minutes import approved_minutes_of
from shared.contracts import FamilyQuestionConfirmed
from shared.errors import Invalid, NotPermitted
from tests.integration.panel.conftest import CASE, SEATS, Panel
from tests.integration.panel.test_reviews import FORM

LATER = "LLR-2026-0109"
MANAGER, CHAIR, MEMBER = "cdr-manager", "panel-chair", "panel-member"


@pytest.fixture
def meeting_id(panel: Panel) -> str:
    """A meeting in session on one case with an analysis that the manager has recorded."""
    panel.notified()
    made = panel.on_agenda()
    panel.everybody_present(made)
    form = replace(FORM, dissent="One member would have chosen 8", issues=("A letter came late",))
    panel.act(MANAGER, save_analysis, case_reference=CASE, form=form, version=0)
    return made


def minutes_page(sign_in, person: str, meeting_id: str) -> str:
    page = sign_in(person).get(f"/meetings/{meeting_id}/record")
    assert page.status_code == 200, page.text
    return str(page.text)


def later_meeting(panel: Panel, case: str = LATER) -> str:
    """The same panel a month on, begun, with a new case or with one that is ready on its agenda."""
    panel.at = datetime(2026, 7, 15, 10, 0, tzinfo=UTC)
    day = date(2026, 7, 15)
    (meeting,) = panel.act(MANAGER, plan_meeting, held_on=day, starts="09:30", place="Room 1")
    if case == LATER:
        panel.notified(LATER)
        panel.act(MANAGER, mark_ready, case_reference=LATER)
    panel.act(MANAGER, put_case_on_agenda, meeting_id=meeting.id, case_reference=case)
    panel.act(MANAGER, publish_agenda, meeting_id=meeting.id)
    panel.act(MANAGER, start_meeting, meeting_id=meeting.id)
    return str(meeting.id)


def everybody_here(panel: Panel, meeting_id: str) -> None:
    for person_id, *_ in SEATS:
        given = {"meeting_id": meeting_id, "person_id": person_id, "mark": Mark.PRESENT}
        panel.act(CHAIR, record_attendance, **given)


def test_the_minutes_say_what_was_recorded(panel: Panel, meeting_id: str, sign_in) -> None:
    panel.act(CHAIR, complete_review, case_reference=CASE)
    page = minutes_page(sign_in, MEMBER, meeting_id)
    for said in (
        "Draft",
        "Quorate for this case.",
        "Signed off by",
        "9. Infection",
        "Modifiable factors identified",
        "B. Parental smoking. Grade 2; modifiable: yes",
        "Smoke-free homes matter",
        "Offer smoking cessation (Public health; local; due 1 December 2026; owner to be told)",
        "One member would have chosen 8",
        "A letter came late",
    ):
        assert said in page, said


def test_a_draft_that_nobody_decided_is_not_in_the_minutes(panel: Panel, meeting_id: str, sign_in) -> None:
    page = minutes_page(sign_in, MEMBER, meeting_id)
    assert "Not signed off at this meeting." in page
    assert "9. Infection" not in page


def test_a_decision_without_a_quorum_is_shown_as_provisional(panel: Panel, meeting_id: str, sign_in) -> None:
    panel.act("member-social-care", declare_interest, case_reference=CASE, reason="Her team knew them")
    panel.act(CHAIR, record_provisional_decision, case_reference=CASE, reason="The council could not come")
    page = minutes_page(sign_in, MEMBER, meeting_id)
    assert "Provisional, without a quorum: The council could not come" in page
    assert "Missing: a local-authority professional" in page
    assert "Took no part because of an interest" in page
    assert "Her team knew them" not in page
    assert "9. Infection" in page


def test_an_interest_that_became_known_after_the_decision_changes_nothing_in_the_minutes(
    panel: Panel, meeting_id: str, sign_in
) -> None:
    panel.act(CHAIR, complete_review, case_reference=CASE)
    panel.at += timedelta(hours=1)
    panel.act("member-social-care", declare_interest, case_reference=CASE, reason="Her team knew them")
    page = minutes_page(sign_in, MEMBER, meeting_id)
    assert "Took no part because of an interest" not in page
    assert "Quorate for this case." in page


def test_a_recused_readers_minutes_leave_the_case_out_at_once(panel: Panel, meeting_id: str, sign_in) -> None:
    panel.act(CHAIR, complete_review, case_reference=CASE)
    reader = sign_in(MEMBER)
    assert "Parental smoking" in reader.get(f"/meetings/{meeting_id}/record").text
    panel.act(MEMBER, declare_interest, case_reference=CASE, reason="Her own patient")
    page = reader.get(f"/meetings/{meeting_id}/record").text
    assert "Closed to you" in page
    for hidden in ("Parental smoking", "Infection", "smoking cessation", "would have chosen", "3 months"):
        assert hidden not in page


def test_an_experts_minutes_do_not_tell_which_other_cases_there_were(panel: Panel, sign_in) -> None:
    panel.notified()
    meeting = panel.on_agenda()
    panel.notified(LATER)
    panel.act(MANAGER, mark_ready, case_reference=LATER)
    late = {"case_reference": LATER, "late_because": "It could not wait"}
    panel.act(MANAGER, put_case_on_agenda, meeting_id=meeting, **late)
    panel.act(
        MANAGER,
        invite_expert,
        meeting_id=meeting,
        person_id="invited-expert",
        name="Prof Example",
        organisation="Heart network",
        sector="acute_hospital",
        cases=[LATER],
        email="",
    )
    panel.everybody_present(meeting)
    told = minutes_page(sign_in, "invited-expert", meeting)
    assert LATER in told
    assert CASE not in told
    assert CASE in minutes_page(sign_in, MEMBER, meeting)
    panel.act(CHAIR, close_meeting, meeting_id=meeting, discussed=[CASE, LATER])
    panel.at = datetime(2026, 7, 15, 10, 0, tzinfo=UTC)
    third = "LLR-2026-0110"
    panel.notified(third)
    when = {"held_on": date(2026, 7, 15), "starts": "09:30", "place": "Room 1"}
    (later,) = panel.act(MANAGER, plan_meeting, **when)
    panel.act(MANAGER, mark_ready, case_reference=third)
    panel.act(MANAGER, put_case_on_agenda, meeting_id=later.id, case_reference=third)
    panel.act(MANAGER, publish_agenda, meeting_id=later.id)
    panel.act(MANAGER, start_meeting, meeting_id=later.id)
    panel.act(CHAIR, approve_minutes, meeting_id=meeting, at_meeting=str(later.id), corrections="")
    assert CASE not in minutes_page(sign_in, "invited-expert", meeting)


def test_the_minutes_name_the_deputy_who_came_and_left(panel: Panel, meeting_id: str, sign_in) -> None:
    deputy = {"role": "social_care", "organisation": "City council", "sector": "local_authority"}
    panel.act(
        MANAGER,
        seat_panel_member,
        person_id="member-education",
        name="Nic Makebelieve",
        valid_from=date(2026, 1, 1),
        deputises_for="member-social-care",
        **deputy,
    )
    came = {"person_id": "member-social-care", "mark": Mark.DEPUTY, "deputy_id": "member-education"}
    panel.act(CHAIR, record_attendance, meeting_id=meeting_id, **came)
    member = PERSONAS["member-social-care"].name
    for page in (minutes_page(sign_in, MEMBER, meeting_id), minutes_page(sign_in, CHAIR, meeting_id)):
        assert f"Nic Makebelieve, for {member} (City council)" in page
    assert "A deputy came: Nic Makebelieve" in sign_in(CHAIR).get(f"/meetings/{meeting_id}").text
    panel.act(
        CHAIR,
        record_out_of_the_room,
        meeting_id=meeting_id,
        case_reference=CASE,
        person_ids=["member-education"],
        and_later=False,
        at="",
    )
    assert f"Nic Makebelieve, for {member} left" in minutes_page(sign_in, CHAIR, meeting_id)


def test_the_minutes_of_a_reopened_review_say_that_an_owner_was_told_before(
    panel: Panel, meeting_id: str, sign_in
) -> None:
    panel.act(CHAIR, complete_review, case_reference=CASE)
    panel.act(CHAIR, close_meeting, meeting_id=meeting_id)
    panel.at += timedelta(days=3)
    place = {"case_reference": CASE, "review_version": 1, "number": 0}
    panel.act(MANAGER, record_action_step, **place, said=Said("told", how="letter"))
    opened = {"reason": "A report came", "ground": "post_mortem", "authorised_by": "The chair"}
    panel.act(MANAGER, reopen_review, case_reference=CASE, **opened)
    panel.act(MANAGER, mark_ready, case_reference=CASE)
    later = later_meeting(panel, CASE)
    everybody_here(panel, later)
    assert "owner to be told" in minutes_page(sign_in, MEMBER, meeting_id)  # on its own day nobody was told
    panel.act(CHAIR, complete_review, case_reference=CASE)
    page = minutes_page(sign_in, MEMBER, later)
    assert "Offer smoking cessation (Public health; local; due 1 December 2026; told on 18 June 2026)" in page
    [action] = panel.reading(MANAGER, logged_actions)
    assert action.agreed_on == date(2026, 6, 15)  # not the day on which the review was completed again


def test_the_minutes_give_the_ground_of_a_deferral_and_what_is_waited_for(
    panel: Panel, meeting_id: str, sign_in
) -> None:
    panel.act(CHAIR, defer_case, case_reference=CASE, ground="expert_needed", reason="A cardiologist.")
    page = minutes_page(sign_in, MEMBER, meeting_id)
    assert "Deferred: An expert is needed. A cardiologist." in page
    assert "cardiologist.." not in page


def test_the_familys_question_stands_with_its_answer(panel: Panel, meeting_id: str, sign_in) -> None:
    asked = {
        "case_reference": CASE,
        "question_id": "q1",
        "text": "Was anything missed?",
        "version": 1,
        "raised_on": date(2026, 5, 1),
    }
    panel.tell(FamilyQuestionConfirmed.model_validate(asked))
    given = {
        "case_reference": CASE,
        "question_id": "q1",
        "reply": "declined",
        "text": "It goes to the coroner.",
    }
    panel.act(MANAGER, reply_to_family_question, **given)
    page = minutes_page(sign_in, MEMBER, meeting_id)
    assert "Was anything missed? Declined: It goes to the coroner." in page


def test_minutes_are_approved_by_a_later_meeting_and_stay_as_they_read(
    panel: Panel, meeting_id: str, sign_in
) -> None:
    panel.act(CHAIR, complete_review, case_reference=CASE)
    panel.act(CHAIR, close_meeting, meeting_id=meeting_id)
    later = later_meeting(panel)
    given = {"at_meeting": later, "corrections": "The doctor sent apologies."}
    chair = sign_in(CHAIR)
    page = chair.post(f"/meetings/{meeting_id}/record/approve", f"/meetings/{meeting_id}/record", given)
    assert "Approved" in page.text
    assert "by the meeting of 15 July 2026" in page.text
    reopening = {"reason": "The inquest concluded otherwise", "authorised_by": "Chair of the panel"}
    panel.act(CHAIR, reopen_review, case_reference=CASE, **reopening)
    changed = replace(FORM, category=8, factors=(), modifiability="none")
    panel.act(MANAGER, save_analysis, case_reference=CASE, form=changed, version=1)
    page = minutes_page(sign_in, MEMBER, meeting_id)
    assert "9. Infection" in page
    assert "The doctor sent apologies." in page
    with pytest.raises(MinutesApproved):
        panel.act(CHAIR, approve_minutes, meeting_id=meeting_id, at_meeting=later)


def test_approved_minutes_too_are_each_readers_own(panel: Panel, meeting_id: str, sign_in) -> None:
    panel.act(CHAIR, complete_review, case_reference=CASE)
    panel.act(CHAIR, close_meeting, meeting_id=meeting_id)
    later = later_meeting(panel)
    panel.act(CHAIR, declare_interest, case_reference=CASE, reason="A neighbour")
    panel.act(CHAIR, approve_minutes, meeting_id=meeting_id, at_meeting=later)
    assert "Parental smoking" not in minutes_page(sign_in, CHAIR, meeting_id)
    assert "Parental smoking" in minutes_page(sign_in, MEMBER, meeting_id)


def test_minutes_are_not_approved_before_the_meeting_is_over_or_by_no_meeting(
    panel: Panel, meeting_id: str, sign_in
) -> None:
    with pytest.raises(MinutesNotReady):
        panel.act(CHAIR, approve_minutes, meeting_id=meeting_id, at_meeting=meeting_id)
    panel.act(CHAIR, complete_review, case_reference=CASE)
    panel.act(CHAIR, close_meeting, meeting_id=meeting_id)
    later = later_meeting(panel)
    with pytest.raises(Invalid):
        panel.act(CHAIR, approve_minutes, meeting_id=meeting_id, at_meeting=meeting_id)
    with pytest.raises(NotPermitted):
        panel.act(MEMBER, approve_minutes, meeting_id=meeting_id, at_meeting=later)
    typed = {"at_meeting": later, "corrections": "Write to someone@example.org"}
    page = sign_in(CHAIR).post(
        f"/meetings/{meeting_id}/record/approve", f"/meetings/{meeting_id}/record", typed
    )
    assert page.status_code == 422
    assert "someone@example.org" in page.text
    assert panel.reading(CHAIR, lambda tx: approved_minutes_of(tx, meeting_id)) is None


def test_overdue_actions_stand_by_owner_with_their_number(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    late = date(2026, 7, 1)
    owners = (("Teach it", "Midwifery"), ("Offer it", "Midwifery"), ("Pay for it", "Public health"))
    actions = tuple(AgreedAction(text, owner, "local", late) for text, owner in owners)
    form = replace(FORM, actions=actions)
    panel.act(MANAGER, save_analysis, case_reference=CASE, form=form, version=0)
    panel.act(CHAIR, complete_review, case_reference=CASE)
    page = minutes_page(sign_in, MANAGER, later_meeting(panel))
    assert "3 actions of 2 owners" in page
    assert "Midwifery (2)" in page
    assert "Public health (1)" in page
    assert "AF-" not in page


def test_the_database_keeps_what_was_approved(panel: Panel, meeting_id: str) -> None:
    panel.act(CHAIR, complete_review, case_reference=CASE)
    panel.act(CHAIR, close_meeting, meeting_id=meeting_id)
    panel.act(CHAIR, approve_minutes, meeting_id=meeting_id, at_meeting=later_meeting(panel))
    for statement in ("UPDATE approved_minutes SET corrections = 'x'", "TRUNCATE approved_minutes"):
        with pytest.raises(DBAPIError, match="never changed"), panel.database.engine.begin() as connection:
            connection.execute(text(statement))
