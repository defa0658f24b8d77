"""What is asked of the audit, as it was typed."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from shared.auditing.reading.asked import CHANGES, READS, asked_of, days_between, london_day

TYPED = some.dictionaries(
    some.sampled_from(["case", "person", "from", "until", "what", "before"]), some.text()
)


@given(TYPED)
def test_whatever_is_typed_is_a_question(typed: dict[str, str]) -> None:
    asked = asked_of(typed)
    assert asked.what in (READS, CHANGES)
    assert "\0" not in asked.case + asked.person
    assert asked.before is None or 0 <= asked.before < 2**63
    assert {fault.field for fault in asked.faults} <= {"from", "until"}


def test_days_are_days_in_london_and_both_are_included() -> None:
    asked = asked_of({"from": "2026-06-15", "until": "2026-06-15"})
    assert asked.begins == datetime(2026, 6, 14, 23, tzinfo=UTC)
    assert asked.ends == datetime(2026, 6, 15, 23, tzinfo=UTC)


@given(some.dates(date(2001, 1, 1), date(2099, 12, 31)))
def test_an_instant_is_within_its_own_day_and_no_other(day: date) -> None:
    asked = asked_of({"from": day.isoformat(), "until": day.isoformat()})
    assert asked.begins
    assert asked.ends
    for at in (asked.begins, asked.ends - timedelta(seconds=1)):
        assert london_day(at) == day
    assert london_day(asked.ends) == day + timedelta(days=1)


def test_each_day_that_is_none_is_named() -> None:
    asked = asked_of({"from": "yesterday", "until": "0001-01-01"})
    assert [fault.field for fault in asked.faults] == ["from", "until"]
    assert (asked.from_on, asked.until_on) == (None, None)


def test_the_last_day_is_not_before_the_first() -> None:
    asked = asked_of({"from": "2026-06-15", "until": "2026-06-14"})
    assert [fault.field for fault in asked.faults] == ["until"]


def test_a_reference_is_found_however_it_is_typed() -> None:
    assert asked_of({"case": " llr-2026-0107\0 "}).case == "LLR-2026-0107"


def test_days_between_are_each_day_once() -> None:
    assert list(days_between(date(2026, 2, 27), date(2026, 3, 1))) == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]
