"""Agreed actions: told, answered, overdue without feedback, closed by two people, checked and judged."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.panel.domain.learning.action_log import ActionRecord, LoggedAction, Said
from services.panel.domain.learning.action_steps import (
    ACTION_STEPS,
    ACTION_TRANSITIONS,
    NEEDS_EVIDENCE,
    OPEN_TO_OWNERS,
    STATE_LABELS,
    STEP_LABELS,
    ActionState,
    ActionStep,
)
from services.panel.domain.learning.agreed_action import AgreedAction
from services.panel.domain.learning.due_actions import effect_due, overdue
from services.panel.domain.learning.earlier_feedback import ActionFeedback, FeedbackKind
from shared.errors import Invalid

AT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
DUE = date(2026, 6, 10)


def said(step: ActionStep | str, **given: str) -> Said:
    usual = {"words": "Said", "evidence": "A letter", "how": "letter", "effect": "worked"}
    return Said(step, **{**usual, **given})


def logged(*steps: ActionStep, due: date = DUE, number: int = 0, at: datetime = AT) -> LoggedAction:
    action = AgreedAction("Tell grandparents about safe sleep", "Public health", "local", due)
    made = LoggedAction("LLR-2026-0001", 1, number, action, date(2026, 3, 1))
    for step in steps:
        record = made.record(said(step), id="f", by="m", by_name="M", at=at)
        made = replace(made, records=(*made.records, record))
    return made


def test_an_action_without_feedback_is_overdue_from_the_day_after_its_date() -> None:
    assert not logged().overdue(DUE)
    assert logged().overdue(date(2026, 6, 11))


def test_being_told_or_taking_it_on_is_not_feedback() -> None:
    assert logged(ActionStep.TOLD, ActionStep.ACCEPTED).overdue(date(2026, 6, 11))


@pytest.mark.parametrize("step", [ActionStep.PROGRESS, ActionStep.REPORTED_DONE, ActionStep.DECLINED])
def test_feedback_of_any_kind_ends_being_overdue(step: ActionStep) -> None:
    assert not logged(step).overdue(date(2026, 6, 20))


def test_what_is_under_way_is_asked_about_again_after_three_months() -> None:
    action = logged(ActionStep.PROGRESS)
    assert action.feedback_due_on == date(2026, 9, 15)
    assert not action.overdue(date(2026, 9, 15))
    assert action.overdue(date(2026, 9, 16))


def test_early_feedback_does_not_move_the_date_forward() -> None:
    action = logged(ActionStep.PROGRESS, due=date(2027, 1, 31))
    assert action.feedback_due_on == date(2027, 1, 31)


def test_the_day_on_which_an_owner_was_told_is_kept_in_whatever_state_it_is() -> None:
    action = logged(ActionStep.PROGRESS, ActionStep.TOLD)
    assert action.state is ActionState.UNDER_WAY
    assert action.told_on == date(2026, 6, 15)
    assert logged(ActionStep.TOLD).state is ActionState.TOLD


def test_an_owner_told_on_the_form_is_told() -> None:
    action = replace(logged().action, told_on=date(2026, 3, 2))
    told = replace(logged(), action=action)
    assert (told.state, told.told_on) == (ActionState.TOLD, date(2026, 3, 2))


def test_an_action_is_closed_in_steps_and_its_effect_judged_half_a_year_later() -> None:
    done = logged(ActionStep.REPORTED_DONE, ActionStep.SIGNED_OFF)
    assert done.state is ActionState.DONE
    assert done.effect_due_on is None
    checked = logged(ActionStep.REPORTED_DONE, ActionStep.SIGNED_OFF, ActionStep.CHECKED)
    assert checked.effect_due_on == date(2026, 12, 15)
    assert effect_due([done, checked], date(2026, 12, 14)) == []
    assert effect_due([done, checked], date(2026, 12, 15)) == [checked]


def test_an_effect_judged_before_its_day_is_told_as_early() -> None:
    checked = logged(ActionStep.REPORTED_DONE, ActionStep.SIGNED_OFF, ActionStep.CHECKED)
    for days, early in ((0, date(2026, 12, 15)), (182, date(2026, 12, 15)), (183, None)):
        judgement = checked.record(
            said(ActionStep.EFFECT), id="e", by="m", by_name="M", at=AT + timedelta(days=days)
        )
        judged = replace(checked, records=(*checked.records, judgement))
        assert [judged.judged_early(one) for one in judged.records] == [None, None, None, early]


def test_an_effect_that_was_judged_is_shown_until_the_action_is_opened_again() -> None:
    steps = (ActionStep.REPORTED_DONE, ActionStep.SIGNED_OFF, ActionStep.CHECKED, ActionStep.EFFECT)
    assert (logged(*steps).state, logged(*steps).effect) == (ActionState.JUDGED, "worked")
    again = logged(*steps, ActionStep.REOPENED)
    assert (again.state, again.effect) == (ActionState.UNDER_WAY, "")


@pytest.mark.parametrize("state", ActionState)
def test_every_state_takes_its_steps_and_refuses_every_other(state: ActionState) -> None:
    action = logged(*_way_to(state))
    assert action.state is state
    for step in ActionStep:
        if step in ACTION_STEPS[state]:
            assert action.record(said(step), id="f", by="m", by_name="M", at=AT).step is step
        else:
            with pytest.raises(Invalid) as refused:
                action.record(said(step), id="f", by="m", by_name="M", at=AT)
            assert [fault.field for fault in refused.value.faults] == ["step"]


def _way_to(wanted: ActionState) -> tuple[ActionStep, ...]:
    """The shortest way to a state, so that every state is known to be reached."""
    ways: dict[ActionState, tuple[ActionStep, ...]] = {ActionState.AGREED: ()}
    while wanted not in ways:
        for state, way in list(ways.items()):
            for step, following in ACTION_STEPS[state].items():
                ways.setdefault(following, (*way, step))
    return ways[wanted]


def test_every_state_and_step_has_a_label_and_the_diagram_says_what_the_table_says() -> None:
    assert set(STATE_LABELS) == set(ACTION_STEPS) == set(ActionState)
    assert set(STEP_LABELS) == set(ActionStep)
    assert ActionState.DONE not in ACTION_TRANSITIONS[ActionState.UNDER_WAY]
    assert not {ActionState.DONE, ActionState.CHECKED, ActionState.REPORTED_DONE} & OPEN_TO_OWNERS


def test_every_fault_of_a_record_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        logged().record(Said("made up"), id="f", by="m", by_name="M", at=AT)
    assert [fault.field for fault in refused.value.faults] == ["step", "words"]
    told = Said("told", on=date(2026, 7, 1))
    with pytest.raises(Invalid) as refused:
        logged().record(told, id="f", by="m", by_name="M", at=AT)
    assert [fault.field for fault in refused.value.faults] == ["how", "on"]


@pytest.mark.parametrize("step", sorted(NEEDS_EVIDENCE))
def test_nothing_is_done_checked_or_judged_without_evidence(step: ActionStep) -> None:
    state = next(state for state in ActionState if step in ACTION_STEPS[state])
    with pytest.raises(Invalid) as refused:
        logged(*_way_to(state)).record(said(step, evidence=" "), id="f", by="m", by_name="M", at=AT)
    assert [fault.field for fault in refused.value.faults] == ["evidence"]


def test_a_record_that_may_identify_somebody_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        logged().record(said("progress", words="Ask ann@example.org"), id="f", by="m", by_name="M", at=AT)
    assert "email address" in refused.value.faults[0].message


def test_the_longest_overdue_comes_first_on_the_next_agenda() -> None:
    late, later = logged(due=date(2026, 5, 1), number=1), logged(number=2)
    not_yet, heard_of = logged(due=date(2026, 9, 1), number=3), logged(ActionStep.PROGRESS, number=4)
    assert overdue([later, late, not_yet, heard_of], date(2026, 6, 18)) == [late, later]


def test_an_owner_asked_late_still_has_two_weeks() -> None:
    assert logged().answer_by(date(2026, 6, 15)) == date(2026, 6, 29)
    assert logged(due=date(2026, 12, 1)).answer_by(date(2026, 6, 15)) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((FeedbackKind.UNDER_WAY,), ActionState.UNDER_WAY),
        ((FeedbackKind.UNDER_WAY, FeedbackKind.DONE), ActionState.DONE),
        ((FeedbackKind.DONE, FeedbackKind.CHECKED), ActionState.CHECKED),
        ((FeedbackKind.DONE, FeedbackKind.CHECKED, FeedbackKind.NOT_DONE), ActionState.UNDER_WAY),
    ],
)
def test_feedback_of_the_older_log_stays_readable(
    kinds: tuple[FeedbackKind, ...], state: ActionState
) -> None:
    rows: list[ActionRecord] = [
        ActionFeedback(
            "f", "LLR-2026-0001", 1, 0, kind, "Said", "m", "M", AT + timedelta(days=number)
        ).as_record
        for number, kind in enumerate(kinds)
    ]
    assert replace(logged(), records=tuple(rows)).state is state
