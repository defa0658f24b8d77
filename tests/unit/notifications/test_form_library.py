"""Every version of every form: sound as data, kept for ever, and read in the words it was given in."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deploy.demo import demo_cases
from services.notifications.domain.forms.allowed_answers import WITHOUT_ANSWER
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.form_schema import json_schema
from services.notifications.domain.forms.library import (
    NOTIFICATION,
    REPORTING,
    NoSuchForm,
    current,
    every,
    form,
    readable,
    supplementary,
)
from services.notifications.domain.forms.new_version import brought_forward, changes, names_brought_forward
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.questions import FormDefinition, Question
from services.notifications.domain.forms.reading import read
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.forms.supplementary_forms import trigger_table
from shared.reference_lists import CIRCUMSTANCE_EVENTS

from .test_notification_form import NOW, payload

ALL = pytest.mark.parametrize("each", every(), ids=lambda each: f"{each.id}-{each.version}")
BY_AGENCIES = [each for each in every() if each.by_agencies]
NAMES = {
    "Asthma and anaphylaxis",
    "Cardiac",
    "Chromosomal, genetic and congenital anomalies",
    "Delivery suite, labour ward or neonatal unit",
    "Diabetic ketoacidosis",
    "Drowning",
    "Epilepsy",
    "Fire, burns or electrocution",
    "Infection",
    "Intensive care",
    "Life-limiting conditions",
    "Oncology",
    "Other non-intentional injury or poisoning",
    "Substance misuse",
    "Sudden unexpected death",
    "Suicide and self-harm",
    "Vehicle collision",
    "Violence and maltreatment",
}


def an_answer(question: Question) -> Any:
    """A sound answer of the question's kind."""
    typed = {
        "text": "Some words",
        "long_text": "Some words",
        "date": "2026-06-01",
        "moment": "2026-06-01T10:00",
        "postcode": "LE1 5WW",
        "email": "a@b.example",
        "nhs_number": "9990000018",
        "number": str(int(question.least)),
        "measure": str(question.least),
    }
    if question.typed:
        return typed[question.kind]
    first = question.options[0][0]
    return [first] if question.kind == "choices" else first


def test_all_eighteen_supplementary_forms_are_there_by_name_with_version_and_source() -> None:
    assert {each.name for each in supplementary()} == NAMES
    assert all(each.version and each.source and each.about for each in supplementary())
    assert all(14 <= len(list(each.questions())) <= 30 for each in supplementary())


@ALL
def test_a_form_is_sound(each: FormDefinition) -> None:
    names = [question.name for question in each.questions()]
    names += [told.name for section in each.sections for told in section.told]
    assert len(names) == len(set(names))
    for question in each.questions():
        assert question.label, question.name
        assert question.typed or len(question.options) > 1, question.name
        assert set(question.without) <= WITHOUT_ANSWER.keys()


@ALL
def test_a_question_hangs_on_an_earlier_question_and_on_answers_that_it_offers(each: FormDefinition) -> None:
    order = list(each.by_name)
    for question in each.conditional:
        for name, codes in question.shown_when:
            assert order.index(name) < order.index(question.name), question.name
            assert set(codes) <= each.by_name[name].choices.keys(), question.name
        assert each.only_if(question).startswith("Only if “")


@pytest.mark.parametrize("each", BY_AGENCIES, ids=lambda each: f"{each.id}-{each.version}")
@pytest.mark.parametrize("code", WITHOUT_ANSWER)
def test_check_14_every_question_can_be_answered_not_known_not_asked_or_not_applicable_apart_from_no(
    each: FormDefinition, code: str
) -> None:
    given: dict[str, Any] = {}
    for question in each.questions():
        name = f"{question.name}-without" if question.typed else question.name
        given[name] = [code] if question.kind == "choices" else code
    required = {question.name for question in each.questions() if question.required}
    reading = read(each, given)
    kept = {name: value for name, value in reading.values.items() if name not in required}
    assert all(value in (code, [code]) for value in kept.values())
    assert kept.keys() == each.by_name.keys() - required
    assert "no" not in kept.values()
    assert read(each, {}).values == {}


def test_check_14_the_newest_notification_form_keeps_the_same_ways_apart() -> None:
    for question in current(NOTIFICATION).questions():
        if question.kind == "answer":
            assert list(question.choices) == ["yes", "no", *WITHOUT_ANSWER], question.name


@ALL
def test_a_form_is_a_json_schema_that_takes_what_the_form_takes(each: FormDefinition) -> None:
    schema = json_schema(each)
    Draft202012Validator.check_schema(schema)
    nested: dict[str, Any] = {}
    for question in each.questions():
        *parents, last = question.name.split(".")
        holder = nested
        for parent in parents:
            holder = holder.setdefault(parent, {})
        holder[last] = an_answer(question)
    assert list(Draft202012Validator(schema).iter_errors(nested)) == []
    wrong = next(question for question in each.questions() if question.kind == "answer" or question.options)
    assert (
        not Draft202012Validator({**schema, "required": []}).is_valid({wrong.name: 3.5}) or "." in wrong.name
    )


