"""The notification clocks: met, late or cannot be judged, with the working."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.clocks.clock_rows import CLOCKS, StartEvent
from services.notifications.domain.clocks.judging import Judgement, Times, duration, faults_of, judge
from services.notifications.domain.clocks.moments import (
    LONDON,
    UNKNOWN,
    Moment,
    Precision,
    between,
    instant,
    on_day,
    read,
    written_moment,
)


def judged(death: str | Moment, notified: str, aware: str | None = None) -> dict[str, Judgement]:
    moment = read(death) if isinstance(death, str) else death
    times = Times(moment, read(aware) if aware else None, read(notified))
    assert faults_of(times) == []
    return {each.clock.id: each for each in judge(times)}


def met(death: str | Moment, notified: str, aware: str | None = None) -> tuple[bool | None, ...]:
    return tuple(each.met for each in judged(death, notified, aware).values())


def test_a_death_on_a_friday_night_is_in_time_until_the_end_of_monday() -> None:
    assert met("2026-06-12T23:50", "2026-06-15T23:59:59")[0] is True
    assert met("2026-06-12T23:50", "2026-06-16T00:00")[0] is False


def test_a_death_on_good_friday_at_ten_at_night_notified_on_tuesday_is_met_and_shows_the_holidays() -> None:
    headline = judged("2026-04-03T22:00", "2026-04-07T16:00")["next_working_day"]
    assert headline.met is True
    assert [day.reason for day in headline.skipped] == ["Saturday", "Sunday", "Easter Monday"]
    assert dict(headline.working)["Due"] == "Tuesday 7 April 2026, 23:59"
    assert dict(headline.working)["Result"] == "met with 8 hours to spare"


def test_a_late_notification_says_by_how_much() -> None:
    working = dict(judged("2026-06-10T09:00", "2026-06-11T11:30")["24_hours"].working)
    assert working["Result"] == "late by 2 hours 30 minutes"


def test_a_notification_on_the_day_of_the_death_is_met() -> None:
    assert met("2026-06-13T09:00", "2026-06-13T09:00") == (True, True, True)


@pytest.mark.parametrize(("notified", "expected"), [("2026-03-29T13:00", True), ("2026-03-29T13:01", False)])
def test_twenty_four_hours_are_elapsed_hours_when_the_clocks_go_forward(
    notified: str, expected: bool
) -> None:
    assert met("2026-03-28T12:00", notified)[1] is expected


@pytest.mark.parametrize(("notified", "expected"), [("2026-10-25T11:00", True), ("2026-10-25T11:01", False)])
def test_twenty_four_hours_are_elapsed_hours_when_the_clocks_go_back(notified: str, expected: bool) -> None:
    assert met("2026-10-24T12:00", notified)[1] is expected


def test_exactly_twenty_four_hours_is_met() -> None:
    assert met("2026-06-10T09:00", "2026-06-11T09:00")[1] is True


def test_without_a_time_of_death_the_working_day_is_counted_by_date() -> None:
    headline = judged("2011-04-28", "2011-05-03T23:59")["next_working_day"]
    assert headline.met is True
    assert headline.due_at == datetime(2011, 5, 3, 23, 59, 59, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("notified", "expected"),
    [
        ("2026-06-10T20:00", (True, True, True)),
        ("2026-06-11T15:00", (True, None, True)),
        ("2026-06-12T01:00", (False, False, None)),
        ("2026-06-13T01:00", (False, False, False)),
    ],
)
def test_without_a_time_of_death_hours_are_judged_only_where_every_time_agrees(
    notified: str, expected: tuple[bool | None, ...]
) -> None:
    assert met("2026-06-10", notified) == expected


def test_a_notification_without_a_time_is_judged_only_where_every_time_agrees() -> None:
    assert met("2026-06-10T12:00", "2026-06-11") == (True, None, True)


def test_an_unknown_date_of_death_cannot_be_judged() -> None:
    assert met(UNKNOWN, "2010-05-04T10:00") == (None, None, None)


def test_an_unknown_date_of_death_counts_from_the_finding_where_that_is_known() -> None:
    found = judged(UNKNOWN, "2010-05-05T12:00", aware="2010-05-04T10:00")
    assert (found["next_working_day"].met, found["24_hours"].met) == (True, False)
    assert found["next_working_day"].starts_from is StartEvent.AWARENESS


def test_between_two_dates_the_earliest_and_latest_decide() -> None:
    span = between(date(2026, 6, 8), date(2026, 6, 10))
    assert met(span, "2026-06-09T12:00")[0] is True
    assert met(span, "2026-06-10T12:00")[0] is None
    assert met(span, "2026-06-12T00:00")[0] is False


def test_a_death_abroad_heard_of_later_counts_from_awareness_and_keeps_both_starts() -> None:
    headline = judged("2026-03-01T10:00+05:30", "2026-03-23T09:00", aware="2026-03-20T18:00")[
        "next_working_day"
    ]
    working = dict(headline.working)
    assert headline.met is True
    assert headline.starts_from is StartEvent.AWARENESS
    assert working["Death"] == "Sunday 1 March 2026, 04:30"
    assert working["Awareness"] == "Friday 20 March 2026, 18:00"


def test_the_national_clock_runs_from_the_death_even_when_it_was_heard_of_later() -> None:
    national = judged("2026-03-01T10:00", "2026-03-20T19:00", aware="2026-03-20T18:00")["48_hours"]
    assert (national.met, national.starts_from) == (False, StartEvent.DEATH)


def test_awareness_at_the_moment_of_death_starts_nothing_new() -> None:
    headline = judged("2026-03-02T10:00", "2026-03-03T10:00", aware="2026-03-02T10:00")["next_working_day"]
    assert headline.starts_from is StartEvent.DEATH


def test_a_date_of_awareness_equal_to_the_date_of_death_is_not_later() -> None:
    assert (
        judged("2026-03-02T10:00", "2026-03-03", aware="2026-03-02")["24_hours"].starts_from
        is StartEvent.DEATH
    )


@pytest.mark.parametrize(
    ("death", "aware", "notified", "fields"),
    [
        ("2026-06-10T12:00", None, "2026-06-10T11:59", ["notified_at"]),
        ("2026-06-10", None, "2026-06-09", ["notified_at"]),
        ("2026-06-10T12:00", "2026-06-10T11:00", "2026-06-10T13:00", ["aware_at"]),
        ("2026-06-10T12:00", "2026-06-12T11:00", "2026-06-11T13:00", ["notified_at"]),
        ("2026-06-10", None, "2026-06-10T00:00", []),
    ],
)
def test_events_in_an_impossible_order_are_faults(
    death: str, aware: str | None, notified: str, fields: list[str]
) -> None:
    times = Times(read(death), read(aware) if aware else None, read(notified))
    assert [fault.field for fault in faults_of(times)] == fields


def test_an_hour_that_came_twice_is_judged_only_where_both_agree() -> None:
    assert read("2026-10-25T01:30").precision is Precision.REPEATED_HOUR
    assert met("2026-10-25T01:30", "2026-10-26T00:20")[1] is True
    assert met("2026-10-25T01:30", "2026-10-26T01:00")[1] is None
    assert met("2026-10-25T01:30", "2026-10-26T01:31")[1] is False
    assert "came twice" in written_moment(read("2026-10-25T01:30"))


def test_an_hour_that_never_came_is_refused() -> None:
    with pytest.raises(ValueError, match="the clocks went forward"):
        read("2026-03-29T01:30")


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2023-02-29T10:00", "2026-13-01", "10/03/2026", "yesterday", "", "2026-3-1"]
)
def test_what_is_not_a_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|calendar"):
        read(text)


@pytest.mark.parametrize(
    "text", ["2024-02-29", "2024-02-29T10:00", "2024-02-29T10:00Z", "2024-02-29T10:00:30.5+05:30"]
)
def test_iso_dates_and_times_are_read(text: str) -> None:
    assert read(text).earliest is not None


def test_a_day_in_london_has_23_hours_when_the_clocks_go_forward() -> None:
    day = on_day(date(2026, 3, 29))
    assert day.latest is not None
    assert day.earliest is not None
    assert day.latest - day.earliest == timedelta(hours=23, microseconds=-1)


def test_every_clock_names_its_version_source_and_start_date() -> None:
    assert all(clock.version and clock.source and clock.in_force_from for clock in CLOCKS)
    assert len({clock.id for clock in CLOCKS}) == len(CLOCKS) == 10


def test_a_duration_is_said_in_days_hours_and_minutes() -> None:
    assert duration(timedelta(days=1, hours=2, minutes=1)) == "1 day 2 hours 1 minute"
    assert duration(timedelta(seconds=20)) == "less than a minute"


NAIVE = datetime
INSTANTS = st.datetimes(NAIVE(2009, 2, 1), NAIVE(2028, 12, 31), timezones=st.just(LONDON))
GAPS = st.timedeltas(timedelta(0), timedelta(days=9))


@given(INSTANTS, GAPS)
def test_what_is_known_only_by_date_is_never_judged_against_what_the_exact_time_would_give(
    death: datetime, gap: timedelta
) -> None:
    exact, notified = instant(death), instant(death + gap)
    assert exact.first_date is not None
    vague = judge(Times(on_day(exact.first_date), None, notified))
    for rough, sharp in zip(vague, judge(Times(exact, None, notified)), strict=True):
        assert rough.met in (None, sharp.met)


@given(INSTANTS, GAPS, st.integers(0, 4), st.integers(0, 4))
def test_bounds_are_never_judged_against_any_death_inside_them(
    death: datetime, gap: timedelta, before: int, after: int
) -> None:
    exact, notified = instant(death), instant(death + gap)
    assert exact.first_date is not None
    days = [exact.first_date + timedelta(days=n) for n in (-before, after)]
    for rough, sharp in zip(
        judge(Times(between(*days), None, notified)), judge(Times(exact, None, notified)), strict=True
    ):
        assert rough.met in (None, sharp.met)


@given(INSTANTS, GAPS, GAPS)
def test_notifying_earlier_never_makes_it_late(death: datetime, one: timedelta, other: timedelta) -> None:
    earlier, later = sorted((one, other))
    pairs = zip(
        judge(Times(instant(death), None, instant(death + earlier))),
        judge(Times(instant(death), None, instant(death + later))),
        strict=True,
    )
    assert all(early.met or not late.met for early, late in pairs)
