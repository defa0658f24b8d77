"""The office's short forms: one reader, every fault at once, nothing for what was not asked."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.domain.care_plans.forms import ENTRY_FIELDS
from services.notifications.domain.family.topics import (
    KEY_WORKER_FIELDS,
    PASSED_ON_FIELDS,
    QUESTION_FIELDS,
    TOPICS,
    interpreter_state,
)
from services.notifications.domain.joint_agency.forms import (
    ACTION_FIELDS,
    CALL_FIELDS,
    DECIDED_FIELDS,
    MEETING_FIELDS,
    VISIT_FIELDS,
)
from services.notifications.domain.records.record_form import RecordField, read_fields, read_record
from shared.errors import Invalid

TODAY = date(2026, 6, 15)


def test_every_fault_is_named_at_once_in_the_order_of_the_form() -> None:
    typed = {"role": "wizard", "called_on": "2026-13-01", "called_time": "25:99", "reached": ""}
    _, faults = read_fields(CALL_FIELDS, typed, today=TODAY)
    assert [fault.field for fault in faults] == ["role", "called_on", "called_time", "reached"]


def test_what_happened_does_not_lie_in_the_future_and_what_is_planned_may() -> None:
    happened, planned = (RecordField("on", "Day", "day", future=future) for future in (False, True))
    assert read_fields((happened,), {"on": "2026-06-16"}, today=TODAY)[1]
    assert read_fields((planned,), {"on": "2026-06-16"}, today=TODAY)[1] == []
    assert read_fields((planned,), {"on": "9026-06-16"}, today=TODAY)[1]


@pytest.mark.parametrize(("typed", "read"), [("9.05", "09:05"), ("0905", "09:05"), ("23:59", "23:59")])
def test_a_time_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert read_record((RecordField("at", "Time", "time"),), {"at": typed}, today=TODAY) == {"at": read}


def test_what_an_answer_does_not_ask_for_is_neither_required_nor_kept() -> None:
    typed = {"kind": "home", "outcome": "declined", "visited_on": "2026-06-01", "note": "Not now"}
    read, faults = read_fields(VISIT_FIELDS, typed, today=TODAY)
    assert faults == []
    assert (read["visited_on"], read["roles"], read["note"]) == ("", [], "Not now")


def test_only_a_final_meeting_is_asked_whether_it_was_the_review_meeting() -> None:
    for kind, asked in (("initial", False), ("follow_up", False), ("final", True)):
        _, faults = read_fields(MEETING_FIELDS, {"kind": kind}, today=TODAY)
        assert ("is_review_meeting" in {fault.field for fault in faults}) is asked


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.id)
def test_no_topic_takes_silence_for_an_answer(topic) -> None:
    with pytest.raises(Invalid):
        read_record(topic.fields, {}, today=TODAY)


@pytest.mark.parametrize("topic", ["interpreter", "genetic_counselling", "bereavement_support"])
def test_not_known_and_not_asked_are_answers_apart_from_no(topic: str) -> None:
    first = TOPICS[topic].fields[0]
    assert {"no", "not_known", "not_asked"} <= set(first.choices or {})


@pytest.mark.parametrize(
    ("required", "available", "state"),
    [
        ("yes", "yes", "met"),
        ("yes", "no", "not_met"),
        ("yes", "", "incomplete"),
        ("yes", "not_known", "incomplete"),
        ("yes", "not_asked", "incomplete"),
        ("no", "", "not_required"),
        ("not_known", "", "incomplete"),
        ("not_asked", "", "incomplete"),
        ("", "", "incomplete"),
    ],
)
def test_e7_an_interpreter_required_and_not_available_is_unmet_and_not_recorded_is_incomplete(
    required: str, available: str, state: str
) -> None:
    assert interpreter_state({"required": required, "available": available}) == state


FORMS = (CALL_FIELDS, VISIT_FIELDS, MEETING_FIELDS, ACTION_FIELDS, DECIDED_FIELDS, ENTRY_FIELDS)
FORMS += (KEY_WORKER_FIELDS, QUESTION_FIELDS, PASSED_ON_FIELDS, *(topic.fields for topic in TOPICS.values()))
TYPED = st.one_of(st.text(max_size=60), st.lists(st.text(max_size=10), max_size=3), st.just("9" * 6000))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FORMS), st.data())
def test_whatever_is_typed_a_form_is_read_or_every_fault_is_named_with_its_field(fields, data) -> None:
    given_values = {field.name: data.draw(TYPED) for field in fields}
    read, faults = read_fields(fields, given_values, today=TODAY)
    assert set(read) == {field.name for field in fields}
    assert {fault.field for fault in faults} <= set(read)
    assert all(fault.message for fault in faults)
