"""What the form macros are given."""

from enum import StrEnum

from starlette.datastructures import FormData

from shared.errors import Fault
from shared.web.form_fields import chosen, message_of, options_of, summary_links, value_of


class Answer(StrEnum):
    YES = "yes"
    NOT_KNOWN = "not_known"


def test_options_may_be_written_in_several_ways() -> None:
    expected = [{"value": "a", "text": "A"}]
    assert options_of({"a": "A"}) == options_of([("a", "A")]) == options_of([{"value": "a", "text": "A"}])
    assert options_of([("a", "A")]) == expected
    assert options_of([("a", "A", "About it")]) == [{**expected[0], "hint": {"text": "About it"}}]
    assert options_of(["a"]) == [{"value": "a", "text": "a"}]
    assert options_of(Answer)[1] == {"value": "not_known", "text": "Not known"}


def test_what_was_chosen_is_read_from_a_form_or_a_dictionary() -> None:
    form = FormData([("kinds", "a"), ("kinds", "b")])
    assert chosen(form, "kinds") == chosen({"kinds": ("a", "b")}, "kinds") == ["a", "b"]
    assert chosen({"kinds": "a"}, "kinds") == ["a"]
    assert chosen({"kind": Answer.NOT_KNOWN}, "kind") == ["not_known"]
    assert chosen(None, "kinds") == chosen({}, "kinds") == chosen({"kinds": None}, "kinds") == []


def test_a_blank_a_zero_and_a_no_stay_different() -> None:
    assert value_of({"n": 0}, "n") == "0"
    assert value_of({"n": ""}, "n") == ""
    assert value_of({"n": "no"}, "n") == "no"
    assert value_of({}, "n") == ""


def test_all_that_is_wrong_with_a_field_is_said_once() -> None:
    faults = [Fault("a", "Too long"), Fault("b", "Missing"), Fault("a", "Not a date"), Fault("a", "Too long")]
    assert message_of(faults, "a") == {"text": "Too long. Not a date"}
    assert message_of(faults, "c") is None
    assert message_of(None, "a") is None


def test_a_fault_of_the_whole_form_leads_nowhere() -> None:
    assert summary_links([Fault("", "Choose something"), Fault("a", "Missing")]) == [
        {"text": "Choose something"},
        {"text": "Missing", "href": "#a"},
    ]
