"""The reporting form: four ways of not answering, kept apart; every fault named at once."""

import pytest

from services.notifications.domain.forms.reporting_form import REPORTING_FORM, WITHOUT_ANSWER, read_return
from services.notifications.domain.material.case_material import in_parts, text_of
from shared.errors import Invalid

LEAST = {"responder_name": "A. Sample", "responder_role": "Midwife", "responder_contact": "a@b.example"}


def faults(**given: str) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        read_return({**LEAST, **given})
    return [(fault.field, fault.message) for fault in refused.value.faults]


def test_the_form_has_six_sections_a_to_f_and_a_version() -> None:
    assert [section.id for section in REPORTING_FORM.sections] == ["a", "b", "c", "d", "e", "f"]
    assert REPORTING_FORM.version


def test_no_question_has_the_name_of_another() -> None:
    names = [question.name for question in REPORTING_FORM.questions()]
    names += [section.narrative_name for section in REPORTING_FORM.sections]
    assert len(names) == len(set(names))


def test_no_not_known_not_asked_not_applicable_and_blank_are_five_different_answers() -> None:
    given = {"disability": "no", "breastfed": "not_known", "asylum": "not_asked", "poverty": "not_applicable"}
    answers = read_return({**LEAST, **given}).answers
    assert {name: answers[name] for name in given} == given
    assert "immunisations" not in answers


def test_every_question_may_be_left_without_an_answer_in_each_way() -> None:
    ticked = [question for question in REPORTING_FORM.questions() if question.choices]
    for code in WITHOUT_ANSWER:
        read_return({**LEAST, **{question.name: code for question in ticked}})


def test_a_typed_question_without_an_answer_says_why() -> None:
    answers = read_return({**LEAST, "birthweight_grams-without": "not_known"}).answers
    assert answers["birthweight_grams"] == "not_known"


def test_an_answer_and_a_reason_for_none_cannot_both_stand() -> None:
    found = faults(birthweight_grams="3200", **{"birthweight_grams-without": "not_known"})
    assert [field for field, _ in found] == ["birthweight_grams"]


def test_all_faults_are_named_at_once_in_the_order_of_the_form() -> None:
    found = faults(
        responder_name="",
        mode_of_death="asleep",
        gestation_weeks="90",
        breastfed="perhaps",
        learning="x" * 50_001,
    )
    assert [field for field, _ in found] == [
        "responder_name",
        "mode_of_death",
        "gestation_weeks",
        "breastfed",
        "learning",
    ]


@pytest.mark.parametrize("number", ["", "39", "24.5", "14"])
def test_a_gestation_may_be_any_live_birth(number: str) -> None:
    assert (
        read_return({**LEAST, "gestation_weeks": number, "disability": "no"}).answers.get(
            "gestation_weeks", ""
        )
        == number
    )


@pytest.mark.parametrize("number", ["nan", "inf", "-1", "twenty", "1e9", "0", "46"])
def test_a_number_out_of_bounds_is_refused(number: str) -> None:
    assert [field for field, _ in faults(gestation_weeks=number, disability="no")] == ["gestation_weeks"]


def test_a_section_not_held_cannot_be_filled_as_well() -> None:
    assert [field for field, _ in faults(c_not_held="yes", disability="no")] == ["c_not_held"]


def test_a_form_with_nothing_in_it_is_pointed_to_the_nil_return() -> None:
    assert "nil return" in faults()[0][1]


def test_the_section_that_names_the_responder_is_left_out_of_the_text() -> None:
    text = text_of(read_return({**LEAST, "disability": "no", "f_narrative": "Seen weekly."}))
    assert "Sample" not in text
    assert "Did the child have a disability or learning disability: No." in text
    assert "Seen weekly." in text


def test_parts_join_to_the_whole_and_none_is_too_large() -> None:
    for text in ("", "short", "é" * 1000, "para graph\n\n" * 300, "line\n" * 500):
        parts = in_parts(text, most_bytes=100)
        assert "".join(parts) == text
        assert all(len(part.encode()) <= 100 for part in parts)
