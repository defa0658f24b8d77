"""What a manager tries first of a case's life: checks 9, 10, 16 and 20 of the field's list."""

from datetime import UTC, date, datetime

import pytest

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.record_provisional_decision import record_provisional_decision
from services.panel.actions.analysis.reopen_review import reopen_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.finalise_review import finalise_review
from services.panel.actions.cases.lift_hold import lift_hold
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.cases.place_hold import place_hold
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.take_agenda_back import take_agenda_back
from services.panel.actions.quorum.record_out_of_the_room import record_out_of_the_room
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.decisions.finalising import FinalisingBlocked
from services.panel.domain.refusals import CaseHeld, CaseNotReady, PanelNotQuorate
from services.panel.queries.cases import visible_case
from shared.contracts import FamilyQuestionConfirmed, HoldRaised
from tests.integration.panel.conftest import CASE, Panel, a_notification, a_return, material, milestones
from tests.integration.panel.test_reviews import FORM

OFFICE, CHAIR = "cdr-manager", "panel-chair"


def case_of(panel: Panel, reference: str = CASE):
    return panel.reading(OFFICE, lambda tx: visible_case(tx, reference))


def reviewed(panel: Panel, reference: str = CASE) -> None:
    panel.act(OFFICE, save_analysis, case_reference=reference, form=FORM, version=0)
    panel.act(CHAIR, complete_review, case_reference=reference)


def test_a_case_of_yesterday_is_one_day_old(panel: Panel, sign_in) -> None:
    panel.notified(notified_on=date(2026, 6, 14))
    assert "1 day since notification, 1 of them not on hold" in sign_in(OFFICE).get(f"/cases/{CASE}").text


def test_check_9_two_holds_are_counted_once_and_lifted_one_by_one(panel: Panel, sign_in) -> None:
    panel.notified()
    for kind, since in (("inquest", date(2026, 5, 1)), ("criminal_proceedings", date(2026, 5, 11))):
        held = {"kind": kind, "reason": "Opened", "placed_on": since}
        panel.act(OFFICE, place_hold, case_reference=CASE, **held)
    office = sign_in(OFFICE)
    page = office.get(f"/cases/{CASE}").text
    assert "75 days since notification, 30 of them not on hold" in page
    assert "Follow up what the case waits for: inquest and 1 more" in page
    line = office.get("/cases?show=on_hold").text
    assert CASE in line
    assert ">75<" in line
    assert ">30<" in line
    inquest, police = case_of(panel).open_holds
    panel.act(OFFICE, lift_hold, case_reference=CASE, hold_id=inquest.id, because="Concluded")
    assert [hold.kind for hold in case_of(panel).open_holds] == ["criminal_proceedings"]
    assert case_of(panel).age_days_net_of_holds(date(2026, 6, 20)) == 30
    with pytest.raises(CaseHeld, match="Criminal investigation"):
        panel.act(OFFICE, mark_ready, case_reference=CASE)
    panel.act(OFFICE, lift_hold, case_reference=CASE, hold_id=police.id, because="No charge")
    panel.act(OFFICE, mark_ready, case_reference=CASE)
    assert case_of(panel).age_days_net_of_holds(date(2026, 6, 20)) == 35


def test_check_10_the_review_meeting_is_told_not_typed_and_cannot_be_declared_not_needed(
    panel: Panel, sign_in
) -> None:
    panel.tell(a_notification(), a_return(), material())
    with pytest.raises(CaseNotReady) as refused:
        panel.act(OFFICE, mark_ready, case_reference=CASE)
    assert refused.value.missing == (
        "No child death review meeting of the professionals involved is recorded.",
        "The draft analysis of that meeting has not been received.",
    )
    page = sign_in(OFFICE).get(f"/cases/{CASE}").text
    assert "Professionals directly involved" in page
    assert "not needed" not in page.lower()
    panel.tell(*milestones())
    assert case_of(panel).missing(date(2026, 6, 15)) == []
    panel.tell(*milestones(stands=False))
    assert len(case_of(panel).missing(date(2026, 6, 15))) == 2
    panel.act(OFFICE, mark_ready, case_reference=CASE, without_because="The hospital has closed")
    page = sign_in(OFFICE).get(f"/cases/{CASE}").text
    assert "The hospital has closed" in page
    assert "No child death review meeting" in page


