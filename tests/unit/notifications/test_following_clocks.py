"""When the clocks after the notification are due, what pauses them, and how they end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.clocks.clock_rows import CLOCKS, clock_ids, in_force
from services.notifications.domain.clocks.clock_state import CaseFacts, ClockState, Request
from services.notifications.domain.clocks.following import following_clocks
from services.notifications.domain.clocks.judging import NOTIFICATION_CLOCKS, Times, judge
from services.notifications.domain.clocks.moments import Moment, instant, on_day, read
from services.notifications.domain.clocks.months import months_after
from services.notifications.domain.clocks.pauses import Pause, moved_by, paused_days
from services.notifications.domain.clocks.strip import age_of, strip
from services.notifications.domain.forms.answers import Answers

DEATH = "2026-01-05T10:00"
INQUEST = Pause("inquest", "Inquest", date(2026, 2, 1), None, "Morgan Testerley")
POLICE = Pause("criminal_proceedings", "Criminal investigation or trial", date(2026, 3, 1), date(2026, 3, 31))


def facts(death: str = DEATH, **given: object) -> CaseFacts:
    times = Times(read(death), None, read("2026-01-06T09:00"))
    return replace(CaseFacts(times, judge(times), joint_agency_due=False), **given)


def states(case: CaseFacts, on: date = date(2026, 3, 10)) -> dict[str, ClockState]:
    return {state.id: state for state in strip(case, on=on)}


def happened(**on: date) -> dict[str, Moment]:
    return {kind: on_day(day) for kind, day in on.items()}


def test_every_clock_of_the_policy_is_on_the_strip_once_and_in_its_order() -> None:
    assert [state.id for state in strip(facts(), on=date(2026, 3, 10))] == list(clock_ids())


def test_before_acceptance_all_but_the_notification_clocks_follow() -> None:
    answers = Answers("A form", "1", {"death.died_at": DEATH, "notified_at": "2026-01-06"})
    followed = {state.id for state in following_clocks(answers)}
    assert followed | {clock.id for clock in NOTIFICATION_CLOCKS} == set(clock_ids())
    assert followed.isdisjoint({clock.id for clock in NOTIFICATION_CLOCKS})


def test_the_review_has_two_limits_in_calendar_months() -> None:
    found = states(facts())
    assert found["whole_review_6_months"].due_on == date(2026, 7, 5)
    assert found["whole_review_12_months"].due_on == date(2027, 1, 5)
    assert found["whole_review_12_months"].days_left == 301


def test_a_joint_agency_meeting_is_due_in_working_days_where_a_criterion_is_met() -> None:
    meeting = states(facts("2026-04-02T10:00", joint_agency_due=True), date(2026, 4, 8))[
        "initial_joint_agency_meeting"
    ]
    assert (meeting.due_on, meeting.state) == (date(2026, 4, 8), "due_soon")
    assert "Friday 3 April (Good Friday)" in dict(meeting.working)["Days that do not count"]


def test_a_notification_that_does_not_say_leaves_the_joint_agency_response_to_be_decided() -> None:
    def meeting(**said: object) -> ClockState:
        values = {"death.died_at": DEATH, "notified_at": "2026-01-06"} | said
        found = following_clocks(Answers("A form", "1", values))
        return next(state for state in found if state.id == "initial_joint_agency_meeting")

    told = {"birth.live_birth": "yes", "death.place_of_death": "neonatal_unit"}
    assert meeting(**told).state == "not_started"
    assert "Not decided" in dict(meeting(**told).working)["Result"]
    assert meeting(**told, **{"death.events": ["neonatal"]}).state == "not_needed"
    assert meeting(**told, **{"death.events": ["drowning"]}).state not in ("not_started", "not_needed")


def test_without_a_criterion_no_joint_agency_meeting_is_needed_but_one_that_was_held_is_judged() -> None:
    assert states(facts())["initial_joint_agency_meeting"].state == "not_needed"
    held = happened(initial_joint_agency_meeting_held=date(2026, 1, 7))
    assert states(facts(milestones=held))["initial_joint_agency_meeting"].state == "met"


def test_a_meeting_held_in_time_is_met_and_a_day_after_the_limit_is_late() -> None:
    in_time = happened(child_death_review_meeting_held=date(2026, 4, 5))
    assert states(facts(milestones=in_time), date(2026, 5, 1))["child_death_review_meeting"].state == "met"
    after = happened(child_death_review_meeting_held=date(2026, 4, 6))
    late = states(facts(milestones=after), date(2026, 5, 1))["child_death_review_meeting"]
    assert (late.state, late.due_on, late.days_left) == ("late", date(2026, 4, 5), None)
    assert late.needs_reason


def test_an_open_hold_pauses_the_clocks_it_concerns_and_says_who_placed_it() -> None:
    found = states(facts(pauses=(INQUEST,)))
    assert found["whole_review_6_months"].state == "paused"
    assert found["whole_review_6_months"].paused_by == (
        "Inquest since 1 February 2026, recorded by Morgan Testerley",
    )
    assert found["child_death_review_meeting"].state == "running"
    assert found["next_working_day"].state == "met"


def test_days_under_two_holds_count_once_and_move_the_limit() -> None:
    both = (replace(INQUEST, until=date(2026, 3, 15)), POLICE)
    review = states(facts(pauses=both), date(2026, 4, 10))["whole_review_6_months"]
    # 1 February to 31 March: 58 days, not 42 + 30.
    assert (review.state, review.due_on) == ("running", date(2026, 9, 1))
    assert age_of(facts(pauses=both), date(2026, 4, 10)) == (95, 37)


def test_lifting_one_hold_leaves_the_other() -> None:
    lifted = states(facts(pauses=(INQUEST, POLICE)), date(2026, 4, 10))["whole_review_6_months"]
    assert lifted.state == "paused"
    assert [words.split(" since")[0] for words in lifted.paused_by] == ["Inquest"]


def test_while_a_clock_is_paused_its_days_left_do_not_change() -> None:
    left = {
        states(facts(pauses=(INQUEST,)), date(2026, 2, day))["whole_review_6_months"].days_left
        for day in range(2, 28)
    }
    assert left == {154}


def test_a_hold_after_the_limit_does_not_make_an_overdue_clock_run_again() -> None:
    later = replace(INQUEST, since=date(2026, 8, 1))
    review = states(facts(pauses=(later,)), date(2026, 9, 1))["whole_review_6_months"]
    assert (review.state, review.due_on) == ("overdue", date(2026, 7, 5))


def test_the_panel_clock_starts_with_the_draft_or_the_inquest_where_that_ends_later() -> None:
    draft = happened(draft_analysis_received=date(2026, 2, 10))
    assert states(facts())["panel_review"].state == "not_started"
    assert states(facts(milestones=draft))["panel_review"].due_on == date(2026, 3, 24)
    waiting = states(facts(milestones=draft, pauses=(INQUEST,)))["panel_review"]
    assert (waiting.state, waiting.due_on) == ("paused", None)
    ended = replace(INQUEST, until=date(2026, 3, 2))
    after = facts(milestones=draft, pauses=(ended,), inquest_concluded_on=date(2026, 3, 2))
    assert states(after)["panel_review"].due_on == date(2026, 4, 13)


def test_hours_are_judged_by_the_day_only_where_the_day_settles_it() -> None:
    def told(on: date) -> str:
        return states(facts(milestones=happened(national_database_notified=on)))["national_database"].state

    assert (told(date(2026, 1, 6)), told(date(2026, 1, 7)), told(date(2026, 1, 8))) == (
        "met",
        "cannot_be_judged",
        "late",
    )
    exactly = {"national_database_notified": instant(datetime(2026, 1, 7, 10, 0, tzinfo=UTC))}
    assert states(facts(milestones=exactly))["national_database"].state == "met"


def test_a_death_on_an_unknown_day_is_judged_only_where_every_day_gives_the_same() -> None:
    found_later = "2026-01-05/2026-02-05"
    in_time = happened(child_death_review_meeting_held=date(2026, 4, 1))
    assert states(facts(found_later, milestones=in_time))["child_death_review_meeting"].state == "met"
    doubtful = happened(child_death_review_meeting_held=date(2026, 4, 20))
    judged = states(facts(found_later, milestones=doubtful))["child_death_review_meeting"]
    assert (judged.state, judged.due_on, judged.needs_reason) == ("cannot_be_judged", None, True)
    too_late = happened(child_death_review_meeting_held=date(2026, 5, 6))
    assert states(facts(found_later, milestones=too_late))["child_death_review_meeting"].state == "late"


def test_reporting_forms_are_as_bad_as_the_worst_one() -> None:
    def forms(*requests: Request) -> ClockState:
        return states(facts(requests=requests))["reporting_form"]

    answered = Request(date(2026, 2, 1), date(2026, 1, 30), open=False)
    waiting = Request(date(2026, 3, 9), None, open=True)
    assert forms().state == "not_started"
    assert forms(answered).state == "met"
    assert (forms(answered, waiting).state, forms(answered, waiting).days_left) == ("overdue", -1)
    assert forms(replace(answered, answered_on=date(2026, 2, 2))).state == "late"


def test_a_new_policy_row_does_not_change_clocks_that_started_under_the_old_one() -> None:
    old = in_force("child_death_review_meeting", date(2026, 1, 5))
    kept = [row for row in CLOCKS if row.id != old.id]
    new = replace(old, version="2", limit=2, in_force_from=date(2026, 2, 1))
    rows = (*kept, replace(old, in_force_until=date(2026, 1, 31)), new)

    def limit(death: str) -> tuple[date | None, str]:
        state = next(one for one in strip(facts(death), on=date(2026, 3, 1), rows=rows) if one.id == old.id)
        return state.due_on, state.version

    assert limit("2026-01-31T23:30") == (date(2026, 4, 30), "1")
    assert limit("2026-02-01T00:30") == (date(2026, 4, 1), "2")


def test_a_judgement_that_was_kept_stands_whatever_row_is_added_later() -> None:
    held = happened(child_death_review_meeting_held=date(2026, 4, 5))
    kept = states(facts(milestones=held), date(2026, 5, 1))["child_death_review_meeting"]
    old = in_force(kept.id, date(2026, 1, 5))
    stricter = (*(row for row in CLOCKS if row.id != kept.id), replace(old, version="2", limit=1))

    def judged(case: CaseFacts) -> str:
        return next(one.state for one in strip(case, on=date(2026, 5, 1), rows=stricter) if one.id == kept.id)

    assert (judged(facts(milestones=held)), judged(facts(milestones=held, kept={kept.id: kept}))) == (
        "late",
        "met",
    )


def test_a_notification_clock_too_is_judged_by_the_rule_of_its_first_day() -> None:
    old = in_force("24_hours", date(2026, 1, 5))
    new = replace(old, version="2", limit=12, in_force_from=date(2026, 1, 6))
    rows = (*(row for row in CLOCKS if row.id != old.id), replace(old, in_force_until=date(2026, 1, 5)), new)

    def met(death: str, notified: str) -> bool | None:
        judged = judge(Times(read(death), None, read(notified)), rows)
        return next(one.met for one in judged if one.clock.id == "24_hours")

    assert met("2026-01-05T10:00", "2026-01-06T09:00") is True
    assert met("2026-01-06T10:00", "2026-01-07T09:00") is False


def test_age_ends_with_the_review() -> None:
    done = facts(milestones=happened(review_completed=date(2026, 3, 1)), pauses=(INQUEST,))
    assert age_of(done, date(2026, 6, 1)) == (55, 27)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
PAUSED = st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=5).map(
    lambda spans: [Pause("inquest", "Inquest", *span) for span in spans if not span[1] or span[1] >= span[0]]
)


def held(pauses: list[Pause], day: date) -> bool:
    return any(pause.since <= day and (pause.until is None or day < pause.until) for pause in pauses)


@given(PAUSED, DAYS, DAYS)
def test_paused_days_are_the_days_that_a_person_would_count_on_a_calendar(
    pauses: list[Pause], start: date, end: date
) -> None:
    counted = [start + timedelta(days=n) for n in range((end - start).days)]
    assert paused_days(pauses, start, end) == sum(held(pauses, day) for day in counted)


@given(PAUSED, DAYS, st.integers(1, 200), DAYS)
def test_a_moved_limit_leaves_as_many_running_days_as_the_rule_gives(
    pauses: list[Pause], start: date, limit: int, on: date
) -> None:
    due = moved_by(pauses, start, start + timedelta(days=limit), on)
    assert due >= start + timedelta(days=limit)
    running = [start + timedelta(days=n) for n in range((due - start).days)]
    assert sum(not (held(pauses, day) and day < on) for day in running) == limit


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
    ],
)
def test_months_are_calendar_months_and_end_with_the_month(start: date, months: int, due: date) -> None:
    assert months_after(start, months) == due
