"""How English takes back what it said, and what only looks as if it did; who is named and not spoken of."""

import pytest

from services.theming.nlp.themer import load_themer

COUNTS = [
    ("On 20 May he fell from the top bunk.", "fell from the top bunk"),
    ("In May she swallowed two magnets.", "swallowed two magnets"),
    ("A boy with Down's syndrome, who was put to bed well at seven.", "Down's syndrome"),
    ("It was not for eight months that Krabbe disease was named.", "Krabbe disease"),
    ("Coagulase negative staphylococci grew in his blood.", "staphylococci"),
    ("He climbed up, went through the skylight and fell.", "fell"),
    ("He was stabbed by four unknown males.", "stabbed"),
    ("The cause of death was given as drowning.", "drowning"),
    ("She had eaten almost nothing in company with a forum.", "forum"),
    ("The boy, awaiting the second stage of an operation for tricuspid atresia, died.", "tricuspid atresia"),
    ("The scanner was used to diagnose sepsis.", "sepsis"),
    ("The lorry was too fast to avoid a collision.", "collision"),
    ("He stopped his insulin on purpose and left a text.", "left a text"),
    ("Found by his brother with a bag over his face.", "bag over his face"),
    ("They described drowning in mother and child.", "drowning"),
    ("A boy of nine months, sitting up at his childminder's in a chair, had choked.", "choked"),
]
IS_TAKEN_BACK = [
    ("Should it transpire that the suction unit was flat, we shall ask.", "suction unit", "hypothetical"),
    ("Were a kidney anomaly to be found we would write.", "kidney anomaly", "hypothetical"),
    ("He slept on the sofa at first; that stopped when the cot came.", "slept on the sofa", "historical"),
    ("At nine he had pneumonia, and made a full recovery.", "pneumonia", "historical"),
    ("The story of the tablets was shown to be invention.", "tablets", "negated"),
    ("The food in the airway was never there.", "food in the airway", "negated"),
    ("Smokers at home: I did not fill this in.", "Smokers", "unanswered"),
    ("Carer's drinking: the question was put to neither adult.", "drinking", "unanswered"),
    ("One of the other passengers had burns.", "burns", "other_person"),
    ("A classmate was groomed.", "groomed", "other_person"),
    ("His father's other household lives in a damp caravan.", "damp caravan", "other_person"),
]


def meant(text: str, words: str) -> str:
    start = text.index(words)
    return load_themer().assertion_of(text, start, start + len(words))[0].value


@pytest.mark.parametrize(("text", "words"), COUNTS)
def test_what_only_looks_like_a_denial_or_another_person_changes_nothing(text: str, words: str) -> None:
    assert meant(text, words) == "affirmed"


@pytest.mark.parametrize(("text", "words", "as_what"), IS_TAKEN_BACK)
def test_a_turn_of_phrase_takes_back_what_was_said(text: str, words: str, as_what: str) -> None:
    assert meant(text, words) == as_what


def test_who_lives_with_the_mother_is_a_carer() -> None:
    text = "His mother's boyfriend had swung him by the straps of his bib, which caught on his neck."
    found = [one for one in load_themer().propose(text).proposals if one.theme == "cord_strangulation"]
    assert {one.assertion.value for one in found} == {"affirmed"}


def test_an_intention_that_is_denied_is_none() -> None:
    text = "She did not have the capacity to formulate an intention to take her own life."
    found = [one for one in load_themer().propose(text).proposals if one.theme == "suicide_self_harm"]
    assert {one.assertion.value for one in found} == {"negated"}


@pytest.mark.parametrize(
    "text", ["His mother's brother has epilepsy.", "In his brother's case epilepsy was the cause."]
)
def test_somebody_spoken_of_is_still_somebody_else(text: str) -> None:
    assert meant(text, "epilepsy") == "other_person"
