"""A notification and the steps it may take."""

from datetime import UTC, datetime

import pytest

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.notification import (
    NOTIFICATION_TRANSITIONS,
    ChildDeathNotification,
    Status,
    case_reference,
    year_of,
)
from services.notifications.domain.refusals import NotificationTransitionRefused, ReasonMissing

AT = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)


def a_notification(
    reference: str = "LLR-2026-0001", status: Status = Status.RECEIVED
) -> ChildDeathNotification:
    answers = Answers("A form", "1", {"notified_at": "2026-06-15T09:00"})
    return ChildDeathNotification(reference, answers, AT, AT, "anonymous", "form", status)


def test_every_status_has_its_row_of_transitions() -> None:
    assert set(NOTIFICATION_TRANSITIONS) == set(Status)


@pytest.mark.parametrize("was", Status)
@pytest.mark.parametrize("wanted", Status)
def test_only_the_steps_of_the_table_can_be_taken(was: Status, wanted: Status) -> None:
    notification = a_notification(status=was)
    if wanted in NOTIFICATION_TRANSITIONS[was]:
        notification.move_to(wanted, by="Morgan", at=AT, reason="Because")
        assert notification.status is wanted
    else:
        with pytest.raises(NotificationTransitionRefused):
            notification.move_to(wanted, by="Morgan", at=AT, reason="Because")


def test_accepting_needs_no_reason_and_every_other_outcome_does() -> None:
    a_notification().move_to(Status.ACCEPTED, by="Morgan", at=AT)
    with pytest.raises(ReasonMissing):
        a_notification().move_to(Status.RETURNED, by="Morgan", at=AT, reason=" ")


def test_each_step_is_remembered_with_who_when_and_why() -> None:
    notification = a_notification()
    notification.transfer_to("Nottingham", by="Morgan", at=AT, reason="Lived there")
    change = notification.changes[0]
    assert (change.was, change.became, change.by, change.at, change.reason) == (
        Status.RECEIVED,
        Status.TRANSFERRED,
        "Morgan",
        AT,
        "Lived there",
    )
    assert notification.transferred_to == "Nottingham"


def test_a_merge_can_be_taken_back() -> None:
    notification = a_notification("LLR-2026-0002")
    notification.merge_into(a_notification(), by="Morgan", at=AT, reason="The same death")
    assert notification.merged_into == "LLR-2026-0001"
    notification.reopen(by="Morgan", at=AT, reason="They are twins")
    assert (notification.status, notification.merged_into) == (Status.RECEIVED, "")


def test_out_of_scope_keeps_the_rule_that_applied() -> None:
    notification = a_notification()
    notification.put_out_of_scope(by="Morgan", at=AT, reason="Confirmed by telephone")
    assert notification.scope_rule == notification.scope.rule.id


def test_a_case_reference_has_the_year_of_the_notification_in_london() -> None:
    assert year_of(datetime(2026, 7, 1, tzinfo=UTC)) == 2026
    assert case_reference("LLR", year_of(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)), 107) == "LLR-2026-0107"