def test_check_16_a_quorum_lost_after_item_3_leaves_what_was_decided_and_makes_the_rest_provisional(
    panel: Panel, sign_in
) -> None:
    cases = [f"LLR-2026-010{number}" for number in range(1, 6)]
    panel.notified(cases[0])
    meeting = panel.on_agenda(cases[0])
    panel.act(OFFICE, take_agenda_back, meeting_id=meeting)
    for reference in cases[1:]:
        panel.notified(reference)
        panel.act(OFFICE, mark_ready, case_reference=reference)
        panel.act(OFFICE, put_case_on_agenda, meeting_id=meeting, case_reference=reference)
    panel.act(OFFICE, publish_agenda, meeting_id=meeting)
    panel.everybody_present(meeting)
    for reference in cases[:3]:
        reviewed(panel, reference)
    left = {"person_ids": ["member-social-care"], "and_later": True}
    panel.act(CHAIR, record_out_of_the_room, meeting_id=meeting, case_reference=cases[3], **left)
    for reference in cases[3:]:
        with pytest.raises(PanelNotQuorate, match="local-authority"):
            reviewed(panel, reference)
        snow = {"case_reference": reference, "reason": "Somebody had to leave."}
        panel.act(CHAIR, record_provisional_decision, **snow)
    found = [case_of(panel, reference) for reference in cases]
    assert [case.status for case in found] == [CaseStatus.COMPLETED] * 3 + [CaseStatus.REVIEWED] * 2
    assert [case.provisional for case in found] == [False] * 3 + [True] * 2
    office = sign_in(OFFICE)
    for reference in cases[3:]:
        page = office.get(f"/cases/{reference}").text
        assert "Decision provisional" in page
        assert "Missing: a local-authority professional" in page or "missing: a local-authority" in page
    assert "Decision provisional" not in office.get(f"/cases/{cases[2]}").text


def test_check_16_a_provisional_decision_is_signed_off_at_a_later_quorate_meeting(panel: Panel) -> None:
    panel.notified()
    first = panel.on_agenda()
    panel.everybody_present(first)
    gone = {"person_ids": ["member-social-care"], "and_later": False}
    panel.act(CHAIR, record_out_of_the_room, meeting_id=first, case_reference=CASE, **gone)
    panel.act(OFFICE, save_analysis, case_reference=CASE, form=FORM, version=0)
    panel.act(CHAIR, record_provisional_decision, case_reference=CASE, reason="Somebody had to leave.")
    panel.at = datetime(2026, 7, 20, 10, 0, tzinfo=UTC)
    place = {"held_on": date(2026, 7, 20), "starts": "09:30", "place": "Room 1"}
    (second,) = panel.act(OFFICE, plan_meeting, **place)
    panel.act(OFFICE, put_case_on_agenda, meeting_id=second.id, case_reference=CASE)
    assert case_of(panel).provisional
    panel.act(OFFICE, publish_agenda, meeting_id=second.id)
    panel.everybody_present(second.id)
    panel.act(CHAIR, complete_review, case_reference=CASE)
    assert (case_of(panel).status, case_of(panel).provisional) == (CaseStatus.COMPLETED, False)


def test_check_20_finalising_says_what_blocks_it_and_a_list_stands_ready_for_31_march(
    panel: Panel, sign_in
) -> None:
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    reviewed(panel)
    panel.at = datetime(2027, 3, 30, 10, 0, tzinfo=UTC)
    panel.tell(
        FamilyQuestionConfirmed(
            case_reference=CASE, question_id="q1", text="Why?", version=1, raised_on=date(2026, 7, 1)
        ),
        HoldRaised(case_reference=CASE, hold_id="h1", kind="inquest", placed_on=date(2026, 7, 1)),
    )
    office = sign_in(OFFICE)
    with pytest.raises(FinalisingBlocked) as blocked:
        panel.act(OFFICE, finalise_review, case_reference=CASE)
    rules = [each.rule for each in blocked.value.findings]
    assert rules == ["case.on_hold", "family.question_open"]
    for page in (office.get(f"/cases/{CASE}/finalise").text, office.get("/finalising").text):
        for rule in rules:
            assert f"({rule})" in page
    assert "31 March 2027" in office.get("/finalising").text
    assert "Held up" in office.get("/finalising").text
    assert "Finalise the review" not in office.get(f"/cases/{CASE}/finalise").text
    refused = office.post(f"/cases/{CASE}/finalise", "/cases", {})
    assert refused.status_code == 409
    assert case_of(panel).status is CaseStatus.COMPLETED


def test_check_20_what_was_changed_after_sign_off_stands_out_and_a_reopened_review_is_finalised_anew(
    panel: Panel, sign_in
) -> None:
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    reviewed(panel)
    panel.at = datetime(2026, 6, 20, 10, 0, tzinfo=UTC)
    panel.act(OFFICE, finalise_review, case_reference=CASE)
    office = sign_in(OFFICE)
    assert CASE not in office.get("/finalising").text
    assert "After sign-off" in office.get(f"/cases/{CASE}/history").text
    found = {"reason": "It concluded", "ground": "inquest", "authorised_by": "The chair"}
    panel.act(OFFICE, reopen_review, case_reference=CASE, **found)
    panel.act(CHAIR, complete_review, case_reference=CASE)
    assert CASE in office.get("/finalising").text
    panel.act(OFFICE, finalise_review, case_reference=CASE)
    page = office.get(f"/cases/{CASE}/finalise").text
    assert "Review 1 on 20 June 2026" in page
    assert "Review 2 on 20 June 2026" in page
