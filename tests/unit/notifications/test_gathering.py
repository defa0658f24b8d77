"""Requests for reporting forms: deadline, ladder, completeness, and who holds a case up."""

from datetime import date

import pytest

from services.notifications.domain.gathering.refusals import RequestTransitionRefused
from services.notifications.domain.gathering.requests import (
    ANSWERS,
    CLOSED,
    REQUEST_TRANSITIONS,
    STATUS_LABELS,
    Completeness,
    ReportingFormRequest,
    RequestStatus,
    completeness,
    holding_up,
    new_request,
    policy_on,
)
from shared.errors import Invalid

MONDAY = date(2026, 6, 15)


def request(source_id: str = "s1", on: date = MONDAY) -> ReportingFormRequest:
    return new_request(
        request_id=f"request-{source_id}",
        case_reference="LLR-2026-0001",
        source_id=source_id,
        role="general_practitioner",
        sector="primary_care",
        on=on,
    )


def test_a_form_is_due_after_fifteen_working_days() -> None:
    assert request().due_on == date(2026, 7, 6)


def test_the_deadline_skips_bank_holidays() -> None:
    before_christmas = request(on=date(2026, 12, 18))
    assert before_christmas.due_on == date(2027, 1, 13)


def test_every_status_has_its_steps_and_its_label() -> None:
    assert set(REQUEST_TRANSITIONS) == set(RequestStatus) == set(STATUS_LABELS)


def test_an_answered_or_cancelled_request_is_not_chased() -> None:
    for status in CLOSED:
        assert not REQUEST_TRANSITIONS[status] & {RequestStatus.REMINDED, RequestStatus.OVERDUE}


@pytest.mark.parametrize(
    ("day", "action"),
    [
        (date(2026, 6, 26), None),
        (date(2026, 6, 29), "Send a reminder"),
        (date(2026, 7, 6), "Send an overdue notice"),
        (date(2026, 7, 13), "Escalate to the agency's lead"),
    ],
)
def test_the_step_due_is_the_highest_rung_reached(day: date, action: str | None) -> None:
    step = request().chase_due(day)
    assert (step.action if step else None) == action


def test_a_rung_is_not_taken_twice() -> None:
    asked = request()
    asked.chase(on=date(2026, 6, 29))
    assert asked.chase_due(date(2026, 6, 30)) is None
    with pytest.raises(RequestTransitionRefused):
        asked.chase(on=date(2026, 6, 30))
    assert (asked.status, asked.times_chased) == (RequestStatus.REMINDED, 1)


def test_days_are_counted_to_the_answer_and_then_stand_still() -> None:
    asked = request()
    asked.receive(on=date(2026, 7, 8))
    assert asked.working_days_waited(date(2026, 9, 1)) == 17
    assert asked.working_days_late(date(2026, 9, 1)) == 2


def test_a_nil_return_needs_its_reason_and_may_be_followed_by_a_form() -> None:
    asked = request()
    with pytest.raises(Invalid):
        asked.receive_nil_return(reason="", on=MONDAY)
    asked.receive_nil_return(reason="Not registered here", on=MONDAY)
    asked.receive(on=date(2026, 6, 20))
    assert asked.status is RequestStatus.RETURNED


def test_a_returned_form_cannot_be_returned_again() -> None:
    asked = request()
    asked.receive(on=MONDAY)
    with pytest.raises(RequestTransitionRefused):
        asked.receive(on=MONDAY)


def test_not_asked_waiting_overdue_returned_and_nil_are_five_different_things() -> None:
    waiting, late, returned, nil, cancelled = (request(f"s{number}") for number in range(1, 6))
    late.due_on = date(2026, 6, 1)
    returned.receive(on=MONDAY)
    nil.receive_nil_return(reason="Nothing held", on=MONDAY)
    cancelled.move_to(RequestStatus.CANCELLED, on=MONDAY)
    counted = completeness(7, [waiting, late, returned, nil, cancelled], MONDAY)
    assert counted == Completeness(not_asked=3, waiting=1, overdue=1, returned=1, nil_return=1)
    assert counted.answered == 2


def test_the_longest_overdue_holds_the_case_up_first() -> None:
    older, newer, answered = request("s1", date(2026, 6, 1)), request("s2"), request("s3", date(2026, 5, 1))
    answered.receive(on=MONDAY)
    assert [one.source_id for one in holding_up([newer, answered, older], MONDAY)] == ["s1", "s2"]


def test_the_policy_says_where_it_comes_from_and_since_when() -> None:
    policy = policy_on(MONDAY)
    assert (policy.due_after, [step.after for step in policy.ladder]) == (15, [10, 15, 20])
    assert policy.version
    assert policy.source


def test_a_nil_return_counts_as_an_answer_and_so_does_a_child_whom_the_agency_does_not_know() -> None:
    assert {RequestStatus.RETURNED, RequestStatus.NIL_RETURN, RequestStatus.NOT_KNOWN} == ANSWERS
