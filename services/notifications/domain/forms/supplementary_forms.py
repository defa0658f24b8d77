"""Which supplementary reporting forms a death asks for: a table from circumstance to form."""

from services.notifications.domain.forms.answers import Answers

VERSION = "2026-11"
SOURCE = "Child Death Review Statutory and Operational Guidance (England) 2018; national supplementary forms"
# Forms go by name and version, never by a number: the numbers were used again for other topics.
FORMS_OF_EVENT = {
    "asthma_or_anaphylaxis": "Asthma and anaphylaxis",
    "cardiac": "Cardiac",
    "congenital_anomaly": "Chromosomal, genetic and congenital anomalies",
    "neonatal": "Delivery suite, labour ward or neonatal unit",
    "diabetic_ketoacidosis": "Diabetic ketoacidosis",
    "drowning": "Drowning",
    "epilepsy": "Epilepsy",
    "fire_burns_electrocution": "Fire, burns or electrocution",
    "infection": "Infection",
    "intensive_care": "Intensive care",
    "life_limiting_condition": "Life-limiting conditions",
    "oncology": "Oncology",
    "poisoning": "Other non-intentional injury or poisoning",
    "other_injury": "Other non-intentional injury or poisoning",
    "substance_misuse": "Substance misuse",
    "sudden_unexpected_death": "Sudden unexpected death",
    "suicide_or_self_harm": "Suicide and self-harm",
    "road_traffic_collision": "Vehicle collision",
    "violence_or_maltreatment": "Violence and maltreatment",
}
FORMS_OF_PLACE = {
    "delivery_suite": "Delivery suite, labour ward or neonatal unit",
    "neonatal_unit": "Delivery suite, labour ward or neonatal unit",
    "intensive_care": "Intensive care",
}


def supplementary_forms(answers: Answers) -> tuple[str, ...]:
    """The names of the forms that the events and the place of death open, each once."""
    by_event = [FORMS_OF_EVENT[event] for event in answers.chosen("death.events") if event in FORMS_OF_EVENT]
    by_place = FORMS_OF_PLACE.get(answers.choice("death.place_of_death"))
    return tuple(dict.fromkeys([*by_event, *([by_place] if by_place else [])]))
