"""Forms as they are filled in: several headings on a line, boxes, cells, questions and free answers."""

import pytest

from services.theming.nlp.forms import fields
from services.theming.nlp.themer import load_themer


def readings(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in load_themer().propose(text).proposals:
        found.setdefault(one.theme, set()).add(one.assertion.value)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Smoking: yes; Consanguinity: no; Domestic abuse: not asked",
        "Smoking: Y  Consanguinity: N  Domestic abuse: N/K",
        "Smoking? Yes. Consanguinity? No. Domestic abuse? Not known.",
        "Smoking | Yes | Consanguinity | No | Domestic abuse | Not asked",
        "Smoking\tYes\nConsanguinity\tNo\nDomestic abuse\tNot asked",
        "| Smoking | Consanguinity | Domestic abuse |\n| Yes | No | N/K |",
        "Smoking\nYes\nConsanguinity\nNo\nDomestic abuse\nNot asked",
        "Smoking: Yes [x] No [ ]\nConsanguinity: Yes [ ] No [x]\nDomestic abuse: Yes [ ] No [ ]",
        "Smoking - yes. Consanguinity - no. Domestic abuse: ______",
        "Smoking     yes\nConsanguinity     no\nDomestic abuse     TBC",
        "Q: Smoking? A: Yes\nQ: Consanguinity? A: No\nQ: Domestic abuse? A: left blank",
        "Yes: smoking. No: consanguinity. N/K: domestic abuse.",
        "Y - smoking. N - consanguinity. Not asked - domestic abuse.",
        "Smoking ✓  Consanguinity ✗  Domestic abuse ☐",
        "✓ Smoking  ✘ Consanguinity  ☐ Domestic abuse",
        "Smoking: ✓ Consanguinity: ❌ Domestic abuse: N/K",
    ],
)
def test_each_heading_gets_its_own_answer(text: str) -> None:
    assert readings(text) == {
        "smoke_exposure": {"affirmed"},
        "consanguinity": {"negated"},
        "domestic_abuse": {"unanswered"},
    }


@pytest.mark.parametrize(
    "text", ["Smoking [x] Consanguinity [ ]", "[x] Smoking [ ] Consanguinity", "☑ Smoking ☐ Consanguinity"]
)
def test_a_box_that_is_not_ticked_says_nothing(text: str) -> None:
    assert readings(text) == {"smoke_exposure": {"affirmed"}, "consanguinity": {"unanswered"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Co-sleeping: parents deny", {"negated"}),
        ("Co-sleeping: it was not", {"negated"}),
        ("Was the baby co-sleeping? Parents say not.", {"negated"}),
        ("Co-sleeping: advice given at birth visit", {"hypothetical"}),
        ("Co-sleeping: stopped at three months", {"historical"}),
        ("Co-sleeping: see police report", {"unanswered"}),
        ("Co-sleeping: baby was co-sleeping with mother", {"affirmed"}),
        ("Co-sleeping, swaddling: blank", {"unanswered"}),
    ],
)
def test_an_answer_in_free_words_is_read(text: str, expected: set[str]) -> None:
    assert readings(text)["unsafe_sleep_surface"] == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Asthma, epilepsy, diabetes: none.", "negated"),
        ("Asthma, epilepsy, diabetes: n/k", "unanswered"),
        ('Asthma, epilepsy, diabetes: all "no" on the form.', "negated"),
        ("Asthma, epilepsy: both denied", "negated"),
    ],
)
def test_headings_in_a_list_share_their_answer(text: str, says: str) -> None:
    assert {
        theme: reading for theme, reading in readings(text).items() if theme != "diabetes_ketoacidosis"
    } == {
        "asthma": {says},
        "epilepsy": {says},
    }


@pytest.mark.parametrize(
    "text", ["PMH asthma, meds salbutamol, allergies: nil", "Known asthma, allergies: nil known"]
)
def test_what_is_said_by_itself_does_not_share_the_answer_behind_it(text: str) -> None:
    assert readings(text)["asthma"] == {"affirmed"}


def test_a_heading_whose_answer_speaks_for_itself_is_not_counted_besides() -> None:
    assert readings("Smoking status (mother): non-smoker") == {"smoke_exposure": {"negated"}}
    assert readings("Smoking status: ex-smoker") == {"smoke_exposure": {"historical"}}


def test_no_to_what_should_have_been_there_affirms() -> None:
    theme = "interpreter_language_barrier"
    assert readings("Interpreter required? Yes. Interpreter available? No.")[theme] == {"affirmed"}
    assert theme not in readings("Interpreter required: No\nInterpreter used: No")


def test_the_answer_to_one_field_is_not_the_cue_of_the_next() -> None:
    assert readings("Alcohol: no\nMother smokes.")["smoke_exposure"] == {"affirmed"}


def test_running_text_has_no_fields() -> None:
    assert fields("mother smoked throughout and was told of the risks.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smoking in the home? No - he smokes outside.", "negated"),
        ("Smoking: no. Yes: consanguinity.", "negated"),
        ("Any smoking indoors? Yes: in the kitchen.", "affirmed"),
    ],
)
def test_what_stands_behind_an_answer_to_something_else_is_not_what_was_asked(
    text: str, expected: str
) -> None:
    assert expected in readings(text)["smoke_exposure"]


def test_a_sentence_after_yes_is_no_heading() -> None:
    assert not [each for each in fields("yes: she was on the sofa and it had been long.") if each.says]