def test_a_form_that_is_not_there_is_refused_and_old_answers_are_read_all_the_same() -> None:
    with pytest.raises(NoSuchForm):
        form(NOTIFICATION, "1999.1")
    with pytest.raises(NoSuchForm):
        current("no-such-form")
    assert readable("Child death notification form", "2099.1") is current(NOTIFICATION)


def test_an_old_answer_is_shown_with_the_labels_of_the_version_it_was_given_in() -> None:
    old = form(NOTIFICATION, "2026.1")
    given = flat(payload()) | {"death.expected_confirmed": "yes", "death.post_mortem": "yes"}
    answers = read_form(given, now=NOW, demonstration=True, form=old)
    assert answers.form_version == "2026.1"
    assert answers.shown("death.expected_confirmed") == "Yes"
    assert answers.shown("death.post_mortem") == "Yes"
    newer = brought_forward(answers)
    assert newer.shown("death.designated_doctor") == "Decided, but what was decided is not recorded"
    assert newer.shown("death.post_mortem") == "Yes, by whom is not recorded"


def test_every_version_but_the_newest_has_a_way_to_the_newest() -> None:
    for form_id in (NOTIFICATION, REPORTING):
        versions = [each.version for each in every() if each.id == form_id]
        assert len(versions) >= 2
        assert [(each.was, each.became) for each in changes() if each.form == form_id] == list(
            pairwise(versions)
        )
    for each in changes():
        old, new = form(each.form, each.was), form(each.form, each.became)
        assert each.renamed.keys() <= old.by_name.keys()
        assert set(each.renamed.values()) <= new.by_name.keys()
        for name, codes in each.values.items():
            assert set(codes.values()) <= new.by_name[name].choices.keys()


@pytest.mark.parametrize("form_id", [NOTIFICATION, REPORTING])
def test_no_answer_of_any_version_is_lost_on_the_way_to_the_newest(form_id: str) -> None:
    for old in (each for each in every() if each.id == form_id):
        for question in old.questions():
            options = [code for code, _ in question.options] or [an_answer(question)]
            for value in options:
                held = [value] if question.kind == "choices" else value
                before = Answers(old.name, old.version, {question.name: held})
                after = brought_forward(before)
                assert len(after.values) + len(after.not_understood) == 1, (question.name, value)
                assert after.not_understood == {} or old.version != current(form_id).version


@pytest.mark.parametrize("case", demo_cases()[::40], ids=lambda case: str(case.number))
def test_no_answer_of_a_demonstration_case_is_lost_between_versions(case: Any) -> None:
    at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    old = read_form(flat(case.payload), now=at, demonstration=True, form=form(NOTIFICATION, "2026.1"))
    new = read_form(flat(case.payload), now=at, demonstration=True)
    brought = brought_forward(old)
    assert old.not_understood == new.not_understood == brought.not_understood == {}
    assert (brought.values, brought.groups) == (new.values, new.groups)


def test_an_answer_the_newest_form_has_no_place_for_is_kept_as_people_read_it() -> None:
    before = Answers("Child death notification form", "2026.1", {"shoe_size": "12", "child.sex": "blue"})
    assert brought_forward(before).not_understood == {"shoe_size": "12", "child.sex": "blue"}


def test_a_draft_in_the_names_of_an_old_version_is_gone_on_with_in_the_newest() -> None:
    typed = {"missed_appointments": "yes", "missed_appointments-without": "", "asylum": "no"}
    carried = names_brought_forward(typed, current(REPORTING), "2026.1")
    assert carried == {"not_brought": "yes", "not_brought-without": "", "asylum": "no"}


def test_a_partner_that_sends_the_names_of_an_old_version_is_understood() -> None:
    sent = payload()
    sent["death"]["expected_confirmed"] = False
    answers = read_form(flat(sent), now=NOW, demonstration=True)
    assert answers.choice("death.designated_doctor") == "not_decided"
    assert answers.not_understood == {}


def test_every_trigger_names_a_form_a_question_and_answers_that_exist() -> None:
    table = trigger_table()
    assert table.version
    assert table.source
    opened = {each.opens for each in table.triggers}
    assert opened == {each.id for each in supplementary()}
    for each in table.triggers:
        question = current(each.of).by_name[each.question]
        assert set(each.any_of) <= question.choices.keys()


@pytest.mark.parametrize("of", [NOTIFICATION, REPORTING])
def test_every_event_on_either_form_opens_a_supplementary_form(of: str) -> None:
    events = {code for each in trigger_table().triggers if each.of == of for code in each.any_of}
    assert set(CIRCUMSTANCE_EVENTS.codes()) <= events
