"""How a mention is read: negation and its scope, headings and their answers, whose it is, what was and
what might be.
"""

import pytest

from services.theming.domain.themes.assertions import Assertion, strongest
from services.theming.nlp.themer import load_themer


def readings(text: str, theme: str) -> set[str]:
    return {one.assertion.value for one in load_themer().propose(text).proposals if one.theme == theme}


def test_no_cue_at_all_means_affirmed_and_advice_outweighs_negation() -> None:
    assert strongest(set()) is Assertion.AFFIRMED
    assert strongest({Assertion.NEGATED, Assertion.HYPOTHETICAL}) is Assertion.HYPOTHETICAL


@pytest.mark.parametrize("theme", ["smoke_exposure", "parental_alcohol_drugs"])
def test_one_negation_governs_a_whole_list(theme: str) -> None:
    assert readings("No smoking, alcohol or drug use was reported by the parents.", theme) == {"negated"}


def test_a_negation_ends_at_but() -> None:
    text = "There was no co-sleeping but mother smokes."
    assert readings(text, "unsafe_sleep_surface") == {"negated"}
    assert readings(text, "smoke_exposure") == {"affirmed"}


def test_a_negation_ends_at_a_semicolon_and_at_a_full_stop() -> None:
    assert readings("No concerns; mother smokes.", "smoke_exposure") == {"affirmed"}
    assert readings("There was no fever. Asthma was the cause.", "asthma") == {"affirmed"}


@pytest.mark.parametrize("text", ["Co-sleeping was denied.", "NAI was excluded and co-sleeping ruled out."])
def test_words_after_a_mention_can_deny_it(text: str) -> None:
    assert readings(text, "unsafe_sleep_surface") == {"negated"}


@pytest.mark.parametrize(
    "text", ["NAI could not be excluded.", "?NAI", "We were unable to rule out NAI.", "NAI was suspected."]
)
def test_what_could_not_be_excluded_is_uncertain_not_absent(text: str) -> None:
    assert readings(text, "inflicted_injury") == {"uncertain"}


def test_not_only_is_no_negation() -> None:
    assert readings("Not only does mother smoke, father does too.", "smoke_exposure") == {"affirmed"}
    assert readings("Mother did not deny smoking in pregnancy.", "smoke_exposure") == {"affirmed"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("N/K", "unanswered"),
        ("not recorded", "unanswered"),
        ("No", "negated"),
        ("nil", "negated"),
        ("yes", "affirmed"),
    ],
)
def test_a_heading_is_read_with_its_answer(answer: str, expected: str) -> None:
    assert readings(f"Consanguinity: {answer}", "consanguinity") == {expected}
    assert readings(f"Sex: F\nConsanguinity: {answer}\nSchool: yes", "consanguinity") == {expected}


@pytest.mark.parametrize(
    "text",
    ["Co-sleeping? Y / N", "Co-sleeping:\nBedding: light", "Co-sleeping: [ ] yes [ ] no", "Co-sleeping:"],
)
def test_a_heading_that_nobody_answered_is_neither_yes_nor_no(text: str) -> None:
    assert readings(text, "unsafe_sleep_surface") == {"unanswered"}


def test_a_ticked_box_is_an_answer() -> None:
    assert readings("Smoking in pregnancy: Yes [ ] No [x]", "smoke_exposure") == {"negated"}
    assert readings("Smoking in pregnancy: Yes [x] No [ ]", "smoke_exposure") == {"affirmed"}


@pytest.mark.parametrize(
    "text",
    [
        "His mother has asthma.",
        "There is asthma in the maternal aunt.",
        "Family history: asthma.",
        "A sibling, now aged 9, has asthma.",
    ],
)
def test_a_relatives_illness_is_not_the_childs(text: str) -> None:
    assert readings(text, "asthma") == {"other_person"}


def test_a_relative_who_merely_tells_is_not_the_one_who_is_ill() -> None:
    assert readings("Mother reported that his asthma had been worse.", "asthma") == {"affirmed"}
    assert readings("His brother found him having an asthma attack.", "asthma") == {"affirmed"}


def test_the_next_sentence_goes_on_about_the_same_relative() -> None:
    assert readings("Her older brother has been unwell. He has asthma.", "asthma") == {"other_person"}


def test_what_ended_is_historical_and_what_still_bears_is_not() -> None:
    assert readings("Mother stopped smoking before the pregnancy.", "smoke_exposure") == {"historical"}
    assert readings("She had a history of self-harm.", "suicide_self_harm") == {"affirmed"}


def test_advice_is_not_what_happened() -> None:
    assert readings("Parents were advised not to share a bed with the baby.", "unsafe_sleep_surface") == {
        "hypothetical"
    }


