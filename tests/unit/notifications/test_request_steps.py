"""Steps of a request besides the chase and the answer: more time, sent back, refused, not known there."""

from dataclasses import replace
from datetime import date

import pytest

from services.notifications.domain.gathering.chase_policies import POLICIES, policy_on
from services.notifications.domain.gathering.refusals import RequestTransitionRefused
from services.notifications.domain.gathering.request_status import CLOSED, RequestStatus
from services.notifications.domain.gathering.requests import ReportingFormRequest, new_request
from shared.errors import Invalid
from shared.messages.message_texts import MESSAGE_TEXTS

MONDAY = date(2026, 6, 15)  # due on Monday 6 July
S = RequestStatus


def request(**given: object) -> ReportingFormRequest:
    fixed = {"request_id": "r1", "case_reference": "LLR-2026-0001", "source_id": "s1", "role": "midwife"}
    return new_request(**{**fixed, "sector": "acute_hospital", "on": MONDAY, **given})  # type: ignore[arg-type]


def test_an_agency_may_have_its_own_days_to_answer_and_its_ladder_moves_with_them() -> None:
    asked = request(due_after=20)
    assert asked.due_on == date(2026, 7, 13)
    assert asked.chase_due(date(2026, 7, 3)) is None
    step = asked.chase_due(date(2026, 7, 6))
    assert step
    assert step.becomes is S.REMINDED


def test_more_time_moves_the_deadline_and_the_rungs_and_does_not_remind_at_once() -> None:
    asked = request()
    asked.chase(on=date(2026, 7, 6))
    asked.extend(until=date(2026, 7, 10), reason="In storage", on=date(2026, 7, 7))
    assert (asked.status, asked.due_on, asked.reason) == (
        S.EXTENDED,
        date(2026, 7, 10),
        "In storage",
    )
    due = {day: asked.chase_due(date(2026, 7, day)) for day in (7, 9, 10, 17)}
    steps = {day: step.becomes if step else None for day, step in due.items()}
    assert steps == {7: None, 9: None, 10: S.OVERDUE, 17: S.ESCALATED}


def test_more_time_needs_a_later_day_and_a_reason_and_says_both_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        request().extend(until=MONDAY, reason=" ", on=MONDAY)
    assert [fault.field for fault in refused.value.faults] == ["extend_reason", "extend_until"]


def test_an_unusable_return_is_asked_for_again_with_a_deadline_of_its_own() -> None:
    asked = request()
    asked.receive(on=date(2026, 7, 20))
    asked.send_back(reason="Section C is about another child", on=date(2026, 7, 21))
    assert (asked.status, asked.open, asked.due_on, asked.answered_on) == (
        S.UNUSABLE,
        True,
        date(2026, 8, 4),
        None,
    )
    assert asked.chase_due(date(2026, 7, 21)) is None
    asked.receive(on=date(2026, 7, 30))
    assert asked.status is S.RETURNED


def test_only_what_came_can_be_sent_back() -> None:
    with pytest.raises(RequestTransitionRefused):
        request().send_back(reason="Nothing came", on=MONDAY)


@pytest.mark.parametrize("outcome", [S.REFUSED, S.NOT_KNOWN])
def test_a_refusal_and_not_known_need_their_reason_and_end_the_chase(outcome: RequestStatus) -> None:
    asked = request()
    with pytest.raises(Invalid):
        asked.close_without(outcome, reason=" ", on=MONDAY)
    asked.close_without(outcome, reason="Telephone call with the practice", on=MONDAY)
    assert not asked.open
    assert asked.chase_due(date(2026, 12, 1)) is None


def test_a_refusal_is_no_answer_but_not_known_is() -> None:
    refused, unknown = request(), request()
    refused.close_without(S.REFUSED, reason="They cite their solicitor", on=MONDAY)
    unknown.close_without(S.NOT_KNOWN, reason="Never registered", on=MONDAY)
    assert (refused.answered_on, unknown.answered_on) == (None, MONDAY)


def test_a_refusal_can_be_escalated_because_the_law_obliges_them() -> None:
    asked = request()
    asked.close_without(S.REFUSED, reason="They cite their solicitor", on=MONDAY)
    assert asked.escalate(on=MONDAY).to_lead
    assert (asked.status, asked.open) == (S.ESCALATED, True)


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_nothing_closed_is_chased_by_the_ladder(status: RequestStatus) -> None:
    asked = replace(request(), status=status)
    assert asked.chase_due(date(2027, 6, 1)) is None
    with pytest.raises(RequestTransitionRefused):
        asked.chase(on=date(2027, 6, 1))


def test_a_sectors_own_policy_goes_before_everybodys() -> None:
    slow = replace(
        POLICIES[0], version="coroners", sectors=("coroner",), starts_on=date(2020, 1, 1), due_after=40
    )
    rows = (*POLICIES, slow)
    assert policy_on(MONDAY, "coroner", rows).due_after == 40
    assert policy_on(MONDAY, "police", rows).due_after == 15
    assert policy_on(date(2019, 6, 1), "coroner", rows).due_after == 15


def test_every_rung_sends_a_message_that_exists() -> None:
    kinds = {text.name for text in MESSAGE_TEXTS}
    assert {step.message for policy in POLICIES for step in policy.ladder} <= kinds
