"""What a text leaves open, corrects later, has only on paper or says of somebody else; and what stays so."""

import pytest

from services.theming.nlp.themer import load_themer

NOT_OF_THE_CASE = [
    ("malignancy", "An earlier daughter died of leukaemia."),
    ("maternal_health", "Mum had pre-eclampsia when expecting his sister."),
    ("parental_mental_health", "Mother's sister has bipolar disorder."),
    ("unexplained_sudden_death", "The pathologist could not decide between SIDS and asphyxia."),
    ("unexplained_sudden_death", "SIDS was not accepted after the neck was examined."),
    ("anaphylaxis_allergy", "Anaphylaxis remains a live possibility."),
    ("infection_sepsis", "Sepsis was one theory among several."),
    ("poisoning", "Police keep an open mind on carbon monoxide poisoning."),
    ("online_harm", "The belief that he was in touch with pro-suicide accounts could not be tested."),
    ("choking", "Staff thought she was choking on a sweet; the airway held no foreign body."),
    ("antenatal_care", '"Late booker" was written by mistake.'),
    ("fall_crush_animal", 'The first call said "bitten by a dog on the neck": not so.'),
    (
        "unsafe_sleep_surface",
        "Bed-sharing: the crew wrote it down but both agree it did not happen.",
    ),
    ("drowning", "She had been told to take showers, because a seizure in the bath could drown her."),
    ("cord_strangulation", "Health visitors give out blind cord safety cards."),
    ("smoke_exposure", "Smoking at home: ____ The family asked for a copy of the notes."),
    ("smoke_exposure", "Smoking status: ____."),
    ("domestic_abuse", "Smoking: N/K  Domestic abuse: ____ The family asked for a copy."),
    ("smoke_exposure", "Smoking status: [blank]"),
    ("smoke_exposure", "Smokers in the home: answer not given."),
    ("parental_mental_health", "Carer's mental health: heading only."),
    ("domestic_abuse", "DV screen: negative x3."),
    ("poverty_housing_environment", "Hard up: far from it, both work."),
    ("choking", "Choking had not occurred."),
    ("poisoning", "Poisoning by a cleaning fluid was also raised and laid aside."),
    ("suicide_self_harm", "The jury rejected suicide."),
    ("parental_mental_health", "Mother's bipolar illness: noted once, never verified."),
    ("parental_alcohol_drugs", "Drug misuse, either parent: ☑ No"),
    ("inflicted_injury", "Non-accidental explanation: could not be ruled out"),
    ("button_battery_magnet", "Swallowed battery or button: form section left empty"),
    ("unexplained_sudden_death", "It was not a sudden unexplained death."),
    (
        "information_sharing",
        "The clinic has put an alert on their records so that nobody writes to the parents by mistake.",
    ),
]
OF_THE_CASE = [
    ("suicide_self_harm", "He jumped from a car park, aged 15, after his girlfriend ended the friendship."),
    ("nappy_sack_suffocation", "A nappy sack tucked down the side of the mattress was found over her face."),
    ("life_limiting_disability", "She had severe cerebral palsy of uncertain cause and an unsafe swallow."),
    (
        "congenital_heart",
        "The scan seemed normal, so transposition of the great arteries was not known about before birth.",
    ),
    (
        "interpreter_language_barrier",
        "Dad, who speaks very little English, had to rely on his son to explain what was wrong.",
    ),
    ("antenatal_care", "Mum did not see a midwife until 29 weeks."),
    ("parental_alcohol_drugs", "The partner was dismissed from the army, drinking a litre of spirits a day."),
    ("suicide_self_harm", "Her stepfather found her hanging in the garage."),
    ("information_sharing", "The team did not tell children's services that she was no longer attending."),
    ("malignancy", "He had neuroblastoma for which no further curative treatment was possible."),
    ("domestic_abuse", "Her husband would not allow her out and kept her passport and money."),
    ("poisoning", "The boy swallowed a number of his grandfather's digoxin tablets."),
    ("online_harm", "He was contacted on an app by adults posing as a girl, who demanded money."),
    ("diabetes_ketoacidosis", "Glucose 48, ketones 7, in ketoacidosis, not known to be diabetic."),
    ("poisoning", "Three children and their uncle were overcome by fumes from a charcoal tray."),
    ("consanguinity", "This girl was the first child of parents who are double first cousins."),
    ("unsafe_sleep_surface", "He was found on the sofa with his father: a mistake that both parents regret."),
]


def _affirmed(text: str) -> set[str]:
    return {one.theme for one in load_themer().propose(text).proposals if one.assertion == "affirmed"}


@pytest.mark.parametrize(("theme", "text"), NOT_OF_THE_CASE)
def test_what_is_not_said_of_the_case_does_not_count(theme: str, text: str) -> None:
    assert theme not in _affirmed(text)


@pytest.mark.parametrize(("theme", "text"), OF_THE_CASE)
def test_what_only_looks_taken_back_still_counts(theme: str, text: str) -> None:
    assert theme in _affirmed(text)