def test_polarity_belongs_to_the_theme() -> None:
    assert readings("No interpreter was offered.", "interpreter_language_barrier") == {"affirmed"}
    assert readings("The deterioration was not escalated.", "late_recognition_escalation") == {"affirmed"}


def test_an_affirmed_mention_makes_the_theme_true_and_the_denied_one_stays_visible() -> None:
    themed = load_themer().propose("Smoking was denied at booking. Mother smoked throughout.")
    assert [one.assertion.value for one in themed.proposals if one.theme == "smoke_exposure"] == [
        "affirmed",
        "negated",
    ]
    assert themed.affirmed == ("smoke_exposure",)


@pytest.mark.parametrize(
    "text",
    [
        "co-sleeping",
        "co sleeping",
        "cosleeping",
        "CO–SLEEPING",
        "Co\u2011sleeping",
        "bed-sharing",
        "bedsharing",
        "co-\nsleeping",
    ],
)
def test_spelling_and_hyphens_do_not_matter(text: str) -> None:
    assert readings(f"Mother was {text} with him.", "unsafe_sleep_surface") == {"affirmed"}


@pytest.mark.parametrize(
    ("text", "theme"),
    [("consanguinty", "consanguinity"), ("anaphlaxis", "anaphylaxis_allergy"), ("asmtha", "asthma")],
)
def test_a_slip_in_a_long_field_word_is_forgiven(text: str, theme: str) -> None:
    assert readings(f"There was {text}.", theme) == {"affirmed"}


def test_sepsis_goes_by_the_childs_age() -> None:
    assert readings("A three-day-old baby died of sepsis.", "neonatal_infection") == {"affirmed"}
    assert readings("A three-year-old died of sepsis.", "neonatal_infection") == set()
    assert readings("A three-year-old died of sepsis.", "infection_sepsis") == {"affirmed"}


@pytest.mark.parametrize(
    "text",
    [
        "Asthma had nothing to do with this.",
        "He was known to have asthma, mild, and it played no part.",
        "Asthma was queried, tested for and not borne out.",
        "Initially treated as asthma.",
        "It was not asthma in the end.",
    ],
)
def test_what_is_named_and_then_dismissed_is_denied(text: str) -> None:
    assert readings(text, "asthma") == {"negated"}


@pytest.mark.parametrize(
    "text",
    [
        "Dad has been off tobacco for six years.",
        "Mum packed in the cigarettes as soon as she saw the test.",
        "When he was newborn mother smoked.",
        "Three years before the birth father smoked.",
        "Mother smoked, but by then she had given it up.",
    ],
)
def test_the_past_is_told_in_many_words(text: str) -> None:
    assert readings(text, "smoke_exposure") == {"historical"}


@pytest.mark.parametrize(
    "text",
    [
        "They had lost their first son to asthma.",
        "She was the friend of a girl who died of asthma.",
        "Asthma runs in the family.",
        "Asthma - brother, aged 7.",
        "There's asthma all down dad's line.",
        "Her twin has asthma.",
    ],
)
def test_other_children_and_the_wider_family_are_told_apart(text: str) -> None:
    assert readings(text, "asthma") == {"other_person"}


@pytest.mark.parametrize(
    "text",
    [
        "Nobody in the room knew first aid when he drowned.",
        "There was no fence and no one with him when he drowned.",
        "Despite lessons about ponds, he drowned.",
        "His mother was told that he had drowned.",
    ],
)
def test_words_that_deny_something_else_change_nothing(text: str) -> None:
    assert readings(text, "drowning") == {"affirmed"}


def test_a_text_too_thin_for_an_answer_is_said_to_be() -> None:
    assert not load_themer().propose("See letter.").enough
    assert not load_themer().propose("Smoking:\nConsanguinity: N/K\nDomestic abuse:").enough
    assert load_themer().propose("He drowned.").enough
    long = "She was a bright and happy girl who went to school and had many friends there."
    assert load_themer().propose(long).enough


@pytest.mark.parametrize(
    ("text", "theme", "expected"),
    [
        ("Her brother, 8, has asthma and lives with his father.", "asthma", "other_person"),
        ("A pupil in another year has asthma.", "asthma", "other_person"),
        ("Mother's sister has a daughter with cystic fibrosis.", "genetic_chromosomal", "other_person"),
        ("The first thought was sepsis, later reported negative.", "infection_sepsis", "negated"),
        ("Mother had finished treatment for alcohol dependence.", "parental_alcohol_drugs", "historical"),
        ("Father has schizophrenia and lives abroad.", "parental_mental_health", "other_person"),
    ],
)
def test_whose_it_is_and_what_came_of_it_is_read_past_a_figure_or_a_few_words(
    text: str, theme: str, expected: str
) -> None:
    assert readings(text, theme) == {expected}
