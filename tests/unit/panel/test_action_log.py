"""Agreed actions: overdue without feedback, signed off when done, and checked a second time."""

from datetime import UTC, date, datetime

import pytest

from services.panel.domain.analysis.analysis import AgreedAction
from services.panel.domain.learning.action_log import ActionState, FeedbackKind, LoggedAction, overdue
from shared.errors import Invalid

AT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
DUE = date(2026, 6, 10)


def logged(*kinds: FeedbackKind, due: date = DUE, number: int = 0) -> LoggedAction:
    action = AgreedAction("Tell grandparents about safe sleep", "Public health", "local", due)
    made = LoggedAction("LLR-2026-0001", 1, number, action, date(2026, 3, 1))
    for kind in kinds:
        report = made.report(id="f", kind=kind, words="Said", by="m", by_name="M", at=AT, on=AT.date())
        made = LoggedAction(*("LLR-2026-0001", 1, number), action, made.agreed_on, (*made.feedback, report))
    return made


def test_an_action_without_feedback_is_overdue_from_the_day_after_its_date() -> None:
    assert logged().state(DUE) is ActionState.NOT_DUE
    assert logged().state(date(2026, 6, 11)) is ActionState.OVERDUE


def test_feedback_of_any_kind_ends_being_overdue() -> None:
    assert logged(FeedbackKind.UNDER_WAY).state(date(2027, 1, 1)) is ActionState.UNDER_WAY


def test_what_is_done_is_checked_a_second_time_before_it_is_finished() -> None:
    assert logged(FeedbackKind.DONE).state(DUE) is ActionState.DONE
    assert logged(FeedbackKind.DONE, FeedbackKind.CHECKED).state(DUE) is ActionState.CHECKED


def test_a_check_that_finds_it_not_done_opens_it_again() -> None:
    assert logged(FeedbackKind.DONE, FeedbackKind.NOT_DONE).state(DUE) is ActionState.UNDER_WAY


def test_nothing_is_checked_before_it_is_done_and_nothing_is_reported_without_words() -> None:
    with pytest.raises(Invalid) as refused:
        logged().report(id="f", kind="checked", words=" ", by="m", by_name="M", at=AT, on=DUE)
    assert [fault.field for fault in refused.value.faults] == ["kind", "words"]


def test_the_longest_overdue_comes_first_on_the_next_agenda() -> None:
    late, later = logged(due=date(2026, 5, 1), number=1), logged(number=2)
    not_yet, heard_of = logged(due=date(2026, 9, 1), number=3), logged(FeedbackKind.UNDER_WAY, number=4)
    assert overdue([later, late, not_yet, heard_of], date(2026, 6, 18)) == [late, later]
