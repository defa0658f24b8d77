"""Which supplementary reporting forms a death asks for: a table from circumstance to form."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class JointAgencyCriterion:
    """One of the criteria for a joint agency response, and the events on the form that meet it."""

    says: str
    events: frozenset[str]


JOINT_AGENCY_CRITERIA = (
    JointAgencyCriterion(
        "The death is or could be from external causes",
        frozenset(
            {
                "drowning",
                "fire_burns_electrocution",
                "poisoning",
                "other_injury",
                "substance_misuse",
                "suicide_or_self_harm",
                "road_traffic_collision",
                "violence_or_maltreatment",
            }
        ),
    ),
    JointAgencyCriterion(
        "The death is sudden with no immediately apparent cause", frozenset({"sudden_unexpected_death"})
    ),
)


def supplementary_forms(answers: Answers) -> tuple[str, ...]:
    """The names of the forms that the events and the place of death open, each once."""
    by_event = [FORMS_OF_EVENT[event] for event in answers.chosen("death.events") if event in FORMS_OF_EVENT]
    by_place = FORMS_OF_PLACE.get(answers.choice("death.place_of_death"))
    return tuple(dict.fromkeys([*by_event, *([by_place] if by_place else [])]))


def joint_agency_reasons(answers: Answers) -> tuple[str, ...]:
    """Why a joint agency response is due, in the words of the criteria; empty where it is not."""
    events = set(answers.chosen("death.events"))
    reasons = [criterion.says for criterion in JOINT_AGENCY_CRITERIA if criterion.events & events]
    if answers.choice("death.place_of_death") == "mental_health_unit":
        reasons.append("The death was in custody or under detention, or may have been")
    if answers.choice("death.joint_agency_response") == "yes":
        reasons.append("A joint agency response has begun")
    return tuple(reasons)
