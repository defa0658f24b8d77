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
    ("The coroner considered that lack of oxygen had caused the death.", "lack of oxygen"),
    ("He smoked cannabis and had been excluded because of it.", "cannabis"),
    ("Mould covered the bedroom wall.", "Mould"),
    ("He was treated for asthma.", "asthma"),
    ("She had coarctation and a closed duct.", "coarctation"),
    ("He was held under water until he stopped moving.", "under water"),
    ("They had been homeless for ten years.", "homeless"),
    ("The meeting considered this girl with tetralogy of Fallot.", "tetralogy of Fallot"),
    ("Dummy on a ribbon round his neck.", "ribbon round his neck"),
    ("The man, who was not her father, had assaulted the mother.", "assaulted the mother"),
    ("They said it was a medulloblastoma.", "medulloblastoma"),
    ("An anaphylactic reaction began and his heart stopped in the medical room.", "anaphylactic reaction"),
    ("He had taken ketamine since school ended.", "ketamine"),
    ("A tablet dose was given when the vial was misread.", "dose"),
    ("She died after taking her grandmother's tablets, leaving a note of suicide.", "suicide"),
    ("He was their second child and had epilepsy.", "epilepsy"),
    ("Her parents are second cousins. She had epilepsy.", "epilepsy"),
    ("The button battery was recovered from his oesophagus.", "button battery"),
    ("The car was recovered from the ditch after the collision in which he died.", "collision"),
    ("Nobody could have known that he was diabetic.", "diabetic"),
    ("He took his grandmother's car and crashed it.", "crashed"),
    ("She had asthma, and the marriage ended in 2015.", "asthma"),
    ("She and another girl had been sniffing aerosols.", "sniffing aerosols"),
    ("[name] and his mother, who survived, were overcome by smoke.", "overcome by smoke"),
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
    ("She had not been diagnosed with asthma.", "asthma", "negated"),
    ("Sepsis does not come into it.", "Sepsis", "negated"),
    ("Self-harm was gone into by the coroner and found not to be the case.", "Self-harm", "negated"),
    ("Suicidal intent: the coroner found none.", "Suicidal intent", "negated"),
    ("Both parents deny smoking.", "smoking", "negated"),
    ("Epilepsy is on the school list in error.", "Epilepsy", "negated"),
    ("The levels do not bear out the concern that her parents neglected her.", "neglected", "negated"),
    ("It is wrong to describe this as drowning.", "drowning", "negated"),
    ("There is no suggestion she was groomed.", "groomed", "negated"),
    ("A brain tumour was thought of first, and there was none.", "brain tumour", "negated"),
    ("The blood was clear for alcohol.", "alcohol", "negated"),
    ("An earlier report calls the parents cousins; they are not.", "cousins", "negated"),
    ("A note of asthma refers to her sister.", "asthma", "other_person"),
    (
        "She was dependent on alcohol; she has been sober for nine years.",
        "dependent on alcohol",
        "historical",
    ),
    ("They lived in a damp flat but were rehoused before he was born.", "damp flat", "historical"),
    (
        "There was violence from his father, who left before she was pregnant with him.",
        "violence",
        "historical",
    ),
    ("He had asthma and was signed off when he was six.", "asthma", "historical"),
    ("There was drinking, before the kids.", "drinking", "historical"),
    ("Her low mood, ?depression, not yet assessed.", "low mood", "uncertain"),
    ("County lines: a worry which was never shown to be so.", "County lines", "uncertain"),
    ("Recreational drugs: toxicology not requested.", "Recreational drugs", "unanswered"),
    ("Domestic abuse: the worker had been unable to ask.", "Domestic abuse", "unanswered"),
    ("She was given the perinatal mental health helpline.", "perinatal mental health", "hypothetical"),
    ("Her father was having treatment for lymphoma at that time.", "lymphoma", "other_person"),
    ("The sibling born before this baby was cooled for asphyxia.", "asphyxia", "other_person"),
    ("Sepsis had been a feature of mum's first pregnancy.", "Sepsis", "other_person"),
    ("Mum's first pregnancy was hard. That baby had sepsis.", "sepsis", "other_person"),
    ("The mother, who was ill with a relapse of her lymphoma, stayed away.", "lymphoma", "other_person"),
    ("The little lad next door fell out of a window.", "fell out of a window", "other_person"),
    ("The other child was a twin. That baby had sepsis.", "sepsis", "other_person"),
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


def themed(text: str, theme: str) -> set[str]:
    return {one.assertion.value for one in load_themer().propose(text).proposals if one.theme == theme}


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        (
            "His aunt, who was minding him, was inside and had been drinking heavily.",
            "parental_alcohol_drugs",
        ),
        (
            "They were in one bed and breakfast room, with no kitchen and mould on the outside wall.",
            "poverty_housing_environment",
        ),
        ("No recourse to public funds, sofa-surfing.", "poverty_housing_environment"),
        ("PM complete, cause given as unascertained.", "unexplained_sudden_death"),
        (
            "All agreed that her care should be palliative from the start, and the hospice nurses visited.",
            "life_limiting_disability",
        ),
    ],
)
def test_what_a_theme_is_told_with_is_not_taken_for_a_denial(text: str, theme: str) -> None:
    assert themed(text, theme) == {"affirmed"}


@pytest.mark.parametrize(
    ("text", "theme", "as_what"),
    [
        (
            "The team came within minutes and transfer was not delayed.",
            "late_recognition_escalation",
            {"negated"},
        ),
        ("Rapid review note by the partnership.", "late_recognition_escalation", set()),
        (
            "Liaison between the hospice and the ward was good, nothing lost in handover.",
            "information_sharing",
            set(),
        ),
    ],
)
def test_a_service_that_did_well_did_not_fail(text: str, theme: str, as_what: set[str]) -> None:
    assert themed(text, theme) == as_what


def test_a_heading_begins_a_line_of_its_own_however_long_the_line_before_it_is() -> None:
    text = (
        "Social: Homeless, moving between three hostels and a car park since the spring\n"
        "Smoking in the household: not a factor"
    )
    assert themed(text, "poverty_housing_environment") == {"affirmed"}
    assert themed(text, "smoke_exposure") == {"negated"}
